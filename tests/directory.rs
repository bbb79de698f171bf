//! Operations measured on a real domain controller, replayed on the directory of the simulator.
//!
//! `DIRECTORY_MEASUREMENTS` names another file of the same shape to replay instead. Where the two differ on purpose a
//! line of `data/directory-differs.tsv` says so and cites the row of the truth table that says how Windows differs.
//! Cases of another file with keys or operations that nobody has told this test about are named and left out.
#![expect(clippy::disallowed_methods, reason = "tests read files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::{env, fs};

use serde::Deserialize;
use tenantlab::model::directory::{LockoutPatch, PasswordPolicyPatch};
use tenantlab::model::key::UserId;
use tenantlab::model::sync::{Permission, PermissionSet};
use tenantlab::model::time::Span;
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::{NoFiles, read};
use tenantlab::sim::domain::{AccountState, Answer, Domain, Protocol, Request};

const ALLOWED: &str = include_str!("data/directory-differs.tsv");
const TRUTH: &str = include_str!("data/directory/truth-table.yaml");

/// How far a measured age may be from the simulated one: the real clock ran on while it was measured.
const SLACK: i64 = 3;

#[derive(Deserialize)]
struct Measurements {
    cases: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    id: String,
    #[serde(rename = "group")]
    _group: String,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    user: User,
    #[serde(default)]
    psos: Vec<Policy>,
    #[serde(default)]
    delegates: BTreeMap<String, Delegate>,
    operations: Vec<Operation>,
}

/// A policy; absent values are those that the file's note names.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Policy {
    precedence: Option<i64>,
    /// Fine-grained: linked to the person or to a group of theirs.
    #[serde(default, alias = "applies_to", alias = "to")]
    link: Option<String>,
    min_length: Option<i64>,
    complexity: Option<bool>,
    history: Option<i64>,
    min_age: Option<Length>,
    max_age: Option<Length>,
    lockout_threshold: Option<i64>,
    lockout_window: Option<Length>,
    lockout_duration: Option<Length>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct User {
    sam: Option<String>,
    display: Option<String>,
    password: Option<String>,
    #[serde(default)]
    prior_passwords: Vec<String>,
    pwd_age: Option<Length>,
    /// The policy under which the passwords before were set; the directory keeps as many as it ever does.
    #[serde(rename = "setup_history")]
    _setup_history: Option<i64>,
    #[serde(default)]
    must_change: bool,
    #[serde(default)]
    never_expires: bool,
    #[serde(default)]
    cannot_change: bool,
    #[serde(default)]
    disabled: bool,
    #[serde(alias = "account_expired", alias = "account_expires")]
    expired: Option<serde_json::Value>,
    #[serde(default)]
    smartcard: bool,
    /// Protection comes from `admin_sd`; this domain controller has no task that gives it to members of a group.
    #[serde(default, rename = "groups")]
    _groups: Vec<String>,
    #[serde(default)]
    admin_sd: bool,
    /// Neither lifts anything on the domain controller that was measured.
    #[serde(default, rename = "passwd_notreqd", alias = "notreqd")]
    _not_required: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Delegate {
    rights: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Length {
    Seconds(i64),
    Text(String),
}

impl Length {
    fn seconds(&self) -> i64 {
        match self {
            Self::Seconds(seconds) => *seconds,
            Self::Text(text) => Span::parse(text).unwrap_or_else(|| panic!("`{text}` is no duration")).0,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operation {
    op: String,
    #[serde(default)]
    via: String,
    by: Option<String>,
    old: Option<String>,
    new: Option<String>,
    password: Option<String>,
    count: Option<u32>,
    seconds: Option<Length>,
    by_time: Option<Length>,
    value: Option<i64>,
    target_dn: Option<String>,
    #[serde(default)]
    controls: Vec<String>,
    hint_flags: Option<i64>,
    policy: Option<Policy>,
    #[serde(default)]
    also: BTreeMap<String, i64>,
    measured: Outcome,
    after: Option<After>,
}

#[derive(Deserialize, Debug)]
struct Outcome {
    ok: bool,
    ldap: Option<u8>,
    win32: Option<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct After {
    pwd_last_set: String,
    bad_pwd_count: u32,
    lockout_time_set: bool,
    computed_locked: bool,
    computed_expired: bool,
    pso: Option<String>,
}

const USER: UserId = UserId(0);
/// An account that no delegate was given rights to.
const OTHER: UserId = UserId(1);
const NOBODY: UserId = UserId(99);

/// A policy in the words of a scenario.
fn policy(policy: &Policy) -> String {
    let length = |length: &Option<Length>, default: i64| length.as_ref().map_or(default, Length::seconds);
    format!(
        "password_policy: {{min_length: {}, complexity: {}, history: {}, min_age: {}s, max_age: {}s}}, \
        lockout: {{threshold: {}, window: {}s, duration: {}s}}",
        policy.min_length.unwrap_or(7),
        policy.complexity.unwrap_or(true),
        policy.history.unwrap_or(24),
        length(&policy.min_age, 86_400),
        length(&policy.max_age, 42 * 86_400),
        policy.lockout_threshold.unwrap_or(0),
        length(&policy.lockout_window, 1800),
        length(&policy.lockout_duration, 1800),
    )
}

/// The scenario in which a measured case begins, with its first password.
fn scenario(case: &Measured, upn: &str, first: &str) -> String {
    let text = |text: &str| serde_json::to_string(text).expect("a text");
    let fine = case.psos.iter().enumerate().map(|(i, one)| {
        let to = if one.link.as_deref() == Some("group") { "Staff" } else { upn };
        let precedence = one.precedence.unwrap_or(1);
        format!("{{name: pso{i}, precedence: {precedence}, applies_to: [{to}], {}}}", policy(one))
    });
    let fine = fine.collect::<Vec<_>>().join(", ");
    let user = &case.user;
    format!(
        "title: {}\nstart: 2026-11-02T08:00:00Z\nassumptions: {{old-password-grace: 60m}}\n\
        tenant:\n  name: Zz\n  domains: [{{name: contoso.lab, identity: pass-through}}]\n  \
        groups: [{{name: Staff, members: [{upn}]}}]\n\
        on_premises:\n  forests: [{{name: contoso.lab, {}, fine_grained: [{fine}]}}]\n\
        users:\n  - {{upn: {upn}, name: {}, password: {}, on_premises: {{protected: {}, enabled: {}, \
        password_never_expires: {}, cannot_change_password: {}, account_expires: {}}}}}\n  \
        - {{upn: zzguest@contoso.lab, name: Zq}}\n",
        text(&case.id),
        policy(&case.policy),
        text(user.display.as_deref().unwrap_or("Zq")),
        text(first),
        user.admin_sd,
        !user.disabled,
        user.never_expires,
        user.cannot_change,
        if user.expired.as_ref().is_some_and(|value| *value != false) { "2026-11-01" } else { "null" },
    )
}

/// A case being replayed.
struct Replay {
    domain: Domain,
    /// The password in force, as whoever types it knows it.
    known: String,
    wrong: u32,
}

impl Replay {
    /// Sets a case up: the passwords before by resets, then the time that has passed since, then the mark.
    fn new(case: &Measured) -> Self {
        let user = &case.user;
        let upn = format!("{}@contoso.lab", user.sam.as_deref().unwrap_or("zz0001"));
        let known = user.password.clone().unwrap_or_else(|| "Start-Pass#2001".to_owned());
        let mut passwords = user.prior_passwords.clone();
        passwords.push(known.clone());
        let text = scenario(case, &upn, &passwords[0]);
        let reading = read("case.yaml", text.as_bytes(), &mut NoFiles);
        let Some(mut scenario) = reading.scenario else {
            panic!("{}: {}", case.id, render_plain(&reading.diagnostics, &reading.sources, false));
        };
        scenario.users[USER.index()].password_set = scenario.start;
        let mut replay = Self { domain: Domain::new(&scenario), known, wrong: 0 };
        for new in passwords.iter().skip(1) {
            let set = replay.domain.ask(USER, &reset(new), None);
            assert_eq!(set.refusal, None, "{}: {new} cannot be set up", case.id);
        }
        if user.smartcard {
            // The directory puts a random password in place of the one that was known.
            assert_eq!(replay.domain.ask(USER, &reset("x7Q!random-1984-zzz"), None).refusal, None);
        }
        replay.domain.advance(Span::seconds(user.pwd_age.as_ref().map_or(864_000, Length::seconds)));
        if user.must_change {
            replay.domain.ask(USER, &Request::Mark(true), None);
        }
        replay
    }

    fn wrong(&mut self) -> String {
        self.wrong += 1;
        format!("Wrong-{}#", self.wrong)
    }

    /// Carries an operation out; none where nothing is asked of the domain controller. An error names an operation that
    /// the replay does not know.
    fn carry_out(&mut self, case: &Measured, op: &Operation) -> Result<Option<Answer>, String> {
        let target = match op.target_dn.as_deref() {
            None => USER,
            Some(dn) if dn.starts_with("CN=Guest,") || dn.starts_with("CN=Administrator,") => OTHER,
            Some(_) => NOBODY,
        };
        let delegate = op.by.as_deref().and_then(|name| rights(case, name, target)).filter(|_| target != NOBODY);
        let protocol = if op.via == "krb" { Protocol::Kerberos } else { Protocol::Network };
        let answer = match op.op.as_str() {
            "state" => return Ok(None),
            "policy" | "set_policy" => {
                let set = op.policy.as_ref().ok_or("a change of policies that does not say which")?;
                self.domain.set_policies(USER, &patches(&case.policy, set));
                return Ok(None);
            }
            "advance" | "sleep" => {
                let time = op.by_time.as_ref().or(op.seconds.as_ref()).expect("a length of time");
                self.domain.advance(Span::seconds(time.seconds()));
                return Ok(None);
            }
            "bad_logons" => {
                for _ in 0..op.count.unwrap_or(1) {
                    let password = op.password.clone().unwrap_or_else(|| self.wrong());
                    self.domain.ask(target, &Request::LogOn { password: &password, protocol }, None);
                }
                return Ok(None);
            }
            "logon" => {
                let password = op.password.clone().unwrap_or_else(|| self.known.clone());
                self.domain.ask(target, &Request::LogOn { password: &password, protocol }, None)
            }
            "change" => self.change(op, target, delegate),
            "reset" => {
                let hints = !op.controls.is_empty() && op.hint_flags.unwrap_or(1) & 1 == 1;
                let request = Request::Reset {
                    new: op.new.as_deref().expect("a new password"),
                    hints,
                    unlocks: op.also.contains_key("lockoutTime"),
                    must_change: op.also.get("pwdLastSet") == Some(&0),
                };
                self.domain.ask(target, &request, delegate)
            }
            "unlock" => self.domain.ask(target, &Request::Unlock, delegate),
            "must_change" if !matches!(op.value, None | Some(0 | -1)) => {
                return Err("a time of the last change that is neither 0 nor -1".to_owned());
            }
            "must_change" => self.domain.ask(target, &Request::Mark(op.value.unwrap_or(0) == 0), delegate),
            other => return Err(format!("the replay does not know the operation `{other}`")),
        };
        if answer.refusal.is_none()
            && target == USER
            && let Some(new) = &op.new
        {
            self.known.clone_from(new);
        }
        Ok(Some(answer))
    }

    /// A change; by LDAP the person binds first, by kpasswd they prove themselves by Kerberos, which lets them change a
    /// password that is due.
    fn change(&mut self, op: &Operation, target: UserId, delegate: Option<PermissionSet>) -> Answer {
        let current = op.old.clone().unwrap_or_else(|| self.known.clone());
        let proves = op.by.is_none() && matches!(op.via.as_str(), "" | "ldap" | "kpasswd");
        if proves {
            use tenantlab::model::directory::Refusal::{MustChange, PasswordExpired};
            let kerberos = op.via == "kpasswd";
            let protocol = if kerberos { Protocol::Kerberos } else { Protocol::Network };
            let bound = self.domain.ask(target, &Request::LogOn { password: &current, protocol }, None);
            let waived = kerberos && matches!(bound.refusal, Some(MustChange | PasswordExpired));
            if bound.refusal.is_some() && !waived {
                return bound;
            }
        }
        let new = op.new.as_deref().expect("a new password");
        self.domain.ask(target, &Request::Change { current: &current, new }, delegate)
    }
}

/// The policies after a change: those of the case with what is set now.
fn patches(before: &Policy, set: &Policy) -> (PasswordPolicyPatch, LockoutPatch) {
    let span = |now: &Option<Length>, before: &Option<Length>| {
        now.as_ref().or(before.as_ref()).map(|length| Span::seconds(length.seconds()))
    };
    let password = PasswordPolicyPatch {
        min_length: set.min_length.or(before.min_length),
        complexity: set.complexity.or(before.complexity),
        history: set.history.or(before.history),
        min_age: span(&set.min_age, &before.min_age),
        max_age: span(&set.max_age, &before.max_age),
    };
    let lockout = LockoutPatch {
        threshold: set.lockout_threshold.or(before.lockout_threshold),
        window: span(&set.lockout_window, &before.lockout_window),
        duration: span(&set.lockout_duration, &before.lockout_duration),
    };
    (password, lockout)
}

fn reset(new: &str) -> Request<'_> {
    Request::Reset { new, hints: false, unlocks: false, must_change: false }
}

/// What a delegate may do; none for an administrator, who may do everything.
fn rights(case: &Measured, name: &str, target: UserId) -> Option<PermissionSet> {
    let delegate = case.delegates.get(name)?;
    if delegate.groups.iter().any(|group| group == "Domain Admins") {
        return None;
    }
    let right = |word: &String| match word.as_str() {
        "reset" => Permission::ResetPassword,
        "change" => Permission::ChangePassword,
        "lockoutTime" => Permission::WriteLockoutTime,
        "pwdLastSet" => Permission::WritePwdLastSet,
        "unexpire" => Permission::UnexpirePassword,
        other => panic!("{}: the replay does not know the right `{other}`", case.id),
    };
    Some(if target == USER { delegate.rights.iter().map(right).collect() } else { PermissionSet::from_iter([]) })
}

/// What differs between an answer and what was measured.
fn differs(answer: Option<&Answer>, measured: &Outcome) -> Option<String> {
    let refusal = answer.and_then(|answer| answer.refusal);
    let ok = refusal.is_none();
    let ldap = answer.map(|answer| answer.refusal.map_or(0, |refusal| refusal.ldap(answer.kind)));
    let win32 = refusal.map(|refusal| format!("{:#X}", refusal.win32()).replace("0X", "0x"));
    let same = ok == measured.ok
        && measured.ldap.is_none_or(|code| ldap.is_none_or(|found| found == code))
        && measured.win32.as_ref().is_none_or(|code| win32.as_ref() == Some(code));
    let rule = answer.and_then(|answer| answer.rule).unwrap_or("-");
    (!same).then(|| format!("found ok {ok}, ldap {ldap:?}, win32 {win32:?} by {rule}; measured {measured:?}"))
}

/// What differs between the state of the account and what was measured.
fn state_differs(state: &AccountState, after: &After) -> Option<String> {
    let age = match (state.password_age, after.pwd_last_set.as_str()) {
        (None, text) => text == "zero",
        (Some(age), text) => {
            let seconds = text.strip_prefix("age ").and_then(|text| text.strip_suffix('s'));
            seconds.and_then(|text| text.parse::<i64>().ok()).is_some_and(|found| (found - age.0).abs() <= SLACK)
        }
    };
    let fine = match (&state.fine_grained, &after.pso) {
        (Some(name), Some(dn)) => dn.starts_with(&format!("CN={name}-")),
        (None, Some(_)) => false,
        (_, None) => true,
    };
    let same = age
        && fine
        && state.bad_passwords == after.bad_pwd_count
        && state.lockout_time_set == after.lockout_time_set
        && state.locked == after.computed_locked
        && state.expired == after.computed_expired;
    (!same).then(|| format!("found {state:?}; measured {after:?}"))
}

/// What a replay found.
#[derive(Default)]
struct Found {
    /// Every difference, by case and operation (counted from 1).
    differs: BTreeMap<(String, usize), String>,
    /// Cases that could not be replayed, with why.
    unknown: Vec<String>,
}

fn replay(measurements: Measurements) -> Found {
    let mut found = Found::default();
    for value in measurements.cases {
        let id = value["id"].as_str().unwrap_or("a case without an id").to_owned();
        let replayed = serde_json::from_value(value).map_err(|error| error.to_string()).and_then(|case| one(&case));
        match replayed {
            Ok(differs) => found.differs.extend(differs),
            Err(error) => found.unknown.push(format!("{id}: {error}")),
        }
    }
    found
}

fn one(case: &Measured) -> Result<BTreeMap<(String, usize), String>, String> {
    let mut found = BTreeMap::new();
    let mut replay = Replay::new(case);
    for (i, op) in case.operations.iter().enumerate() {
        let answer = replay.carry_out(case, op)?;
        // Where nothing was asked, the measurement is of time or of a loop and always well.
        let outcome = answer.as_ref().and_then(|answer| differs(Some(answer), &op.measured));
        let state = replay.domain.state(USER).expect("an account");
        let state = op.after.as_ref().and_then(|after| state_differs(&state, after));
        if let Some(what) = outcome.or(state) {
            found.insert((case.id.clone(), i + 1), format!("{}: {what}", op.op));
        }
    }
    Ok(found)
}

fn measurements() -> (Measurements, bool) {
    let given = env::var_os("DIRECTORY_MEASUREMENTS").map(PathBuf::from);
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/directory/measured.json");
    let path = given.clone().unwrap_or(own);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (read, given.is_none())
}

/// A line of the allow-list: the case, its operations, the row of the truth table, what differs.
fn allowed() -> Vec<(String, BTreeSet<usize>, &'static str)> {
    let lines = ALLOWED.lines().skip(1).filter(|line| !line.is_empty());
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 4, "{line}");
        let operations = cells[1].split(',').map(|n| n.parse().expect("the number of an operation")).collect();
        (cells[0].to_owned(), operations, cells[2])
    };
    lines.map(row).collect()
}

#[test]
#[expect(clippy::print_stderr, reason = "what another file has that this test does not know is worth a line")]
fn the_directory_answers_as_the_one_that_was_measured() {
    let (measurements, own) = measurements();
    let Found { mut differs, unknown } = replay(measurements);
    let mut needless = Vec::new();
    for (case, operations, row) in allowed() {
        for operation in operations {
            if differs.remove(&(case.clone(), operation)).is_none() {
                needless.push(format!("{case} operation {operation} ({row})"));
            }
        }
    }
    let differs: Vec<String> =
        differs.into_iter().map(|((case, op), what)| format!("{case} operation {op}: {what}")).collect();
    assert!(differs.is_empty(), "{} differ:\n{}", differs.len(), differs.join("\n"));
    if own {
        assert!(needless.is_empty(), "not needed:\n{}", needless.join("\n"));
        assert_eq!(unknown, Vec::<String>::new());
    }
    unknown.iter().for_each(|line| eprintln!("left out: {line}"));
}

/// Rows of the truth table whose measurements are not in the file, each as an operation.
#[test]
fn rows_of_the_truth_table_hold() {
    let rows = serde_json::from_str(include_str!("data/directory-rows.json")).expect("a file of the same shape");
    let Found { differs, unknown } = replay(rows);
    assert_eq!((differs, unknown), (BTreeMap::new(), Vec::new()));
}

/// A line is allowed only for what the truth table says of Windows: that it differs, or that nobody verified it.
#[test]
fn every_difference_cites_the_truth_table() {
    for (case, _, row) in allowed() {
        let line = TRUTH
            .lines()
            .find(|line| line.contains(&format!("rule: {row},")) || line.contains(&format!("rule: \"{row}\"")));
        let line = line.unwrap_or_else(|| panic!("{case}: the truth table has no row `{row}`"));
        let about = line.split("ad: ").nth(1).expect("what is known of Windows").trim_start_matches('"');
        let marked = ["differs", "probably differs", "unverified"].iter().any(|mark| about.starts_with(mark));
        assert!(marked, "{case}: the truth table does not mark `{row}` as differing: {about}");
        assert!(line.contains(&case), "{case}: the row `{row}` does not speak of this case");
    }
}
