//! A surface of whole pixels with the few shapes that the pictures need.

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, ShapeStyle, TextStyle};

use crate::report::words::plain;

/// A place in pixels from the upper left corner.
pub(super) type Place = (i32, i32);

/// The colours of the pictures. Each is used for one purpose only, so that a style sheet can turn it.
pub(super) mod ink {
    use plotters::prelude::RGBColor;

    /// The ground.
    pub(crate) const GROUND: RGBColor = RGBColor(0xff, 0xff, 0xfe);
    /// Text and axes.
    pub(crate) const TEXT: RGBColor = RGBColor(0x1b, 0x1f, 0x24);
    /// Lesser text.
    pub(crate) const MUTED: RGBColor = RGBColor(0x50, 0x58, 0x62);
    /// Lines of a grid.
    pub(crate) const GRID: RGBColor = RGBColor(0xd3, 0xd8, 0xde);
    /// What went well.
    pub(crate) const GOOD: RGBColor = RGBColor(0x1f, 0x6f, 0xb2);
    /// What was refused.
    pub(crate) const REFUSED: RGBColor = RGBColor(0xa8, 0x5a, 0x00);
    /// What failed.
    pub(crate) const FAILED: RGBColor = RGBColor(0xb3, 0x26, 0x1e);
    /// What was lost: the ground of a hatch.
    pub(crate) const LOST: RGBColor = RGBColor(0xf4, 0xde, 0xc4);
    /// A fault: the ground of a hatch.
    pub(crate) const FAULT: RGBColor = RGBColor(0xf7, 0xd9, 0xd6);
    /// One hue from little to much.
    pub(crate) const RAMP: [RGBColor; 6] = [
        RGBColor(0xf1, 0xf5, 0xfa),
        RGBColor(0xd2, 0xe3, 0xf3),
        RGBColor(0xa5, 0xc8, 0xe6),
        RGBColor(0x6a, 0xa3, 0xd5),
        RGBColor(0x2b, 0x6c, 0xa8),
        RGBColor(0x10, 0x42, 0x78),
    ];
    /// Lines that stand for values of a key, in their order.
    pub(crate) const LINES: [RGBColor; 6] = [
        RGBColor(0x0b, 0x5c, 0x9e),
        RGBColor(0xb0, 0x4a, 0x02),
        RGBColor(0x01, 0x77, 0x58),
        RGBColor(0x86, 0x3a, 0x92),
        RGBColor(0x6b, 0x66, 0x03),
        RGBColor(0x5a, 0x5a, 0x5b),
    ];
    /// The mark of a cell that says little.
    pub(crate) const FEW: RGBColor = RGBColor(0x7c, 0x86, 0x91);
    /// Text on the light half of the ramp.
    pub(crate) const ON_LIGHT: RGBColor = RGBColor(0x10, 0x12, 0x14);
    /// Text on the dark half of the ramp.
    pub(crate) const ON_DARK: RGBColor = RGBColor(0xfd, 0xfd, 0xfd);
}

/// Where a text stands to its place.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// How a text looks.
#[derive(Copy, Clone)]
pub(super) struct Type {
    pub(super) size: i32,
    pub(super) colour: RGBColor,
    pub(super) side: Side,
    pub(super) bold: bool,
}

impl Type {
    pub(super) const fn new(size: i32, colour: RGBColor) -> Self {
        Self { size, colour, side: Side::Left, bold: false }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn at(self, side: Side) -> Self {
        Self { side, ..self }
    }
}

/// How many pixels a text of this size takes, on the generous side: fonts differ and none is measured.
pub(super) fn width(text: &str, size: i32) -> i32 {
    text.chars().count() as i32 * size * 58 / 100
}

/// How many characters of this size fit into so many pixels.
pub(super) fn fitting(pixels: i32, size: i32) -> usize {
    (pixels * 100 / (size * 58)).max(4) as usize
}

/// A drawing surface.
#[expect(missing_debug_implementations, reason = "the surface behind it has none")]
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

const WRITABLE: &str = "drawing into a text does not fail";

impl Canvas<'_> {
    /// Draws a picture: its size in pixels, an id that no other picture of the page has, and what it shows in words.
    #[must_use]
    pub fn picture(size: (i32, i32), id: &str, title: &str, desc: &str, paint: impl FnOnce(&Canvas<'_>)) -> String {
        let mut svg = String::new();
        {
            let backend = SVGBackend::with_string(&mut svg, (size.0 as u32, size.1 as u32));
            let canvas = Canvas { area: backend.into_drawing_area() };
            canvas.area.fill(&ink::GROUND).expect(WRITABLE);
            paint(&canvas);
            canvas.area.present().expect(WRITABLE);
        }
        labelled(&svg, id, title, desc)
    }

    /// A filled rectangle.
    pub(super) fn block(&self, from: Place, to: Place, colour: RGBColor) {
        self.area.draw(&Rectangle::new([from, to], colour.filled())).expect(WRITABLE);
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&self, from: Place, to: Place, colour: RGBColor) {
        self.path(&[from, (to.0, from.1), to, (from.0, to.1), from], colour, 1);
    }

    /// A line through these places.
    pub(super) fn path(&self, places: &[Place], colour: RGBColor, stroke: u32) {
        let style = ShapeStyle::from(&colour).stroke_width(stroke);
        self.area.draw(&PathElement::new(places.to_vec(), style)).expect(WRITABLE);
    }

    /// A dashed line, level or upright.
    pub(super) fn dashed(&self, from: Place, to: Place, colour: RGBColor, stroke: u32) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.abs().max(dy.abs()).max(1);
        let place = |i: i32| (from.0 + dx * i / length, from.1 + dy * i / length);
        for i in (0..length).step_by(9) {
            self.path(&[place(i), place((i + 5).min(length))], colour, stroke);
        }
    }

    /// Slanted lines over a rectangle.
    pub(super) fn hatch(&self, from: Place, to: Place, colour: RGBColor) {
        let (w, h) = (to.0 - from.0, to.1 - from.1);
        for offset in (-h..w).step_by(8) {
            let (x0, y0) = if offset < 0 { (0, -offset) } else { (offset, 0) };
            let run = (w - x0).min(h - y0);
            if run > 0 {
                let start = (from.0 + x0, from.1 + y0);
                self.path(&[start, (start.0 + run, start.1 + run)], colour, 1);
            }
        }
    }

    /// A filled circle.
    pub(super) fn dot(&self, at: Place, radius: i32, colour: RGBColor) {
        self.area.draw(&Circle::new(at, radius, colour.filled())).expect(WRITABLE);
    }

    /// A filled polygon.
    pub(super) fn shape(&self, places: &[Place], colour: RGBColor) {
        self.area.draw(&Polygon::new(places.to_vec(), colour.filled())).expect(WRITABLE);
    }

    /// A filled polygon that lets through what lies behind it.
    pub(super) fn veil(&self, places: &[Place], colour: RGBColor) {
        self.area.draw(&Polygon::new(places.to_vec(), colour.mix(0.16).filled())).expect(WRITABLE);
    }

    /// A small dot that lets through what lies behind it.
    pub(super) fn speck(&self, at: Place, colour: RGBColor) {
        self.area.draw(&Circle::new(at, 2, colour.mix(0.4).filled())).expect(WRITABLE);
    }

    /// A cross.
    pub(super) fn cross(&self, at: Place, arm: i32, colour: RGBColor) {
        self.path(&[(at.0 - arm, at.1 - arm), (at.0 + arm, at.1 + arm)], colour, 3);
        self.path(&[(at.0 - arm, at.1 + arm), (at.0 + arm, at.1 - arm)], colour, 3);
    }

    /// A text whose middle line goes through the place.
    pub(super) fn text(&self, text: &str, at: Place, look: Type) {
        let weight = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
        // The backend divides sizes by 1.24, so that what is asked for here is what the picture gets.
        let font = ("sans-serif", f64::from(look.size) * 1.24, weight).into_font();
        let side = match look.side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        let style = TextStyle::from(font).color(&look.colour).pos(Pos::new(side, VPos::Center));
        self.area.draw(&Text::new(plain(text), at, style)).expect(WRITABLE);
    }
}

/// The picture with a role, a title and a description that a screen reader finds.
fn labelled(svg: &str, id: &str, title: &str, desc: &str) -> String {
    let escaped = |text: &str| quick_xml::escape::escape(plain(text)).into_owned();
    let (head, rest) = svg.split_once('>').expect("a picture begins with its element");
    let label = format!(
        "{head} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n\
         <desc id=\"{id}-desc\">{}</desc>",
        escaped(title),
        escaped(desc)
    );
    label + rest
}
