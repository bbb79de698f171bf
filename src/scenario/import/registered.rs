//! What people have registered: the words of the registration report turned into methods.
//!
//! The report says which methods, never the number or address. A placeholder stands in: the directory's value where
//! it is well-formed, else a number from a range reserved for fiction or an address in an example domain.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::method::{DirectoryData, Method, Registered, is_phone_number};

use super::Log;
use super::account::Account;
use super::fields::{guid, text, texts};
use super::files::Folder;
use super::people::Accounts;

/// The report's words for one person; none for a person without a row.
pub(super) type Words = Vec<Option<Vec<String>>>;

/// Reads the report, one entry for each account.
pub(super) fn words(folder: &Folder, accounts: &Accounts, log: &mut Log) -> Words {
    let mut found: Words = vec![None; accounts.list.len()];
    let Some(records) = folder.records("userRegistrationDetails") else {
        log.note(
            accounts.list.len(),
            "userRegistrationDetails.json is missing: nobody is taken to have registered a method",
        );
        return found;
    };
    let mut gone = BTreeSet::new();
    for record in records {
        let id = guid(&record.value, "id").unwrap_or_default();
        let upn = text(&record.value, "userPrincipalName").unwrap_or_default();
        let Some(at) = accounts.by_id(&id).or_else(|| id.is_empty().then(|| accounts.by_upn(&upn)).flatten()) else {
            gone.insert(if upn.is_empty() { id } else { upn });
            continue;
        };
        let mut methods = texts(&record.value, "methodsRegistered");
        methods.extend(texts(&record.value, "authMethods"));
        found[at] = Some(methods);
    }
    log.note(gone.len(), "rows of the registration report belong to people who are no longer there and are left out");
    let absent = found.iter().filter(|row| row.is_none()).count();
    log.note(absent, "people are absent from the registration report: they are taken to have registered nothing");
    found
}

/// What a word of the report stands for.
enum Meaning {
    Email,
    MobilePhone,
    OfficePhone,
    Authenticator,
    Code,
    HardwareToken,
    Questions,
    Other(Method),
    /// No method of its own.
    Nothing,
}

fn meaning(word: &str) -> Option<Meaning> {
    Some(match word.to_ascii_lowercase().as_str() {
        "email" => Meaning::Email,
        "mobilephone" | "sms" | "mobilesms" | "mobilecall" => Meaning::MobilePhone,
        "officephone" => Meaning::OfficePhone,
        "microsoftauthenticatorpush" | "appnotification" => Meaning::Authenticator,
        "softwareonetimepasscode" | "onetimepasscode" | "appcode" => Meaning::Code,
        "hardwareonetimepasscode" => Meaning::HardwareToken,
        "securityquestion" | "securityquestions" => Meaning::Questions,
        "fido"
        | "fido2"
        | "fido2securitykey"
        | "passkeydevicebound"
        | "passkeydeviceboundauthenticator"
        | "passkeydeviceboundwindowshello"
        | "passkeysynced"
        | "macossecureenclavekey" => Meaning::Other(Method::Passkey),
        "windowshelloforbusiness" => Meaning::Other(Method::WindowsHello),
        "microsoftauthenticatorpasswordless" => Meaning::Other(Method::AuthenticatorPasswordless),
        "temporaryaccesspass" | "temporaryaccesspassonetime" | "temporaryaccesspassmultiuse" => {
            Meaning::Other(Method::TemporaryAccessPass)
        }
        "externalauthmethod" | "externalauthenticationmethod" => Meaning::Other(Method::ExternalMfa),
        "qrcodepin" | "qrcode" => Meaning::Other(Method::QrCode),
        "certificate" | "x509certificate" | "x509certificatesinglefactor" | "x509certificatemultifactor" => {
            Meaning::Other(Method::Certificate)
        }
        "alternatemobilephone" | "alternatemobilecall" | "apppassword" | "none" => Meaning::Nothing,
        _ => return None,
    })
}

/// How many placeholders come from the directory, and how many were made up.
#[derive(Debug, Default)]
struct Told {
    directory: usize,
    made: usize,
}

/// Turns words into registered methods and keeps count of what was made up.
#[derive(Debug, Default)]
pub(super) struct Registrar {
    questions: u8,
    unknown: BTreeMap<String, usize>,
    numbers: Told,
    addresses: Told,
    answers: usize,
}

impl Registrar {
    /// `questions` is how many answers a registration asks for.
    pub(super) fn new(questions: i64) -> Self {
        Self { questions: u8::try_from(questions).unwrap_or(5), ..Self::default() }
    }

    /// What the person has registered.
    pub(super) fn registered(&mut self, words: &[String], directory: &DirectoryData) -> Registered {
        let mut found = Registered::default();
        let mut code = false;
        for word in words {
            match meaning(word) {
                Some(Meaning::Email) => found.email = Some(self.address(directory)),
                Some(Meaning::MobilePhone) => found.mobile_phone = Some(self.phone(directory.mobile_phone.as_deref())),
                Some(Meaning::OfficePhone) => found.office_phone = Some(self.phone(directory.office_phone.as_deref())),
                Some(Meaning::Authenticator) => found.authenticator_app = true,
                Some(Meaning::Code) => code = true,
                Some(Meaning::HardwareToken) => found.hardware_oath = true,
                Some(Meaning::Questions) => {
                    found.security_answers = self.questions;
                    self.answers += 1;
                }
                Some(Meaning::Other(method)) => found.other.insert(method),
                Some(Meaning::Nothing) => {}
                None => *self.unknown.entry(word.clone()).or_default() += 1,
            }
        }
        // Beside the app, a code is the code of that app; alone it is a token of another app.
        found.software_oath = code && !found.authenticator_app;
        found
    }

    fn address(&mut self, directory: &DirectoryData) -> String {
        if let Some(known) = directory.alternate_email.clone().filter(|mail| mail.contains('@')) {
            self.addresses.directory += 1;
            return known;
        }
        self.addresses.made += 1;
        format!("registered{}@mail.example", self.addresses.made)
    }

    fn phone(&mut self, directory: Option<&str>) -> String {
        if let Some(known) = directory.filter(|number| is_phone_number(number)) {
            self.numbers.directory += 1;
            return known.to_owned();
        }
        self.numbers.made += 1;
        let area = [425, 206, 303, 512][(self.numbers.made / 100) % 4];
        format!("+1 {area}55501{:02}", self.numbers.made % 100)
    }

    /// Tells what was made up.
    pub(super) fn tell(&self, log: &mut Log) {
        for (what, told, made) in [
            ("registered telephone numbers", &self.numbers, "a number reserved for fiction"),
            ("registered e-mail addresses", &self.addresses, "an address in an example domain"),
        ] {
            log.note(told.directory, format!("{what} are not in the report: the directory's own stands in"));
            log.note(
                told.made,
                format!(
                    "{what} are not in the report and none fits in the directory: {made} \
                stands in"
                ),
            );
        }
        let enough =
            format!("people have security questions: {} answers are assumed, as registration asks for", self.questions);
        log.note(self.answers, enough);
        for (word, count) in &self.unknown {
            log.note(
                *count,
                format!("the registration report names a method `{word}` that is not known; it counts for nothing"),
            );
        }
    }
}

/// The contact data of the directory.
pub(super) fn directory(account: &Account) -> DirectoryData {
    DirectoryData {
        mobile_phone: account.mobile.clone(),
        office_phone: account.office.clone(),
        alternate_email: account.other_mails.first().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registered(words: &[&str], directory: &DirectoryData) -> (Registered, Registrar) {
        let mut registrar = Registrar::new(5);
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        (registrar.registered(&words, directory), registrar)
    }

    #[test]
    fn a_code_beside_the_app_is_the_apps_own() {
        let none = DirectoryData::default();
        let both = registered(&["softwareOneTimePasscode", "microsoftAuthenticatorPush"], &none).0;
        assert!(both.authenticator_app && !both.software_oath);
        let alone = registered(&["softwareOneTimePasscode"], &none).0;
        assert!(!alone.authenticator_app && alone.software_oath);
    }

    #[test]
    fn placeholders_are_the_directorys_value_or_made_up() {
        let data = DirectoryData {
            mobile_phone: Some("07700900874".into()),
            office_phone: Some("+44 2079460335".into()),
            alternate_email: Some("a@mail.example".into()),
        };
        let (found, _) = registered(&["mobilePhone", "officePhone", "email", "alternateMobilePhone"], &data);
        assert_eq!(found.office_phone.as_deref(), Some("+44 2079460335"));
        assert_eq!(found.email.as_deref(), Some("a@mail.example"));
        assert!(found.mobile_phone.is_some_and(|number| is_phone_number(&number)));
    }

    #[test]
    fn unknown_words_become_a_note_and_known_others_are_kept() {
        let (found, registrar) =
            registered(&["unknownFutureValue", "fido2", "windowsHelloForBusiness"], &DirectoryData::default());
        assert_eq!(found.other.len(), 2);
        let mut log = Log::default();
        registrar.tell(&mut log);
        assert!(log.notes.iter().any(|note| note.text.contains("unknownFutureValue") && note.count == 1));
    }
}
