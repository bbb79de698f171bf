//! Mails, helpdesk link, branding, Windows sign-in screen.

use crate::model::ask::Action;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::rule::Kind::{Context, Decision, Effect, Message};
use crate::rules::rule::{Basis, Do, Rule, View, rule};
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
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("flow-language-mkt", Message)
        .given("URL carries mkt=<locale>.")
        .says("Portal is rendered in that locale.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
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
        .limit("no mail where the notice is off"),
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
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("not-change-none", Effect)
        .given("Password change (not reset).")
        .says("SSPR notification options speak of resets only.")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes("Inference.")
        .limit("a change sends no mail"),
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
        .limit("who is written to when help is asked for"),
    rule("not-contact-admin-older", Effect)
        .given("2023 text.")
        .says("Password Administrators, else User Administrators, else Global Administrators (Helpdesk not named).")
        .until(2025, 3, 3)
        .basis(Basis::Assumed)
        .assumes("contact-administrator-order")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20230914]),
    rule("not-helpdesk-custom", Effect)
        .given("Custom helpdesk link set.")
        .says("Opens URL or mails that address; nobody else is mailed.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .limit("a customised contact takes the place of the administrators"),
    rule("not-helpdesk-loop", Decision)
        .given("Custom address belongs to an account that itself needs the reset.")
        .says("User may be unable to ask for help.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304]),
    rule("not-disable-contact", Decision)
        .given("Organisation wants no such mails.")
        .says("Give a web URL, or enable SSPR for all.")
        .assumes("contact-mails-per-day")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .limit("a web page instead of mail"),
    rule("cus-branding", Message)
        .given("Company branding set.")
        .says("Logo on portal, organisation name in mails and subject.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304, &src::PASSWORDS_FAQ_20210813]),
    rule("cus-directory-name", Message)
        .given("Directory name changed.")
        .says("Appears in mail sender name and subject; needs Global Administrator.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304]),
    rule("cus-branding-url", Message)
        .given("URL has whr or username parameter.")
        .says("Branding shows before the user name is typed.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304]),
    rule("cus-adfs-link", Message)
        .given("AD FS sign-in page.")
        .says("Link to the portal may be added by page description.")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304]),
    rule("win-join", Decision)
        .given("Windows 10 or 11 sign-in screen link.")
        .says("Version 1803 or later, Entra joined or hybrid joined, AllowAadPasswordReset=1 or registry value 1.")
        .shows("Reset password / Forgot password link")
        .numbers("min_version: 1803")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-old", Decision)
        .given("Windows 7, 8, 8.1.")
        .says("Add-in installed, TLS 1.2 on.")
        .numbers("tls: 1.2")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-network", Decision)
        .given("Device.")
        .says(
            "Port 443 to the portal and the script CDN; hybrid devices need line of sight to a domain controller to \
            use the new password locally.",
        )
        .numbers("port: 443")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-not-rdp", Decision)
        .given("Remote Desktop or enhanced Hyper-V session.")
        .says("Not supported.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-blocked-settings", Decision)
        .given(
            "Lock-screen notifications off, HideFastUserSwitching, DontDisplayLastUserName, NoLockScreen, \
            BlockNonAdminUserInstall, EnableLostMode, custom shell or smart-card-only logon.",
        )
        .says("Reset does not work on Windows 10.")
        .numbers("settings: 8")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win11-locked-session", Decision)
        .given("Windows 11, locked user session.")
        .says("Cannot start SSPR from there; only from the logon screen.")
        .shows("returns to logon screen")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-temp-account", Context)
        .given("Reset from the sign-in screen.")
        .says("Temporary low-privilege defaultuser1 is made and removed.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-proxy", Message)
        .given("Authenticated proxy per user.")
        .says("Fails.")
        .shows("something went wrong, try later")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-three-settings", Decision)
        .given(
            "Windows Home edition, DisableLockScreenAppNotifications=1 and (up to 1710) CTRL+ALT+DEL requirement, \
            all three together.",
        )
        .says("Feature may not work.")
        .numbers("settings: 3, max_version: 1710")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("win-8021x", Decision)
        .given("802.1x with pre-logon user authentication.")
        .says("Does not work; machine authentication advised.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
];

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
