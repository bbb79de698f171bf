//! Lines along a varied key: means with their intervals as bands, and single runs as small dots.

use crate::report::words::shortened;

use super::canvas::{Canvas, Place, Side, Type, fitting, ink};

const WIDTH: i32 = 900;
const LEFT: i32 = 84;
const RIGHT: i32 = 700;
const HEIGHT: i32 = 250;
const TOP: i32 = 34;
const FOOT: i32 = 58;

/// The values along the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// What they are values of.
    pub name: String,
    /// Each as it is written.
    pub labels: Vec<String>,
    /// Where each stands, from 0 to 1.
    pub places: Vec<f64>,
}

/// What one cell came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The position of its value along the axis.
    pub tick: usize,
    /// The mean.
    pub mean: f64,
    /// The interval of the mean.
    pub band: Option<(f64, f64)>,
    /// Single runs.
    pub runs: Vec<f64>,
}

/// Cells with the same value of another key.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// That value.
    pub label: String,
    /// The cells, along the axis.
    pub points: Vec<Point>,
}

/// Lines that share their axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The values of the keys that part panels; may be empty.
    pub title: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A picture of panels below each other; `legend` is the key that parts lines, and shares are written in percent.
#[must_use]
pub fn lines(panels: &[Panel], ticks: &Ticks, legend: &str, share: bool, id: &str, title: &str, desc: &str) -> String {
    let scale = Scale::of(panels, share);
    let height = panels.len() as i32 * (TOP + HEIGHT + FOOT);
    Canvas::picture((WIDTH, height.max(1)), id, title, desc, |canvas| {
        for (i, panel) in panels.iter().enumerate() {
            let top = i as i32 * (TOP + HEIGHT + FOOT) + TOP;
            frame(canvas, panel, ticks, &scale, top);
            for (n, line) in panel.lines.iter().enumerate() {
                draw(canvas, line, n, ticks, &scale, top);
            }
            names(canvas, panel, legend, &scale, top);
        }
    })
}

/// The upright axis: from, to, and the distance of its ticks.
struct Scale {
    from: f64,
    to: f64,
    step: f64,
    share: bool,
}

impl Scale {
    fn of(panels: &[Panel], share: bool) -> Self {
        let points = || panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.points);
        let values = points().flat_map(|point| {
            let (low, high) = point.band.unwrap_or((point.mean, point.mean));
            point.runs.iter().copied().chain([low, high, point.mean])
        });
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), n| (low.min(n), high.max(n)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        // An axis that begins near nothing begins at nothing.
        let low = if low < high * 0.4 { low.min(0.0) } else { low };
        let step = step((high - low).max(if share { 0.01 } else { 1.0 }));
        let (from, to) = ((low / step).floor() * step, (high / step).ceil() * step);
        Self { from, to: if to > from { to } else { from + step }, step, share }
    }

    fn y(&self, value: f64, top: i32) -> i32 {
        top + HEIGHT - ((value - self.from) / (self.to - self.from) * f64::from(HEIGHT)).round() as i32
    }

    fn label(&self, value: f64) -> String {
        let shown = if self.share { value * 100.0 } else { value };
        let fine = if self.share { self.step * 100.0 } else { self.step } < 1.0;
        let text = if fine { format!("{shown:.1}") } else { format!("{shown:.0}") };
        if self.share { text + " %" } else { text }
    }
}

/// The distance of ticks: 1, 2 or 5 of some power of ten, so that four to eight fit.
fn step(span: f64) -> f64 {
    let mut unit = 1.0;
    while unit * 10.0 <= span {
        unit *= 10.0;
    }
    while unit > span {
        unit /= 10.0;
    }
    let rough = span / 5.0;
    [unit / 10.0, unit / 5.0, unit / 2.0, unit, unit * 2.0].into_iter().find(|step| *step >= rough).unwrap_or(unit)
}

fn x(ticks: &Ticks, tick: usize) -> i32 {
    LEFT + 24 + (ticks.places[tick] * f64::from(RIGHT - LEFT - 48)).round() as i32
}

fn frame(canvas: &Canvas<'_>, panel: &Panel, ticks: &Ticks, scale: &Scale, top: i32) {
    let bottom = top + HEIGHT;
    if !panel.title.is_empty() {
        let title = shortened(&panel.title, fitting(RIGHT - LEFT, 14));
        canvas.text(&title, (LEFT, top - 18), Type::new(14, ink::TEXT).bold());
    }
    let many = ((scale.to - scale.from) / scale.step).round() as i32;
    for i in 0..=many {
        let value = scale.from + scale.step * f64::from(i);
        let y = scale.y(value, top);
        canvas.path(&[(LEFT, y), (RIGHT, y)], ink::GRID, 1);
        canvas.text(&scale.label(value), (LEFT - 8, y), Type::new(13, ink::TEXT).at(Side::Right));
    }
    canvas.path(&[(LEFT, bottom), (RIGHT, bottom)], ink::TEXT, 1);
    // Labels that would run into each other are thinned out; the table has all.
    let mut free = i32::MIN;
    for (tick, label) in ticks.labels.iter().enumerate() {
        let label = shortened(label, 18);
        let (middle, half) = (x(ticks, tick), super::canvas::width(&label, 13) / 2);
        canvas.path(&[(middle, bottom), (middle, bottom + 5)], ink::TEXT, 1);
        if middle - half > free {
            canvas.text(&label, (middle, bottom + 18), Type::new(13, ink::TEXT).at(Side::Middle));
            free = middle + half + 6;
        }
    }
    let name = shortened(&ticks.name, fitting(RIGHT - LEFT, 13));
    canvas.text(&name, ((LEFT + RIGHT) / 2, bottom + 38), Type::new(13, ink::MUTED).at(Side::Middle));
}

fn draw(canvas: &Canvas<'_>, line: &Line, n: usize, ticks: &Ticks, scale: &Scale, top: i32) {
    let colour = ink::LINES[n % ink::LINES.len()];
    let place = |tick: usize, value: f64| (x(ticks, tick), scale.y(value, top));
    let bands: Vec<(usize, f64, f64)> =
        line.points.iter().filter_map(|point| point.band.map(|(low, high)| (point.tick, low, high))).collect();
    if bands.len() > 1 {
        let upper = bands.iter().map(|(tick, _, high)| place(*tick, *high));
        let lower = bands.iter().rev().map(|(tick, low, _)| place(*tick, *low));
        canvas.veil(&upper.chain(lower).collect::<Vec<_>>(), colour);
    }
    for (tick, low, high) in &bands {
        let ((x, from), (_, to)) = (place(*tick, *low), place(*tick, *high));
        canvas.path(&[(x, from), (x, to)], colour, 1);
        canvas.path(&[(x - 4, from), (x + 4, from)], colour, 1);
        canvas.path(&[(x - 4, to), (x + 4, to)], colour, 1);
    }
    for point in &line.points {
        for (i, run) in point.runs.iter().enumerate() {
            let (x, y) = place(point.tick, *run);
            // Beside each other, so that equal runs can be told apart.
            let aside = (i as i32 * 7) % 17 - 8;
            canvas.speck((x + aside, y), colour);
        }
    }
    let means: Vec<Place> = line.points.iter().map(|point| place(point.tick, point.mean)).collect();
    canvas.path(&means, colour, 2);
    means.iter().for_each(|at| mark(canvas, *at, n));
}

/// A shape of its own for every line, so that none needs its colour.
fn mark(canvas: &Canvas<'_>, (x, y): Place, n: usize) {
    let colour = ink::LINES[n % ink::LINES.len()];
    match n % 6 {
        0 => canvas.dot((x, y), 5, colour),
        1 => canvas.block((x - 5, y - 5), (x + 5, y + 5), colour),
        2 => canvas.shape(&[(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], colour),
        3 => canvas.shape(&[(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], colour),
        4 => canvas.cross((x, y), 5, colour),
        _ => canvas.frame((x - 5, y - 5), (x + 5, y + 5), colour),
    }
}

/// The names of the lines beside their ends.
fn names(canvas: &Canvas<'_>, panel: &Panel, legend: &str, scale: &Scale, top: i32) {
    if legend.is_empty() {
        return;
    }
    let room = fitting(WIDTH - RIGHT - 34, 13);
    // The end of a path says most.
    let letters: Vec<char> = legend.chars().collect();
    let name: String = if letters.len() > room {
        std::iter::once('…').chain(letters[letters.len() - room + 1..].iter().copied()).collect()
    } else {
        legend.to_owned()
    };
    canvas.text(&name, (RIGHT + 14, top - 18), Type::new(13, ink::MUTED));
    let ends = panel.lines.iter().enumerate().filter_map(|(n, line)| {
        let last = line.points.last()?;
        Some((scale.y(last.mean, top), n, &line.label))
    });
    let mut ends: Vec<(i32, usize, &String)> = ends.collect();
    ends.sort_unstable();
    let mut free = top;
    for (y, n, label) in ends {
        let y = y.max(free);
        mark(canvas, (RIGHT + 20, y), n);
        canvas.text(&shortened(label, room), (RIGHT + 34, y), Type::new(13, ink::TEXT));
        free = y + 18;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        for (span, expected) in [(1.0, 0.2), (0.3, 0.1), (24.0, 5.0), (7.0, 2.0), (100.0, 20.0)] {
            assert!((step(span) - expected).abs() < 1e-9, "{span}: {}", step(span));
        }
    }

    #[test]
    fn a_picture_names_its_lines_and_survives_single_and_missing_points() {
        let point = |tick, mean| Point { tick, mean, band: Some((mean - 0.1, mean + 0.1)), runs: vec![mean] };
        let line = |label: &str, points| Line { label: label.to_owned(), points };
        let panel = Panel {
            title: "a = <1>".to_owned(),
            lines: vec![line("one & two", vec![point(0, 0.5), point(1, 0.7)]), line("none", Vec::new())],
        };
        let ticks = Ticks { name: "x".to_owned(), labels: vec!["1".into(), "2".into()], places: vec![0.0, 1.0] };
        let svg = lines(&[panel.clone(), panel], &ticks, "b", true, "id", "T", "D");
        assert!(svg.contains("one &amp; two") && svg.contains("a = &lt;1&gt;") && svg.contains("40 %"), "{svg}");
        assert!(!svg.contains("NaN") && !lines(&[], &ticks, "", false, "id", "T", "D").is_empty());
    }
}
