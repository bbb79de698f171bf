//! A population's work in plain Rust with the rules of a toy: what the epoch engine is measured against.
//!
//! Each of N people makes one attempt of four events (portal, checks, relay, directory) with twelve checks on packed facts
//! and an outage window; at the end stands a histogram of outcomes. Once each person's events are worked out at once, once
//! all events run in order of time through buckets of a second, and once in order of time and, within a second, of number,
//! which is what an engine pays that has a queue.

const DAY: u32 = 86_400;
const OUTAGE: std::ops::Range<u32> = 36_000..41_400;

/// Events that an attempt takes.
const EVENTS: u64 = 4;

/// SplitMix64 of a key: a draw that depends on nothing else.
fn draw(key: u64) -> u64 {
    let mut z = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A person's facts: identity, licence, scope, methods, role, one bit or two each.
pub(crate) fn facts(people: u32) -> Vec<u32> {
    (0..people).map(|person| draw(u64::from(person)) as u32).collect()
}

fn arrival(person: u32) -> u32 {
    (((draw(u64::from(person) | (1 << 40)) >> 32) * u64::from(DAY)) >> 32) as u32
}

fn delay(person: u32, stage: u32) -> u32 {
    1 + (draw(u64::from(person) | (u64::from(stage) << 44)) as u32) % 20
}

/// Whether a stage stops a person at a moment, and why: three checks a stage.
fn stopped(facts: u32, stage: u32, at: u32) -> Option<u32> {
    let bits = |shift: u32, mask: u32| (facts >> shift) & mask;
    match stage {
        0 if bits(0, 15) == 0 => Some(1),
        0 if bits(4, 7) == 0 => Some(2),
        0 if bits(7, 7) == 0 => Some(3),
        1 if bits(10, 15).count_ones() < 1 + bits(14, 1) => Some(4),
        1 if bits(15, 31) == 0 => Some(5),
        1 if bits(20, 63) == 0 => Some(6),
        2 if OUTAGE.contains(&at) => Some(7),
        2 if bits(26, 15) == 15 => Some(8),
        2 if bits(2, 63) == 63 => Some(9),
        3 if bits(8, 127) == 127 => Some(10),
        3 if bits(12, 255) == 255 => Some(11),
        3 if bits(16, 511) == 511 => Some(12),
        _ => None,
    }
}

/// Everybody's events worked out at once, one person after the other.
pub(crate) fn unordered(facts: &[u32]) -> [u64; 16] {
    let mut outcomes = [0; 16];
    for (person, facts) in facts.iter().enumerate() {
        let person = person as u32;
        let mut at = arrival(person);
        let mut outcome = 0;
        for stage in 0..EVENTS as u32 {
            if let Some(why) = stopped(*facts, stage, at) {
                outcome = why;
                break;
            }
            at += delay(person, stage);
        }
        outcomes[outcome as usize] += 1;
    }
    outcomes
}

/// All events in order of time: arrivals sorted once, those on the way in a ring of buckets of a second.
pub(crate) fn ordered(facts: &[u32]) -> [u64; 16] {
    let mut starts = vec![0_u32; DAY as usize + 1];
    (0..facts.len() as u32).for_each(|person| starts[arrival(person) as usize + 1] += 1);
    (1..starts.len()).for_each(|i| starts[i] += starts[i - 1]);
    let mut places = starts.clone();
    let mut arrivals = vec![0_u32; facts.len()];
    for person in 0..facts.len() as u32 {
        let place = &mut places[arrival(person) as usize];
        arrivals[*place as usize] = person;
        *place += 1;
    }
    let mut ring: Vec<Vec<(u32, u32)>> = vec![Vec::new(); 32];
    let mut outcomes = [0; 16];
    let mut now = Vec::new();
    for second in 0..DAY + 128 {
        now.clear();
        now.append(&mut ring[second as usize % 32]);
        if second < DAY {
            let range = starts[second as usize] as usize..starts[second as usize + 1] as usize;
            now.extend(arrivals[range].iter().map(|person| (*person, 0)));
        }
        for (person, stage) in &now {
            match stopped(facts[*person as usize], *stage, second) {
                Some(why) => outcomes[why as usize] += 1,
                None if u64::from(*stage) + 1 == EVENTS => outcomes[0] += 1,
                None => ring[(second + delay(*person, *stage)) as usize % 32].push((*person, stage + 1)),
            }
        }
    }
    outcomes
}

/// All events in order of time, and within a second of person and stage: an event is one number that is its place in
/// that order, arrivals are sorted once, and those on the way lie in a ring of buckets of a second, sorted when it comes.
pub(crate) fn numbered(facts: &[u32]) -> [u64; 16] {
    const PERSON: u32 = 24;
    let number =
        |at: u32, person: u32, stage: u32| u64::from(at) << (PERSON + 2) | u64::from(person) << 2 | u64::from(stage);
    assert!(facts.len() < 1 << PERSON, "so many people have a number");
    let mut arrivals: Vec<u64> = (0..facts.len() as u32).map(|person| number(arrival(person), person, 0)).collect();
    arrivals.sort_unstable();
    let mut arrivals = arrivals.into_iter().peekable();
    let mut ring: Vec<Vec<u64>> = vec![Vec::new(); 32];
    let mut outcomes = [0; 16];
    let mut now = Vec::new();
    for second in 0..DAY + 128 {
        now.clear();
        now.append(&mut ring[second as usize % 32]);
        now.extend(std::iter::from_fn(|| arrivals.next_if(|event| *event < number(second + 1, 0, 0))));
        now.sort_unstable();
        for event in &now {
            let (person, stage) = ((event >> 2) as u32 & ((1 << PERSON) - 1), *event as u32 & 3);
            match stopped(facts[person as usize], stage, second) {
                Some(why) => outcomes[why as usize] += 1,
                None if u64::from(stage) + 1 == EVENTS => outcomes[0] += 1,
                None => {
                    let at = second + delay(person, stage);
                    ring[at as usize % 32].push(number(at, person, stage + 1));
                }
            }
        }
    }
    outcomes
}
