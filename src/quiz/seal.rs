//! Exam safety: a commitment to a quiz that tells nothing of its key, seeds of one learner each, and signatures.
//!
//! In: a [`Paper`], bytes, and secrets that the caller draws. Out: hashes and signatures; nothing is drawn or kept here.
//! A commitment is SHA-256 over a salt of 16 bytes and the quiz as canonical JSON, so it can be published before an exam
//! and checked by anybody after salt and quiz are. A learner's seed is HMAC-SHA-256 under a secret, so it cannot be
//! found from the lab and the learner. A signature is Ed25519 and proves that bytes are those that were signed; it does
//! not prove who sat at the keyboard.

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::paper::Paper;

/// The commitment to a quiz under a salt, in hexadecimal digits.
#[must_use]
pub fn commitment(paper: &Paper, salt: &[u8; 16]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(canonical(paper).as_bytes());
    hex(&hasher.finalize())
}

/// The quiz as JSON with its keys in alphabetical order and no blanks.
fn canonical(paper: &Paper) -> String {
    // A value of serde_json keeps its keys in order.
    serde_json::to_value(paper).map(|value| value.to_string()).unwrap_or_default()
}

/// The seed of a learner's own variant of a quiz on a lab.
#[must_use]
pub fn seed_of(secret: &[u8; 32], lab: &str, learner: &str) -> u64 {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key may have any length");
    for part in [lab, learner] {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part.as_bytes());
    }
    let bytes = mac.finalize().into_bytes();
    bytes.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// The signature of bytes under a secret, and the key that anybody checks it with; both in hexadecimal digits.
#[must_use]
pub fn sign(secret: &[u8; 32], bytes: &[u8]) -> (String, String) {
    use ed25519_dalek::Signer as _;
    let key = SigningKey::from_bytes(secret);
    (hex(&key.sign(bytes).to_bytes()), hex(key.verifying_key().as_bytes()))
}

/// Whether these bytes were signed under the secret behind a public key.
#[must_use]
pub fn is_signed(bytes: &[u8], signature: &str, public: &str) -> bool {
    let key = unhex::<32>(public).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = unhex::<64>(signature).map(|bytes| Signature::from_bytes(&bytes));
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(bytes, &signature).is_ok())
}

/// Bytes in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many bytes from hexadecimal digits.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.trim();
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper::parse(include_str!("../../tests/data/every-form.json")).expect("the paper reads")
    }

    #[test]
    fn a_commitment_stands_for_one_quiz_and_one_salt() {
        let known = commitment(&paper(), &[7; 16]);
        assert_eq!(known.len(), 64);
        assert_eq!(known, commitment(&paper(), &[7; 16]));
        assert_ne!(known, commitment(&paper(), &[8; 16]));
        let mut other = paper();
        other.items[0].key = vec![(other.items[0].key[0] + 1) % other.items[0].options.len()];
        assert_ne!(known, commitment(&other, &[7; 16]), "another key is another quiz");
    }

    #[test]
    fn a_learner_has_one_seed_under_a_secret() {
        let seed = seed_of(&[1; 32], "lab", "ada");
        assert_eq!(seed, seed_of(&[1; 32], "lab", "ada"));
        for other in [seed_of(&[2; 32], "lab", "ada"), seed_of(&[1; 32], "lab", "ben"), seed_of(&[1; 32], "la", "bada")]
        {
            assert_ne!(seed, other);
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_is_caught() {
        let bytes = b"ada,7.66\nben,2.00\n".to_vec();
        let (signature, public) = sign(&[3; 32], &bytes);
        assert!(is_signed(&bytes, &signature, &public));
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(!is_signed(&other, &signature, &public), "byte {at}");
        }
        let (_, stranger) = sign(&[4; 32], &bytes);
        assert!(!is_signed(&bytes, &signature, &stranger));
        assert!(!is_signed(&bytes, &signature[2..], &public) && !is_signed(&bytes, "é", &public));
    }
}
