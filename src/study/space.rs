//! The finite space of cases that claims are about, and how a reset ends in each of them.

use std::cell::OnceCell;

use crate::model::ask::{Action, Code, Outcome, SignedIn};
use crate::model::fault::FaultId;
use crate::model::identity::{Cloud, Identity};
use crate::model::licence::{ResetBasis, TABLE};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Scope;
use crate::model::role::Role;
use crate::model::sync::SyncKind;
use crate::model::time::{Date, Instant, Span};
use crate::model::words::words;
use crate::rules::assumptions::Assumptions;
use crate::rules::book::Book;
use crate::rules::case::{
    Case, ChooseFacts, Counts, EffectFacts, Held, Moment, OfferFacts, ProveFacts, SiteFacts, WriteFacts,
};
use crate::rules::compile::change_days;
use crate::rules::measure::Password;
use crate::rules::readings::writeback::effective;
use crate::rules::{Listener, Verdict, decide};

words! {
    /// A fact that differs from case to case.
    Dimension {
        /// Where the password is kept and checked.
        Identity = "identity",
        /// What the person and the tenant hold.
        Licence = "licence",
        /// For whom reset is on.
        Scope = "scope",
        /// An administrator role of the person.
        Role = "role",
        /// How many methods are registered.
        Methods = "methods",
        /// How many methods the user policy asks for.
        Required = "required",
        /// Writeback.
        Writeback = "writeback",
        /// The cloud of the tenant.
        Cloud = "cloud",
        /// The day.
        Date = "date",
    }
}

words! {
    /// The one product that the person and the tenant hold, by why it gives cloud reset.
    Edition {
        /// Nothing.
        Free = "free",
        /// The old Basic edition of Entra ID.
        Basic = "basic",
        /// Microsoft 365 Business Basic.
        BusinessBasic = "business-basic",
        /// Office 365 E3.
        Office365 = "office-365",
        /// Microsoft 365 Business Standard.
        BusinessStandard = "business-standard",
        /// Entra ID P1; P2 opens the same.
        P1 = "p1",
    }
}

impl Edition {
    /// The product; none for nothing.
    #[must_use]
    pub const fn sku(self) -> Option<&'static str> {
        match self {
            Self::Free => None,
            Self::Basic => Some("AAD_BASIC"),
            Self::BusinessBasic => Some("O365_BUSINESS_ESSENTIALS"),
            Self::Office365 => Some("ENTERPRISEPACK"),
            Self::BusinessStandard => Some("O365_BUSINESS_PREMIUM"),
            Self::P1 => Some("AAD_PREMIUM"),
        }
    }
}

words! {
    /// For whom reset is on, seen from the person.
    Reach {
        /// For nobody.
        None = "none",
        /// For a group that the person is not in.
        Outside = "outside",
        /// For all.
        All = "all",
    }
}

words! {
    /// How the person holds an administrator role of the documented list.
    Holds {
        /// Not at all.
        None = "none",
        /// Actively.
        Listed = "listed",
        /// Through PIM, not active.
        Eligible = "eligible",
    }
}

words! {
    /// The state of writeback.
    Writeback {
        /// Off in the portal.
        Off = "off",
        /// On and running.
        On = "on",
        /// On, and the service bus cannot be reached.
        Down = "down",
    }
}

/// The role of people who hold one.
pub(super) const ROLE: &str = "Global Administrator";

/// The failure that takes writeback down.
pub(super) const OUTAGE: &str = "service-bus-unreachable";

/// Methods in the order in which people register them; the policy of the tenant allows all of them.
pub(super) const METHODS: [Method; 3] = [Method::Email, Method::MobilePhone, Method::SecurityQuestions];

/// Answered questions of people who have registered them.
pub(super) const ANSWERS: u8 = 5;

/// The hour of the day at which every reset is asked for.
pub(super) const HOUR: Span = Span::hours(8);

/// A case of the space: the position of each dimension's value among its words, in the order of [`Dimension::ALL`].
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Point(pub [u8; Dimension::ALL.len()]);

impl Point {
    fn value<T: Copy>(&self, dimension: Dimension, values: &[T]) -> T {
        values[usize::from(self.0[dimension as usize])]
    }

    /// Where the password is kept and checked.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.value(Dimension::Identity, Identity::ALL)
    }

    /// What the person and the tenant hold.
    #[must_use]
    pub fn licence(&self) -> Edition {
        self.value(Dimension::Licence, Edition::ALL)
    }

    /// For whom reset is on.
    #[must_use]
    pub fn scope(&self) -> Reach {
        self.value(Dimension::Scope, Reach::ALL)
    }

    /// An administrator role of the person.
    #[must_use]
    pub fn role(&self) -> Holds {
        self.value(Dimension::Role, Holds::ALL)
    }

    /// The methods registered, by their names.
    #[must_use]
    pub fn methods(&self) -> &'static [Method] {
        &METHODS[..usize::from(self.0[Dimension::Methods as usize])]
    }

    /// How many methods the user policy asks for.
    #[must_use]
    pub fn required(&self) -> u8 {
        self.0[Dimension::Required as usize] + 1
    }

    /// The state of writeback.
    #[must_use]
    pub fn writeback(&self) -> Writeback {
        self.value(Dimension::Writeback, Writeback::ALL)
    }

    /// The cloud of the tenant.
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        self.value(Dimension::Cloud, Cloud::ALL)
    }

    /// Whether the organisation has a forest: for synchronized people, and where writeback is on.
    #[must_use]
    pub fn has_forest(&self) -> bool {
        self.identity().is_hybrid() || self.writeback() != Writeback::Off
    }

    /// The same with another value of one dimension.
    #[must_use]
    pub const fn with(mut self, dimension: Dimension, value: u8) -> Self {
        self.0[dimension as usize] = value;
        self
    }
}

/// How a reset ends.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The code shown.
    pub code: Option<Code>,
    /// The rule that decided.
    pub rule: Option<&'static str>,
    /// The moment that decided.
    pub moment: &'static str,
    /// The methods that count at the first check, each way on its own.
    pub offers: MethodSet,
    /// How many methods count at the first check.
    pub usable: u32,
    /// How many are needed.
    pub needed: u8,
}

/// The space under some assumptions; decides each case once, when it is first asked for.
#[derive(Debug)]
pub struct Space {
    /// The assumptions in force.
    pub assumptions: Assumptions,
    /// The days tried, in order.
    pub days: Vec<Date>,
    book: Book,
    endings: Vec<OnceCell<Ending>>,
}

impl Space {
    /// The space over every day on which a rule changes, the day before the first of them, and these other days.
    #[must_use]
    pub fn new(assumptions: Assumptions, others: &[Date]) -> Self {
        let mut days = change_days(&assumptions);
        if let Some(first) = days.first() {
            days.insert(0, Date(first.0 - 1));
        }
        days.extend_from_slice(others);
        days.sort_unstable();
        days.dedup();
        let mut space = Self { book: Book::new(&assumptions), assumptions, days, endings: Vec::new() };
        space.endings = vec![OnceCell::new(); space.size()];
        space
    }

    /// How many values a dimension takes.
    #[must_use]
    pub fn width(&self, dimension: Dimension) -> usize {
        match dimension {
            Dimension::Identity => Identity::ALL.len(),
            Dimension::Licence => Edition::ALL.len(),
            Dimension::Scope => Reach::ALL.len(),
            Dimension::Role => Holds::ALL.len(),
            Dimension::Methods => METHODS.len() + 1,
            Dimension::Required => 2,
            Dimension::Writeback => Writeback::ALL.len(),
            Dimension::Cloud => Cloud::ALL.len(),
            Dimension::Date => self.days.len(),
        }
    }

    /// How many cases there are.
    #[must_use]
    pub fn size(&self) -> usize {
        Dimension::ALL.iter().map(|dimension| self.width(*dimension)).product()
    }

    /// How many cases have been decided so far.
    #[must_use]
    pub fn decided(&self) -> usize {
        self.endings.iter().filter(|ending| ending.get().is_some()).count()
    }

    /// Every case, the days in the outermost loop.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        (0..self.size()).map(|index| self.point(index))
    }

    fn point(&self, index: usize) -> Point {
        let mut rest = index;
        let mut point = Point([0; Dimension::ALL.len()]);
        for dimension in Dimension::ALL {
            let width = self.width(*dimension);
            point.0[*dimension as usize] = (rest % width) as u8;
            rest /= width;
        }
        point
    }

    fn index(&self, point: Point) -> usize {
        let mut index = 0;
        for dimension in Dimension::ALL.iter().rev() {
            index = index * self.width(*dimension) + usize::from(point.0[*dimension as usize]);
        }
        index
    }

    /// The words for the values of a dimension, in order.
    #[must_use]
    pub fn words(&self, dimension: Dimension) -> Vec<String> {
        match dimension {
            Dimension::Date => self.days.iter().map(Date::to_string).collect(),
            _ => words_of(dimension).iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    /// The word for a case's value of a dimension.
    #[must_use]
    pub fn word(&self, point: Point, dimension: Dimension) -> String {
        let at = usize::from(point.0[dimension as usize]);
        match dimension {
            Dimension::Date => self.days[at].to_string(),
            _ => words_of(dimension)[at].to_owned(),
        }
    }

    /// The day of a case.
    #[must_use]
    pub fn day(&self, point: Point) -> Date {
        self.days[usize::from(point.0[Dimension::Date as usize])]
    }

    /// The moment at which the reset of a case is asked for.
    #[must_use]
    pub fn at(&self, point: Point) -> Instant {
        self.day(point).start() + HOUR
    }

    /// The case that everything is in order in: what a plain counter-example differs from as little as it can.
    #[must_use]
    pub fn plain(&self) -> Point {
        let today = Date::new(2026, 11, 2);
        let day = self.days.iter().rposition(|day| *day <= today).unwrap_or_default();
        let of = |place: Option<usize>| place.unwrap_or_default() as u8;
        Point([
            0,
            of(Edition::ALL.iter().position(|held| *held == Edition::P1)),
            of(Reach::ALL.iter().position(|reach| *reach == Reach::All)),
            0,
            2,
            0,
            of(Writeback::ALL.iter().position(|state| *state == Writeback::On)),
            0,
            day as u8,
        ])
    }

    /// How the reset of a case ends.
    #[must_use]
    pub fn ending(&self, point: Point) -> Ending {
        *self.endings[self.index(point)].get_or_init(|| self.walk(point, &mut ()))
    }

    /// The first check of a case.
    #[must_use]
    pub fn case(&self, point: Point) -> Case {
        let mut case = Case::plain(self.at(point), Action::ResetPassword, Moment::Offer(OfferFacts::default()));
        let (year, month, day) = self.day(point).civil();
        case.tenant.created = Date::new(year - 2, month, day);
        case.tenant.cloud = point.cloud();
        (case.person.identity, case.person.sign_in) = (point.identity(), point.identity());
        licensed(&mut case, point.licence());
        case.tenant.scope = match point.scope() {
            Reach::None => Scope::None,
            Reach::Outside => Scope::Selected,
            Reach::All => Scope::All,
        };
        case.person.in_scope = false;
        // The group that is selected in the witness has no members.
        case.tenant.scope_empty = case.tenant.scope == Scope::Selected;
        if let Some(role) = Role::parse(ROLE) {
            match point.role() {
                Holds::None => {}
                Holds::Listed => case.person.roles.insert(role),
                Holds::Eligible => case.person.eligible.insert(role),
            }
        }
        let allowed = MethodSet::of(&METHODS).ways();
        (case.tenant.legacy, case.tenant.modern) = (allowed, allowed);
        case.person.registered = MethodSet::of(point.methods()).ways();
        case.person.answers = if case.person.registered.contains(Method::SecurityQuestions) { ANSWERS } else { 0 };
        case.tenant.required = point.required();
        case.tenant.synchronizes = point.has_forest();
        let on = point.writeback() != Writeback::Off;
        (case.tenant.writeback_connect, case.tenant.writeback_cloud_sync) = (on, on);
        if case.hybrid() {
            let connect = Some(SyncKind::Connect);
            case.site = SiteFacts { served_by: connect, writeback: true, hash_sync: true, ..SiteFacts::NONE };
            if point.writeback() == Writeback::Down {
                FaultId::parse(OUTAGE).into_iter().for_each(|fault| case.faults.insert(fault));
            }
        }
        case
    }

    /// Takes a case through every moment of a reset, as a run does, each told to the listener.
    pub fn walk<L: Listener>(&self, point: Point, listener: &mut L) -> Ending {
        let (book, mut case) = (&self.book, self.case(point));
        let written_back = case.hybrid() && effective(&case, &book.assumed);
        let first = decide(book, &case, listener);
        let mut ending = Ending {
            outcome: first.outcome,
            code: first.code,
            rule: first.rule_id(),
            moment: case.moment.name(),
            offers: first.terms.usable(),
            usable: first.terms.count(book),
            needed: first.terms.needed,
        };
        let mut last = first;
        for stage in Stage::ALL.iter().filter(|stage| written_back || !stage.is_on_premises()) {
            if !last.passes() {
                break;
            }
            case.moment = stage.moment(book, &mut case, written_back);
            last = decide(book, &case, listener);
            ending.follow(&last, case.moment.name());
        }
        ending
    }
}

impl Ending {
    /// A later moment decides; where it has nothing to say the rule of the one before stands.
    fn follow(&mut self, verdict: &Verdict, moment: &'static str) {
        (self.outcome, self.code, self.moment) = (verdict.outcome, verdict.code, moment);
        self.rule = verdict.rule_id().or(self.rule.filter(|_| verdict.passes()));
    }
}

/// The moments of a reset after the first check, in order.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Stage {
    Prove,
    Choose,
    Relay,
    Lookup,
    Write,
    Reply,
    TakeEffect,
}

impl Stage {
    const ALL: [Self; 7] =
        [Self::Prove, Self::Choose, Self::Relay, Self::Lookup, Self::Write, Self::Reply, Self::TakeEffect];

    const fn is_on_premises(self) -> bool {
        matches!(self, Self::Relay | Self::Lookup | Self::Write | Self::Reply)
    }

    /// The facts of the moment: the person passes the first methods that count, as many as are needed, and chooses a
    /// password that every policy takes, 30 days after the last.
    fn moment(self, book: &Book, case: &mut Case, written_back: bool) -> Moment {
        let write = WriteFacts {
            age: Some(Span::days(30).0 as u32),
            min_length: 7,
            min_age: Span::days(1).0 as u32,
            ..WriteFacts::PLAIN
        };
        match self {
            Self::Prove => {
                let none = MethodSet::EMPTY;
                case.moment = Moment::Prove(ProveFacts {
                    passed: none,
                    failed: None,
                    asked: none,
                    elapsed: 0,
                    counts: Counts::default(),
                });
                let ways = decide(book, case, &mut ()).terms.first_ways(book);
                Moment::Prove(ProveFacts {
                    passed: ways,
                    failed: None,
                    asked: ways,
                    elapsed: 0,
                    counts: Counts::default(),
                })
            }
            Self::Choose => Moment::Choose(ChooseFacts {
                password: Password::COMPLIANT,
                current_right: true,
                by_admin: false,
                signed_in: SignedIn::Password,
            }),
            Self::Relay => Moment::Relay(write),
            Self::Lookup => Moment::Lookup(write),
            Self::Write => Moment::Write(write),
            Self::Reply => Moment::Reply(write),
            Self::TakeEffect => Moment::TakeEffect(EffectFacts {
                password: Password::COMPLIANT,
                written_back,
                via: None,
                must_change: false,
                generated: false,
                forced: false,
                windows: false,
            }),
        }
    }
}

/// The words for the values of a dimension other than the date, in order.
#[must_use]
pub fn words_of(dimension: Dimension) -> Vec<&'static str> {
    match dimension {
        Dimension::Identity => Identity::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Licence => Edition::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Scope => Reach::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Role => Holds::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Methods => vec!["0", "1", "2", "3"],
        Dimension::Required => vec!["1", "2"],
        Dimension::Writeback => Writeback::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Cloud => Cloud::ALL.iter().map(|value| value.word()).collect(),
        Dimension::Date => Vec::new(),
    }
}

/// What one product, held by the tenant and by the person, grants.
fn licensed(case: &mut Case, held: Edition) {
    (case.person.reset, case.tenant.reset) = Default::default();
    (case.person.premium, case.tenant.premium) = (false, Held::default());
    (case.tenant.paid, case.tenant.only_suites) = (false, false);
    let Some(sku) = held.sku().and_then(|word| TABLE.sku(word)) else { return };
    let product = TABLE.product(sku);
    let premium = product.plans.contains(&TABLE.p1) || product.plans.contains(&TABLE.p2);
    case.person.premium = premium;
    case.person.licences.p2_alone = premium && !product.plans.contains(&TABLE.p1);
    product.family.into_iter().for_each(|family| case.person.licences.families.insert(family));
    case.tenant.premium = Held { usable: premium, ..Held::default() };
    if product.reset != ResetBasis::None {
        case.person.reset.insert(product.reset);
        case.tenant.reset.insert(product.reset);
    }
    case.tenant.paid = true;
    case.tenant.only_suites = !product.part_number.starts_with("AAD_PREMIUM");
}
