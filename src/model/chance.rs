//! The one source of chance: ChaCha8 streams keyed by seed, purpose, subject and number.
//!
//! A draw depends on nothing but its own key, so a new draw or a new person moves no other. Crowds draw from one
//! [`Stream`] a purpose, in which every person has a place of their own.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a draw is for; part of its key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A default password.
    Password,
    /// The replacement that breaks a rule on purpose, for a failure that a person makes.
    Mistake,
    /// Which security questions are asked.
    Questions,
    /// Facts of a generated person.
    Person,
    /// Choices while a quiz is made.
    Quiz,
    /// When generated people act, and how.
    Behaviour,
    /// The seed of a replicate.
    Replicate,
}

/// A stream of draws for one purpose and subject.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream with this key; `nth` counts the occasions of one subject.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose, subject: &str, nth: u64) -> Self {
        Self(keyed(seed, purpose, subject, nth))
    }

    /// A number below `bound`, without bias; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let zone = u32::MAX - u32::MAX % bound;
        loop {
            let n = self.0.next_u32();
            if n < zone {
                return n % bound;
            }
        }
    }

    /// A number of 64 bits, every one equally likely: the seed of another run.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// True with the probability `share`.
    pub fn holds(&mut self, share: super::ratio::Share) -> bool {
        self.below(1_000_000) < share.0
    }

    /// Shuffles a slice, every order equally likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u32 + 1) as usize);
        }
    }
}

fn keyed(seed: u64, purpose: Purpose, subject: &str, nth: u64) -> ChaCha8Rng {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(&[purpose as u8]);
    hasher.update(&nth.to_le_bytes());
    hasher.update(subject.as_bytes());
    ChaCha8Rng::from_seed(*hasher.finalize().as_bytes())
}

/// A stream of 32-bit words in which any place can be read, and neighbours are read fast.
#[derive(Clone, Debug)]
pub struct Stream {
    words: ChaCha8Rng,
    /// The words from `PAGE` times `number` on.
    page: [u32; PAGE],
    /// The number of the page; none has the greatest.
    number: u64,
    at: u64,
}

/// How many words are drawn at a time: as many as the cipher makes at once.
pub const PAGE: usize = 64;

impl Stream {
    /// The stream with this key, at its beginning.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose, subject: &str) -> Self {
        Self { words: keyed(seed, purpose, subject, 0), page: [0; PAGE], number: u64::MAX, at: 0 }
    }

    /// Goes to a place, counted in words from the beginning.
    pub const fn seek(&mut self, place: u64) {
        self.at = place;
    }

    /// The next word; every value is equally likely.
    pub fn word(&mut self) -> u32 {
        let at = self.at;
        self.at += 1;
        self.page(at / PAGE as u64)[at as usize % PAGE]
    }

    /// The words of a page: those from [`PAGE`] times its number on.
    pub fn page(&mut self, number: u64) -> &[u32; PAGE] {
        if number != self.number {
            self.turn(number);
        }
        &self.page
    }

    /// Turns to a page.
    #[cold]
    fn turn(&mut self, number: u64) {
        if number != self.number.wrapping_add(1) {
            self.words.set_word_pos(u128::from(number) * PAGE as u128);
        }
        let mut bytes = [0; PAGE * 4];
        self.words.fill_bytes(&mut bytes);
        let words = bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word));
        self.page.iter_mut().zip(words).for_each(|(place, word)| *place = word);
        self.number = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_stream_holds_one_word_however_it_is_reached() {
        let mut straight = Stream::new(7, Purpose::Behaviour, "0");
        let words: Vec<u32> = (0..300).map(|_| straight.word()).collect();
        let mut jumping = Stream::new(7, Purpose::Behaviour, "0");
        for place in [5, 6, 40, 299, 12, 0, 100, 164, 229] {
            jumping.seek(place);
            assert_eq!(jumping.word(), words[place as usize], "word {place}");
        }
        assert_eq!(jumping.page(2)[..], words[128..192]);
    }

    #[test]
    fn a_stream_depends_on_its_key_alone() {
        let draw = |seed, subject: &str, nth| Chance::new(seed, Purpose::Person, subject, nth).below(1_000_000);
        assert_eq!(draw(1, "ana", 0), draw(1, "ana", 0));
        assert_ne!(draw(1, "ana", 0), draw(2, "ana", 0));
        assert_ne!(draw(1, "ana", 0), draw(1, "ben", 0));
        assert_ne!(draw(1, "ana", 0), draw(1, "ana", 1));
    }
}
