//! Verification methods and sets of them.

use super::words::words;

words! {
    /// A verification method, as scenario files and reports name it.
    ///
    /// The first nine and the two ways of using a mobile phone can prove a person in a reset; the rest only sign in.
    /// Source: entra: docs/identity/authentication/concept-sspr-howitworks.md, overview-authentication.md.
    Method {
        /// A code mailed to an alternate address.
        Email = "email",
        /// A text or a call to the mobile phone.
        MobilePhone = "mobile-phone",
        /// A call to the office phone.
        OfficePhone = "office-phone",
        /// The Authenticator app, by notification or code.
        AuthenticatorApp = "authenticator-app",
        /// A notification in the Authenticator app.
        AuthenticatorNotification = "authenticator-notification",
        /// A code shown by the Authenticator app.
        AuthenticatorCode = "authenticator-code",
        /// A code of another authenticator app.
        SoftwareOath = "software-oath",
        /// A code of a hardware token.
        HardwareOath = "hardware-oath",
        /// Answers to security questions.
        SecurityQuestions = "security-questions",
        /// A text to the mobile phone.
        MobilePhoneText = "mobile-phone-text",
        /// A call to the mobile phone.
        MobilePhoneCall = "mobile-phone-call",
        /// A passkey.
        Passkey = "passkey",
        /// Windows Hello for Business.
        WindowsHello = "windows-hello",
        /// A certificate.
        Certificate = "certificate",
        /// A Temporary Access Pass.
        TemporaryAccessPass = "temporary-access-pass",
        /// Passwordless sign-in with the Authenticator app.
        AuthenticatorPasswordless = "authenticator-passwordless",
        /// An external method for multifactor authentication.
        ExternalMfa = "external-mfa",
        /// A QR code.
        QrCode = "qr-code",
        /// A second phone, for sign-in alone.
        AlternatePhone = "alternate-phone",
    }
}

/// A set of methods.
#[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodSet(u32);

impl MethodSet {
    /// No method.
    pub const EMPTY: Self = Self(0);
    /// The two ways of the Authenticator app.
    pub const AUTHENTICATOR: Self = Self::of(&[Method::AuthenticatorNotification, Method::AuthenticatorCode]);
    /// The two ways of a mobile phone.
    pub const MOBILE_PHONE: Self = Self::of(&[Method::MobilePhoneText, Method::MobilePhoneCall]);
    /// Everything that can prove a person in a reset, each way of a method on its own.
    pub const PROOFS: Self = Self::of(&[
        Method::Email,
        Method::MobilePhoneText,
        Method::MobilePhoneCall,
        Method::OfficePhone,
        Method::AuthenticatorNotification,
        Method::AuthenticatorCode,
        Method::SoftwareOath,
        Method::HardwareOath,
        Method::SecurityQuestions,
    ]);

    /// The set of these methods.
    #[must_use]
    pub const fn of(methods: &[Method]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < methods.len() {
            bits |= 1 << methods[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    /// Adds a method.
    pub const fn insert(&mut self, method: Method) {
        self.0 |= 1 << method as u32;
    }

    /// Takes a method out.
    pub const fn remove(&mut self, method: Method) {
        self.0 &= !(1 << method as u32);
    }

    /// Whether the method is in the set.
    #[must_use]
    pub const fn contains(self, method: Method) -> bool {
        self.0 & (1 << method as u32) != 0
    }

    /// Whether no method is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many methods the set holds.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The methods of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The methods of both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The methods of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Names that stand for two ways (`mobile-phone`, `authenticator-app`) replaced by those ways.
    #[must_use]
    pub const fn ways(self) -> Self {
        let mut set = self;
        if set.contains(Method::MobilePhone) {
            set.remove(Method::MobilePhone);
            set = set.union(Self::MOBILE_PHONE);
        }
        if set.contains(Method::AuthenticatorApp) {
            set.remove(Method::AuthenticatorApp);
            set = set.union(Self::AUTHENTICATOR);
        }
        set
    }

    /// Two ways of one method put together under its name: the inverse of [`MethodSet::ways`] for reports and counts.
    #[must_use]
    pub const fn merged(self) -> Self {
        let mut set = self;
        if !set.intersection(Self::MOBILE_PHONE).is_empty() {
            set = set.without(Self::MOBILE_PHONE);
            set.insert(Method::MobilePhone);
        }
        if !set.intersection(Self::AUTHENTICATOR).is_empty() {
            set = set.without(Self::AUTHENTICATOR);
            set.insert(Method::AuthenticatorApp);
        }
        set
    }

    /// The methods in the order of the documentation.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.iter().copied().filter(move |method| self.contains(*method))
    }
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        let mut set = Self::EMPTY;
        methods.into_iter().for_each(|method| set.insert(method));
        set
    }
}

impl std::fmt::Display for MethodSet {
    /// The names, parted by commas; `none` for the empty set.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (i, method) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            f.write_str(method.word())?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{{self}}}")
    }
}

impl serde::Serialize for MethodSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What a person has registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registered {
    /// An alternate e-mail address.
    pub email: Option<String>,
    /// A mobile phone number.
    pub mobile_phone: Option<String>,
    /// An office phone number.
    pub office_phone: Option<String>,
    /// The Authenticator app.
    pub authenticator_app: bool,
    /// How many security questions have an answer.
    pub security_answers: u8,
    /// Another authenticator app: codes only.
    pub software_oath: bool,
    /// A hardware token.
    pub hardware_oath: bool,
    /// Methods that cannot reset a password.
    pub other: MethodSet,
}

impl Registered {
    /// The registered methods, each way on its own: numbers of the documented form, and security questions when
    /// enough are answered for a reset.
    #[must_use]
    pub fn methods(&self, answers_needed: u8) -> MethodSet {
        let mut set = self.other;
        let number = |stored: &Option<String>| stored.as_deref().is_some_and(is_phone_number);
        let flags = [
            (self.email.is_some(), Method::Email),
            (number(&self.mobile_phone), Method::MobilePhone),
            (number(&self.office_phone), Method::OfficePhone),
            (self.authenticator_app, Method::AuthenticatorApp),
            (self.software_oath, Method::SoftwareOath),
            (self.hardware_oath, Method::HardwareOath),
            (self.security_answers > 0 && self.security_answers >= answers_needed, Method::SecurityQuestions),
        ];
        flags.iter().filter(|(held, _)| *held).for_each(|(_, method)| set.insert(*method));
        set.ways()
    }
}

/// Contact data of the directory that nobody registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryData {
    /// The mobile phone attribute.
    pub mobile_phone: Option<String>,
    /// The office phone attribute.
    pub office_phone: Option<String>,
    /// The alternate e-mail attribute.
    pub alternate_email: Option<String>,
}

impl DirectoryData {
    /// The methods that well-formed data stands for, each way on its own.
    #[must_use]
    pub fn methods(&self) -> MethodSet {
        let usable = |number: &Option<String>| number.as_deref().is_some_and(is_phone_number);
        let mut set = MethodSet::EMPTY;
        if usable(&self.mobile_phone) {
            set.insert(Method::MobilePhone);
        }
        if usable(&self.office_phone) {
            set.insert(Method::OfficePhone);
        }
        if self.alternate_email.as_deref().is_some_and(|mail| mail.contains('@')) {
            set.insert(Method::Email);
        }
        set.ways()
    }
}

/// Whether a stored number has the documented form: `+`, country code of one to three digits, a blank, at least four
/// more digits. Blanks, hyphens, dots and brackets between digits are passed over and an extension is dropped.
///
/// Source: rule `meth-phone-format`.
#[must_use]
pub fn is_phone_number(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let main = lower.split(['x', 'e']).next().unwrap_or_default();
    let Some((country, rest)) = main.strip_prefix('+').and_then(|n| n.split_once(char::is_whitespace)) else {
        return false;
    };
    let country_ok = (1..=3).contains(&country.len()) && country.bytes().all(|b| b.is_ascii_digit());
    let rest_ok = rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-.()".contains(c));
    country_ok && rest_ok && rest.chars().filter(char::is_ascii_digit).count() >= 4
}

/// Whether a stored number has an extension.
#[must_use]
pub fn has_extension(text: &str) -> bool {
    text.trim().to_ascii_lowercase().contains(['x', 'e'])
}

/// Codes of countries and regions to whose numbers no calls are made before the tenant opts in.
///
/// Source: entra: docs/identity/authentication/concept-mfa-regional-opt-in.md, 2023-08-02, the last list for voice alone.
/// Codes of the North American numbering plan are written with the area.
const NO_CALLS: &[u16] = &[
    53, 58, 93, 94, 95, 98, 211, 212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 231, 232, 233,
    235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255, 256, 257,
    258, 260, 261, 262, 263, 265, 266, 267, 268, 269, 290, 291, 297, 299, 350, 355, 356, 359, 370, 371, 372, 373, 374,
    375, 376, 377, 381, 382, 383, 385, 386, 387, 389, 500, 501, 502, 503, 504, 505, 507, 508, 509, 591, 592, 593, 594,
    597, 598, 670, 672, 674, 675, 676, 677, 678, 681, 682, 683, 685, 686, 687, 689, 690, 691, 692, 856, 960, 961, 962,
    963, 964, 967, 968, 973, 974, 975, 976, 977, 992, 993, 994, 995, 996, 998, 1242, 1264, 1268, 1284, 1345, 1473,
    1649, 1664, 1721, 1758, 1809, 1829, 1849, 1869, 1876,
];

/// Whether no calls are made to a stored number before the tenant opts in.
#[must_use]
pub fn is_barred(text: &str) -> bool {
    let Some((country, rest)) = text.trim().strip_prefix('+').and_then(|n| n.split_once(char::is_whitespace)) else {
        return false;
    };
    // No code begins with a zero.
    let code = |text: &str| text.parse().ok().filter(|_| !text.starts_with('0'));
    let barred = |code: Option<u16>| code.is_some_and(|code| NO_CALLS.binary_search(&code).is_ok());
    let area = || rest.chars().filter_map(|c| c.to_digit(10)).take(3).fold(1, |code, digit| code * 10 + digit as u16);
    barred(code(country)) || (country == "1" && barred(Some(area())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_and_merged_are_inverse_on_names() {
        let set = MethodSet::of(&[Method::MobilePhone, Method::AuthenticatorApp, Method::Email]);
        assert_eq!(set.ways().len(), 5);
        assert_eq!(set.ways().merged(), set);
    }

    #[test]
    fn phone_numbers_need_country_code_and_blank() {
        for good in ["+1 4251234567", "+49 (30) 1234-5678", "+1 425 555 0100 x12", "+44 20 7946 0958 ext 7"] {
            assert!(is_phone_number(good), "{good}");
        }
        for bad in ["4251234567", "+14251234567", "+1 12", "+1 abc4567", ""] {
            assert!(!is_phone_number(bad), "{bad}");
        }
    }

    #[test]
    fn calls_are_barred_by_country_and_by_area_of_the_american_plan() {
        assert!(["+53 51234567", "+998 712345678", "+1 876 555 0100"].iter().all(|number| is_barred(number)));
        assert!(!["+1 4255550100", "+49 30123456", "+44 2079460958", "53 51234567"].iter().any(|n| is_barred(n)));
    }
}
