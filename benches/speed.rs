//! Speed of the three things that everything else is made of: a decision, reading a file, a run.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tenantlab::model::ask::{Action, SignedIn};
use tenantlab::model::identity::Identity;
use tenantlab::model::method::{Method, MethodSet};
use tenantlab::model::sync::{PermissionSet, SyncKind};
use tenantlab::model::time::{Date, Span};
use tenantlab::rules::assumptions::Assumptions;
use tenantlab::rules::case::{Case, ChooseFacts, Counts, EffectFacts, OfferFacts, ProveFacts, SiteFacts, WriteFacts};
use tenantlab::rules::measure::Password;
use tenantlab::rules::{Book, Moment, decide};
use tenantlab::scenario::{NoFiles, read};
use tenantlab::sim;

/// The decisions of one written-back reset that succeeds, in order: the longest chain there is.
fn reset_chain() -> Vec<Case> {
    let write = WriteFacts { age: Some(90_000), min_length: 7, min_age: 86_400, ..WriteFacts::PLAIN };
    let email = MethodSet::of(&[Method::Email]);
    let moments = [
        Moment::Offer(OfferFacts::default()),
        Moment::Prove(ProveFacts { passed: email, failed: None, asked: email, elapsed: 90, counts: Counts::default() }),
        Moment::Choose(ChooseFacts {
            password: Password::COMPLIANT,
            current_right: true,
            by_admin: false,
            signed_in: SignedIn::Password,
        }),
        Moment::Relay(write),
        Moment::Lookup(write),
        Moment::Write(write),
        Moment::Reply(write),
        Moment::TakeEffect(EffectFacts {
            password: Password::COMPLIANT,
            written_back: true,
            via: None,
            must_change: false,
            generated: false,
            forced: false,
            windows: false,
        }),
    ];
    let at = Date::new(2026, 11, 2).start() + Span::hours(10);
    let hybrid = |moment| {
        let mut case = Case::plain(at, Action::ResetPassword, moment);
        case.person.identity = Identity::PasswordHashSync;
        case.person.sign_in = Identity::PasswordHashSync;
        case.tenant.synchronizes = true;
        case.tenant.writeback_connect = true;
        case.site = SiteFacts {
            served_by: Some(SyncKind::Connect),
            writeback: true,
            hash_sync: true,
            permissions: PermissionSet::ALL,
            ..SiteFacts::NONE
        };
        case
    };
    moments.into_iter().map(hybrid).collect()
}

fn decisions(c: &mut Criterion) {
    let book = Book::new(&Assumptions::default());
    let chain = reset_chain();
    assert!(chain.iter().all(|case| decide(&book, case, &mut ()).passes()), "the chain is a reset that succeeds");
    c.bench_function("decide/offer", |b| b.iter(|| decide(&book, black_box(&chain[0]), &mut ())));
    c.bench_function("decide/reset chain, written back", |b| {
        b.iter(|| {
            for case in black_box(&chain) {
                black_box(decide(&book, case, &mut ()));
            }
        });
    });
    c.bench_function("book", |b| b.iter(|| Book::new(&Assumptions::default())));
}

const LAB: &str = include_str!("../scenarios/lessons/09-merger-two-forests.yaml");

fn labs(c: &mut Criterion) {
    c.bench_function("read/merger lab", |b| b.iter(|| read("lab.yaml", black_box(LAB.as_bytes()), &mut NoFiles)));
    let scenario = read("lab.yaml", LAB.as_bytes(), &mut NoFiles).scenario.expect("a shipped lab is sound");
    c.bench_function("run/merger lab", |b| b.iter(|| sim::run(black_box(&scenario))));
}

criterion_group!(speed, decisions, labs);
criterion_main!(speed);
