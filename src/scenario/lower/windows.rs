//! The Windows computer of a reset: its table, and what it means.

use super::fields::Fields;
use super::kind::Kind::{Bool, Int, List};
use super::kind::{shape, word};
use crate::model::device::{Device, Join, Screen, Session, Setting, System};

shape!(WINDOWS, "a Windows computer", [], {
    "system" => word!(System), "The system; default windows-11.";
    "version" => Int(1507, 9999), "The version of Windows 10 by year and month, such as 1803; default: a late one.";
    "join" => word!(Join), "How it is tied to the organisation; default entra-joined.";
    "link" => Bool, "The reset link is switched on by policy or registry; default true.";
    "add_in" => Bool, "The add-in for systems before Windows 10 is installed; default false.";
    "tls_1_2" => Bool, "TLS 1.2 is on; default true.";
    "reaches_portal" => Bool, "Port 443 reaches the portal and its scripts; default true.";
    "session" => word!(Session), "How somebody sits before it; default console.";
    "screen" => word!(Screen), "The screen; default logon.";
    "settings" => List(&word!(Setting)), "Settings in force that get in the way.";
    "home_edition" => Bool, "The Home edition; default false.";
    "ctrl_alt_del" => Bool, "CTRL+ALT+DEL must be pressed before logon; default false.";
    "user_proxy" => Bool, "A proxy asks each user to prove who they are; default false.";
    "user_802_1x" => Bool, "802.1x authenticates the user before logon; default false.";
});

/// The computer that the fields describe.
pub(super) fn device(fields: Fields<'_>) -> Device {
    let plain = Device::default();
    let flag = |key: &str, default: bool| fields.bool(key).unwrap_or(default);
    Device {
        system: fields.word("system", System::parse).unwrap_or(plain.system),
        version: fields.int("version").and_then(|n| n.try_into().ok()).unwrap_or(plain.version),
        join: fields.word("join", Join::parse).unwrap_or(plain.join),
        link: flag("link", plain.link),
        add_in: flag("add_in", plain.add_in),
        tls_1_2: flag("tls_1_2", plain.tls_1_2),
        reaches_portal: flag("reaches_portal", plain.reaches_portal),
        session: fields.word("session", Session::parse).unwrap_or(plain.session),
        screen: fields.word("screen", Screen::parse).unwrap_or(plain.screen),
        settings: fields.words("settings", Setting::parse).unwrap_or_default(),
        home_edition: flag("home_edition", plain.home_edition),
        ctrl_alt_del: flag("ctrl_alt_del", plain.ctrl_alt_del),
        user_proxy: flag("user_proxy", plain.user_proxy),
        user_802_1x: flag("user_802_1x", plain.user_802_1x),
    }
}
