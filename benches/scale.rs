//! The table of people, seconds and memory: each size once, in a process of its own, beside the yardstick.
//!
//! `cargo bench --bench scale` prints it as Markdown. Memory is the peak of the process less that of a run without
//! people, and is read where the system tells it (Linux).

mod days;
mod yardstick;

use std::hint::black_box;
use std::process::Command;

use tenantlab::sim;

/// Tells a process what to measure: the day, the people and the threads.
const TASK: &str = "TENANTLAB_SCALE";

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a command that prints what it measured")]
fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let (seconds, peak) = measure(&task);
        println!("{seconds} {peak}");
        return;
    }
    println!(
        "| day | people | 1 thread, s | of it drawing facts, s | 2 threads, s | ns a person | bytes a person | plain Rust, each at once, s | in order of time, s | of time and number, s |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for day in ["everybody tries once", "ordinary"] {
        for people in [10_000_u32, 100_000, 1_000_000, 10_000_000] {
            let run = |kind: &str, people: u32, threads: u32| child(&format!("{kind},{people},{threads}"));
            let (one, two, none) = (run(day, people, 1), run(day, people, 2), run(day, 0, 1));
            let drawing = run("nobody acts", people, 1).0;
            let bytes = (one.1 - none.1).max(0) * 1024 / i64::from(people);
            let nanos = one.0 * 1e9 / f64::from(people);
            let toy = |kind: &str| {
                if day == "ordinary" { "–".to_owned() } else { format!("{:.3}", run(kind, people, 1).0) }
            };
            println!(
                "| {day} | {people} | {:.3} | {drawing:.3} | {:.3} | {nanos:.0} | {bytes} | {} | {} | {} |",
                one.0,
                two.0,
                toy("unordered"),
                toy("ordered"),
                toy("numbered")
            );
        }
    }
}

/// Seconds, and the peak of memory in KiB, of a process that does one thing.
fn child(task: &str) -> (f64, i64) {
    let own = std::env::current_exe().expect("a process knows its file");
    let out = Command::new(own).env(TASK, task).output().expect("the same program can be started again");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut words = text.split_whitespace();
    let seconds = words.next().and_then(|word| word.parse().ok()).expect("a task prints its seconds");
    (seconds, words.next().and_then(|word| word.parse().ok()).unwrap_or(0))
}

#[expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a bench measures time, and reads its own memory"
)]
fn measure(task: &str) -> (f64, i64) {
    let parts: Vec<&str> = task.split(',').collect();
    let (people, threads) =
        (parts[1].parse().expect("a number of people"), parts[2].parse().expect("a number of threads"));
    let seconds = match parts[0] {
        way @ ("unordered" | "ordered" | "numbered") => {
            let facts = yardstick::facts(people);
            let start = std::time::Instant::now();
            black_box(match way {
                "ordered" => yardstick::ordered(&facts),
                "numbered" => yardstick::numbered(&facts),
                _ => yardstick::unordered(&facts),
            });
            start.elapsed()
        }
        day => {
            let mut lab = days::day(people, day != "ordinary");
            lab.population[0].behaviour.take_if(|_| day == "nobody acts");
            let start = std::time::Instant::now();
            black_box(sim::run_on(&lab, threads));
            start.elapsed()
        }
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    (seconds.as_secs_f64(), peak.unwrap_or(0))
}
