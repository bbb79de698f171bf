//! Mails, helpdesk link, branding, Windows sign-in screen.

use crate::model::ask::Action;
use crate::model::device::{Device, Join, Screen, Session, Setting, System};
use crate::model::identity::Cloud;
use crate::rules::assumed::Assumed;
use crate::rules::case::{Case, ContactLink, MomentSet};
use crate::rules::example as eg;
use crate::rules::rule::Kind::{Context, Decision, Effect, Message};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("flow-captcha", Context)
        .given("The user starts at aka.ms/sspr or passwordreset.microsoftonline.com.")
        .says("A user ID and a captcha answer are required before any eligibility check runs.")
        .shows("user ID box and captcha characters")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::TUTORIAL_ENABLE_SSPR_20240521]),
    rule("flow-entry-points", Context)
        .given("User selects the can't-access-your-account link on a sign-in page, or browses to aka.ms/sspr directly.")
        .says("Both land on the same portal and follow the same checks.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("flow-language-browser", Message)
        .given("No mkt parameter is present on the reset URL.")
        .says("Portal language follows the browser locale, within the set of languages Microsoft 365 supports.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .not_simulated("the language of a page is not simulated"),
    rule("flow-language-mkt", Message)
        .given("URL carries mkt=<locale>.")
        .says("Portal is rendered in that locale.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .not_simulated("the language of a page is not simulated"),
    rule("elig-mobile-browser", Context)
        .given("Portal opened on a phone.")
        .says("Supported.")
        .sources(&[&src::PASSWORDS_FAQ_20210813]),
    rule("not-user", Effect)
        .given("Notify users = Yes and a reset succeeds.")
        .says("Mail to primary and alternate address; UPN when neither exists; nobody else.")
        .shows("e-mail about changed password")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let reset = matches!(v.case.action, Action::ResetPassword | Action::AdminResetPassword);
                reset && v.case.tenant.notify_users && v.case.effect().is_some_and(|effect| effect.via.is_none())
            },
            &[Do::NotifyUser],
        )
        .examples(&[
            eg::applies("a reset took effect and people are written to", |c| {
                eg::take_effect(c);
            }),
            eg::silent("a reset took effect and the notice is off", |c| {
                c.tenant.notify_users = false;
                eg::take_effect(c);
            }),
        ]),
    rule("not-user-off", Effect)
        .given("Same option = No.")
        .says("No mail.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .general()
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.is(Action::ResetPassword) && !v.case.tenant.notify_users,
            &[Do::Name],
        )
        .examples(&[
            eg::applies("a reset took effect and the notice is off", |c| {
                c.tenant.notify_users = false;
                eg::take_effect(c);
            }),
            eg::silent("a reset took effect and people are written to", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("not-admins-current", Effect)
        .given("Notify all admins = Yes and an administrator resets own password.")
        .says("Global Administrators get mail at primary address.")
        .since(2025, 3, 4)
        .basis(Basis::Disputed)
        .assumes("administrator-reset-notice")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes("Start of validity is the date of the page; see not-admins-older.")
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| own_reset(v) && v.book.assumed.notice_to_all != Some(true),
            &[Do::NotifyGlobalAdministrators],
        )
        .examples(&[
            eg::silent("an administrator reset the own password, on 3 March 2025", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 3);
            }),
            eg::applies("an administrator reset the own password, on 4 March 2025", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 4);
            }),
            eg::silent("the same where all administrators hear of it", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 4);
            })
            .under(&[("administrator-reset-notice", "all-administrators")]),
            eg::applies("on 3 March 2025, where only Global Administrators ever hear of it", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 3);
            })
            .under(&[("administrator-reset-notice", "global-administrators")]),
        ]),
    rule("not-admins-older", Effect)
        .given("Older rule set (2023 text).")
        .says("All other administrators get mail.")
        .numbers("example: A resets; B, C, D notified")
        .until(2025, 3, 3)
        .basis(Basis::Assumed)
        .assumes("administrator-reset-notice")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20230914])
        .notes("A tutorial of 2024-05-21 says all administrators. See assumption administrator-reset-notice.")
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| own_reset(v) && v.book.assumed.notice_to_all != Some(false),
            &[Do::NotifyAllAdministrators],
        )
        .examples(&[
            eg::applies("an administrator reset the own password, on 3 March 2025", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 3);
            }),
            eg::silent("an administrator reset the own password, on 4 March 2025", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 4);
            }),
            eg::applies("the same where all administrators hear of it", |c| {
                own_reset_of_admin(c);
                eg::on(c, 2025, 3, 4);
            })
            .under(&[("administrator-reset-notice", "all-administrators")]),
            eg::silent("an ordinary user reset the password, on 3 March 2025", |c| {
                c.tenant.notify_admins = true;
                eg::take_effect(c);
                eg::on(c, 2025, 3, 3);
            }),
        ]),
    rule("not-sender-addresses", Message)
        .given("Mail sent.")
        .says(
            "Public: msonlineservicesteam at microsoft.com or microsoftonline.com; 21Vianet and US Government have \
            their own pairs.",
        )
        .numbers("per_cloud: 2")
        .basis(Basis::Disputed)
        .assumes("notice-sender-addresses")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("the addresses that a report names beside those who were told")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            v.case.is(Action::ResetPassword) && v.case.tenant.notify_users && !v.book.assumed.one_sender
        })
        .examples(&[
            eg::applies("a reset is told, and mail may come from either address", |c| {
                eg::take_effect(c);
            }),
            eg::silent("the same where there is one address", |c| {
                eg::take_effect(c);
            })
            .under(&[("notice-sender-addresses", "one")]),
            eg::silent("people are not told", |c| {
                c.tenant.notify_users = false;
                eg::take_effect(c);
            }),
        ])
        .figures(&[figure("per_cloud", || SENDERS[0].len() as u64 * 1_000_000)]),
    rule("not-change-none", Effect)
        .given("Password change (not reset).")
        .says("SSPR notification options speak of resets only.")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes("Inference.")
        .general()
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.is(Action::ChangePassword), &[Do::Name])
        .examples(&[
            eg::applies("a change took effect", |c| {
                eg::changing(c);
                eg::take_effect(c);
            }),
            eg::silent("a reset took effect", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("not-contact-admin", Effect)
        .given("User clicks Contact your administrator, link not customised.")
        .says(
            "Mail to Helpdesk and Password Administrators; if none, User Administrators; if none, Global \
            Administrators; at most 100.",
        )
        .numbers("max: 100")
        .since(2025, 3, 4)
        .basis(Basis::Disputed)
        .assumes("contact-administrator-order")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .notes("Start of validity is the date of the page; see not-contact-admin-older.")
        .effect(
            MomentSet::CONTACT,
            mails_administrators,
            &[Do::MailFirst(&[
                &["Helpdesk Administrator", "Password Administrator"],
                &["User Administrator"],
                &["Global Administrator"],
            ])],
        )
        .figures(&[figure("max", || MOST_MAILS as u64 * 1_000_000)])
        .examples(&[
            eg::applies("help is asked for, on 4 March 2025", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 4);
            }),
            eg::silent("help is asked for, on 3 March 2025", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 3);
            }),
            eg::applies("the same where the newer order always held", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 3);
            })
            .under(&[("contact-administrator-order", "helpdesk-and-password-first")]),
            eg::silent("help is asked for and the contact is customised", |c| {
                eg::contact(c).link = Some(ContactLink::Mail);
            }),
        ]),
    rule("not-contact-admin-older", Effect)
        .given("2023 text.")
        .says("Password Administrators, else User Administrators, else Global Administrators (Helpdesk not named).")
        .until(2025, 3, 3)
        .basis(Basis::Assumed)
        .assumes("contact-administrator-order")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20230914])
        .effect(
            MomentSet::CONTACT,
            mails_administrators,
            &[Do::MailFirst(&[&["Password Administrator"], &["User Administrator"], &["Global Administrator"]])],
        )
        .examples(&[
            eg::applies("help is asked for, on 3 March 2025", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 3);
            }),
            eg::silent("help is asked for, on 4 March 2025", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 4);
            }),
            eg::applies("the same where the older order still holds", |c| {
                eg::contact(c);
                eg::on(c, 2025, 3, 4);
            })
            .under(&[("contact-administrator-order", "password-first")]),
        ]),
    rule("not-helpdesk-loop", Decision)
        .given("Custom address belongs to an account that itself needs the reset.")
        .says("User may be unable to ask for help.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .effect(MomentSet::CONTACT, |v| v.case.contact().is_some_and(|contact| contact.loops), &[Do::Name])
        .examples(&[
            eg::applies("the customised address is that of the person who asks", |c| {
                let contact = eg::contact(c);
                (contact.link, contact.loops) = (Some(ContactLink::Mail), true);
            }),
            eg::silent("the customised address is that of somebody else", |c| {
                eg::contact(c).link = Some(ContactLink::Mail);
            }),
        ]),
    rule("not-helpdesk-custom", Effect)
        .given("Custom helpdesk link set.")
        .says("Opens URL or mails that address; nobody else is mailed.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .effect(MomentSet::CONTACT, |v| linked(v).is_some(), &[Do::MailContact])
        .examples(&[
            eg::applies("help is asked for and an address is customised", |c| {
                eg::contact(c).link = Some(ContactLink::Mail);
            }),
            eg::silent("help is asked for and nothing is customised", |c| {
                eg::contact(c);
            }),
        ]),
    rule("not-disable-contact", Decision)
        .given("Organisation wants no such mails.")
        .says("Give a web URL, or enable SSPR for all.")
        .assumes("contact-mails-per-day")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .refuses(MomentSet::CONTACT, None, |v| linked(v) != Some(ContactLink::Web) && sent_enough(v))
        .examples(&[
            eg::holds("help is asked for the hundredth time today", |c| eg::contact(c).sent = 99),
            eg::holds("the same where a web page is customised and a person may send one mail a day", |c| {
                (eg::contact(c).sent, eg::contact(c).link) = (99, Some(ContactLink::Web));
            })
            .under(&[("contact-mails-per-day", "1")]),
            eg::blocks("the same where a person may send one mail a day", |c| eg::contact(c).sent = 99)
                .under(&[("contact-mails-per-day", "1")]),
        ]),
    rule("cus-branding", Message)
        .given("Company branding set.")
        .says("Logo on portal, organisation name in mails and subject.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304, &src::PASSWORDS_FAQ_20210813])
        .not_simulated("the looks of pages and mails are not simulated"),
    rule("cus-directory-name", Message)
        .given("Directory name changed.")
        .says("Appears in mail sender name and subject; needs Global Administrator.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .not_simulated("the words of mails are not simulated"),
    rule("cus-branding-url", Message)
        .given("URL has whr or username parameter.")
        .says("Branding shows before the user name is typed.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .not_simulated("the looks of pages are not simulated"),
    rule("cus-adfs-link", Message)
        .given("AD FS sign-in page.")
        .says("Link to the portal may be added by page description.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .not_simulated("links on the page of a federation service are not simulated"),
    rule("win-three-settings", Decision)
        .given(
            "Windows Home edition, DisableLockScreenAppNotifications=1 and (up to 1710) CTRL+ALT+DEL requirement, \
            all three together.",
        )
        .says("Feature may not work.")
        .numbers("settings: 3, max_version: 1710")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(three_settings))
        .examples(&[
            eg::blocks("all three meet on Windows 10 1709", |c| {
                three(eg::windows(c));
            }),
            eg::holds("CTRL+ALT+DEL is not asked for", |c| {
                let one = eg::windows(c);
                three(one);
                one.ctrl_alt_del = false;
            }),
            eg::holds("all three meet on Windows 10 1803, which no longer counts the third", |c| {
                let one = eg::windows(c);
                three(one);
                one.version = 1803;
            }),
        ]),
    rule("win-blocked-settings", Decision)
        .given(
            "Lock-screen notifications off, HideFastUserSwitching, DontDisplayLastUserName, NoLockScreen, \
            BlockNonAdminUserInstall, EnableLostMode, custom shell or smart-card-only logon.",
        )
        .says("Reset does not work on Windows 10.")
        .numbers("settings: 8")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| {
            computer(v).is_some_and(|one| one.system == System::Windows10 && !one.settings.is_empty())
        })
        .examples(&[
            eg::blocks("Windows 10 shows no lock screen", |c| {
                let one = eg::windows(c);
                one.system = System::Windows10;
                one.settings = [Setting::NoLockScreen].into_iter().collect();
            }),
            eg::holds("Windows 11 shows no lock screen", |c| {
                eg::windows(c).settings = [Setting::NoLockScreen].into_iter().collect();
            }),
            eg::holds("none of the settings is in force on Windows 10", |c| {
                eg::windows(c).system = System::Windows10;
            }),
        ]),
    rule("win-join", Decision)
        .given("Windows 10 or 11 sign-in screen link.")
        .says("Version 1803 or later, Entra joined or hybrid joined, AllowAadPasswordReset=1 or registry value 1.")
        .shows("Reset password / Forgot password link")
        .numbers("min_version: 1803")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(|one| !one.system.is_old() && !offers_link(one)))
        .figures(&[figure("min_version", || u64::from(FIRST_VERSION) * 1_000_000)])
        .examples(&[
            eg::blocks("a computer with Windows 10 1709 is used", |c| {
                let one = eg::windows(c);
                (one.system, one.version) = (System::Windows10, 1709);
            }),
            eg::holds("a computer with Windows 10 1803 is used", |c| {
                let one = eg::windows(c);
                (one.system, one.version) = (System::Windows10, 1803);
            }),
            eg::blocks("a computer that is joined to AD DS alone is used", |c| {
                eg::windows(c).join = Join::None;
            }),
            eg::holds("a hybrid joined computer is used", |c| {
                eg::windows(c).join = Join::Hybrid;
            }),
            eg::blocks("no policy switches the link on", |c| {
                eg::windows(c).link = false;
            }),
            eg::holds("the portal is used", |c| {
                eg::offer(c);
            }),
        ]),
    rule("win-old", Decision)
        .given("Windows 7, 8, 8.1.")
        .says("Add-in installed, TLS 1.2 on.")
        .numbers("tls: 1.2")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| {
            computer(v).is_some_and(|one| one.system.is_old() && !(one.add_in && one.tls_1_2))
        })
        .examples(&[
            eg::blocks("a computer with Windows 7 and without the add-in is used", |c| {
                eg::windows(c).system = System::Windows7;
            }),
            eg::holds("a computer with Windows 7 and the add-in is used", |c| {
                let one = eg::windows(c);
                (one.system, one.add_in) = (System::Windows7, true);
            }),
            eg::blocks("the same with TLS 1.2 off", |c| {
                let one = eg::windows(c);
                (one.system, one.add_in, one.tls_1_2) = (System::Windows7, true, false);
            }),
        ]),
    rule("win-network", Decision)
        .given("Device.")
        .says(
            "Port 443 to the portal and the script CDN; hybrid devices need line of sight to a domain controller to \
            use the new password locally.",
        )
        .numbers("port: 443")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(|one| !one.reaches_portal))
        .examples(&[
            eg::blocks("the computer does not reach the portal on port 443", |c| {
                eg::windows(c).reaches_portal = false;
            }),
            eg::holds("the computer reaches the portal", |c| {
                eg::windows(c).reaches_portal = true;
            }),
        ]),
    rule("win-not-rdp", Decision)
        .given("Remote Desktop or enhanced Hyper-V session.")
        .says("Not supported.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(|one| one.session != Session::Console))
        .examples(&[
            eg::blocks("the person sits in a Remote Desktop session", |c| {
                eg::windows(c).session = Session::RemoteDesktop;
            }),
            eg::blocks("the person sits in an enhanced session of Hyper-V", |c| {
                eg::windows(c).session = Session::HyperVEnhanced;
            }),
            eg::holds("the person sits before the computer", |c| {
                eg::windows(c).session = Session::Console;
            }),
        ]),
    rule("win11-locked-session", Decision)
        .given("Windows 11, locked user session.")
        .says("Cannot start SSPR from there; only from the logon screen.")
        .shows("returns to logon screen")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| {
            computer(v).is_some_and(|one| one.system == System::Windows11 && one.screen == Screen::Locked)
        })
        .examples(&[
            eg::blocks("the session on Windows 11 is locked", |c| {
                eg::windows(c).screen = Screen::Locked;
            }),
            eg::holds("the session on Windows 10 is locked", |c| {
                let one = eg::windows(c);
                (one.system, one.screen) = (System::Windows10, Screen::Locked);
            }),
        ]),
    rule("win-temp-account", Context)
        .given("Reset from the sign-in screen.")
        .says("Temporary low-privilege defaultuser1 is made and removed.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-proxy", Message)
        .given("Authenticated proxy per user.")
        .says("Fails.")
        .shows("something went wrong, try later")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(|one| one.user_proxy))
        .examples(&[
            eg::blocks("a proxy asks each user to prove who they are", |c| {
                eg::windows(c).user_proxy = true;
            }),
            eg::holds("no proxy asks the user", |c| {
                eg::windows(c).user_proxy = false;
            }),
        ]),
    rule("win-8021x", Decision)
        .given("802.1x with pre-logon user authentication.")
        .says("Does not work; machine authentication advised.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .refuses(MomentSet::OFFER, None, |v| computer(v).is_some_and(|one| one.user_802_1x))
        .examples(&[
            eg::blocks("the network authenticates the user before logon", |c| {
                eg::windows(c).user_802_1x = true;
            }),
            eg::holds("the network authenticates the computer", |c| {
                eg::windows(c).user_802_1x = false;
            }),
        ]),
];

/// How many administrators a call for help writes to at most.
pub(crate) const MOST_MAILS: usize = 100;

/// The addresses that mail comes from, by cloud in the order of [`Cloud`].
const SENDERS: [[&str; 2]; 3] = [
    ["msonlineservicesteam@microsoft.com", "msonlineservicesteam@microsoftonline.com"],
    ["msonlineservicesteam@azureadnotifications.us", "msonlineservicesteam@microsoftonline.us"],
    ["msonlineservicesteam@oe.21vianet.com", "21vianetonlineservicesteam@21vianet.com"],
];

/// The addresses that mail of a tenant may come from.
///
/// Source: rule `not-sender-addresses`.
#[must_use]
pub fn senders(cloud: Cloud, assumed: &Assumed) -> &'static [&'static str] {
    let both = &SENDERS[cloud as usize];
    if assumed.one_sender { &both[..1] } else { both }
}

fn linked(v: &View<'_>) -> Option<ContactLink> {
    v.case.contact()?.link
}

/// The person has sent as many mails today as the assumption allows.
fn sent_enough(v: &View<'_>) -> bool {
    let sent = v.case.contact().map(|contact| contact.sent);
    v.book.assumed.contact_mails.zip(sent).is_some_and(|(most, sent)| sent >= most)
}

/// A call for help goes to administrators.
fn mails_administrators(v: &View<'_>) -> bool {
    linked(v).is_none()
}

/// The computer whose sign-in screen a first check comes from.
fn computer<'a>(v: &View<'a>) -> Option<&'a Device> {
    v.case.offer()?.device.as_ref()
}

/// The first version of Windows 10 with the link.
const FIRST_VERSION: u16 = 1803;

/// The last version of Windows 10 in which CTRL+ALT+DEL counts among the three settings.
const LAST_OF_THREE: u16 = 1710;

/// The sign-in screen shows the link: the version, the join and the policy are right.
fn offers_link(one: &Device) -> bool {
    let new_enough = one.system != System::Windows10 || one.version >= FIRST_VERSION;
    new_enough && one.join != Join::None && one.link
}

/// The three settings that together stop the reset.
fn three_settings(one: &Device) -> bool {
    let silent = one.settings.contains(Setting::LockScreenNotificationsOff);
    let counts = one.system == System::Windows10 && one.version <= LAST_OF_THREE;
    one.home_edition && silent && one.ctrl_alt_del && counts
}

/// For examples: the three settings on Windows 10 1709.
fn three(one: &mut Device) {
    (one.system, one.version) = (System::Windows10, 1709);
    (one.home_edition, one.ctrl_alt_del) = (true, true);
    one.settings = [Setting::LockScreenNotificationsOff].into_iter().collect();
}

/// For examples: a Global Administrator's own reset took effect and administrators are written to.
fn own_reset_of_admin(case: &mut Case) {
    eg::admin(case);
    case.tenant.notify_admins = true;
    eg::take_effect(case);
}

/// An administrator reset the own password and the notice is on.
fn own_reset(v: &View<'_>) -> bool {
    v.case.is(Action::ResetPassword) && v.terms.admin && v.case.tenant.notify_admins
}
