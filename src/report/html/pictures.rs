//! The pictures, each with the table that says the same.

use maud::{Markup, PreEscaped, html};

use crate::model::ask::Outcome;
use crate::report::View;
use crate::report::words::{outcome, plain, thousands, when};

use super::scroller;

pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="pictures" {
            h2 #pictures { "Pictures" }
            @if view.funnel.asked() > 0 { (funnel(view)) }
            @if !view.heat.identities.is_empty() { (heat(view)) }
            @if view.crowd.parts.iter().any(|(_, counts)| counts.all() > 0) { (crowd(view)) }
            @if !view.steps.is_empty() || !view.faults.is_empty() { (timeline(view)) }
        }
    }
}

fn funnel(view: &View<'_>) -> Markup {
    let others = view.attempts.all().saturating_sub(view.funnel.asked());
    html! {
        h3 { "How far attempts came" }
        p { "Attempts of named people" @if others > 0 { "; " (thousands(others)) " attempts of generated people are in the next table only" } "." }
        (picture("How far attempts came", &funnel_svg(view)))
        details {
            summary { "The same as a table" }
            (scroller("How far attempts came, table", html! {
                table {
                    caption { "Attempts by the last stage they passed" }
                    thead { tr {
                        th scope="col" { "Stage" } th.n scope="col" { "Attempts" } th.n scope="col" { "Lost" } th scope="col" { "Most frequent cause" }
                        th scope="col" { "What passing means" }
                    } }
                    tbody {
                        @for stage in &view.funnel.stages {
                            tr {
                                th scope="row" { (stage.name) }
                                td.n { (thousands(stage.count)) }
                                td.n { (thousands(stage.lost)) }
                                td { @if let Some((rule, n)) = stage.cause { code { (rule.id) } " (" (n) ")" } @else { "–" } }
                                td { (stage.means) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn crowd(view: &View<'_>) -> Markup {
    let generated = &view.ledger.population.generated;
    let unit = view.crowd.part.word();
    let title = format!("Attempts of generated people by {unit}");
    html! {
        h3 { "When generated people tried" }
        p {
            (thousands(generated.people)) " generated people tried at least once; somebody gave up "
            (thousands(generated.gave_up)) " times. The hatched part of a bar is what was refused or failed."
        }
        (picture(&title, &crowd_svg(view, &title)))
        details {
            summary { "The same as a table" }
            (scroller(&title, html! {
                table {
                    caption { (title) }
                    thead { tr {
                        th scope="col" { "From" }
                        @for one in Outcome::ALL { th.n scope="col" { (outcome(Some(*one))) } }
                    } }
                    tbody {
                        @for (from, counts) in &view.crowd.parts {
                            tr {
                                th scope="row" { (view.crowd.label(*from)) }
                                td.n { (thousands(counts.success)) }
                                td.n { (thousands(counts.refused)) }
                                td.n { (thousands(counts.failed)) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn heat(view: &View<'_>) -> Markup {
    let cells = view.heat.panels.first().map_or(0, |panel| panel.cells.len());
    html! {
        h3 { "Who got through" }
        @if view.heat.is_empty() {
            p { "Nobody tried anything; these are the people." }
        } @else {
            p { "Attempts of everybody, named and generated, by identity type and licence tier." }
            (picture("Attempts by identity type, licence tier and outcome", &heat_svg(view)))
        }
        details open[view.heat.is_empty()] {
            summary { "The same as a table" }
            (scroller("Attempts by identity type and licence tier, table", html! {
                table {
                    caption { "Attempts by identity type, licence tier and outcome" }
                    thead { tr {
                        th scope="col" { "Identity" } th scope="col" { "Tier" } th.n scope="col" { "People" }
                        @for panel in &view.heat.panels { th.n scope="col" { (outcome(Some(panel.outcome))) } }
                    } }
                    tbody {
                        @for i in 0..cells {
                            @let first = view.heat.panels[0].cells[i];
                            tr {
                                th scope="row" { (first.identity) }
                                td { (first.tier) }
                                td.n { (thousands(first.people)) }
                                @for panel in &view.heat.panels { td.n { (thousands(panel.cells[i].count)) " (" (panel.cells[i].share()) " %)" } }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn timeline(view: &View<'_>) -> Markup {
    html! {
        h3 { "What happened when" }
        (picture("Steps and faults over time", &timeline_svg(view)))
        @if view.faults.is_empty() {
            p { "No fault was injected. The steps are listed below." }
        } @else {
            (scroller("Faults, table", html! {
                table {
                    caption { "Faults that were injected, and whether they mattered" }
                    thead { tr {
                        th scope="col" { "Fault" } th scope="col" { "On" } th scope="col" { "From" } th scope="col" { "Until" } th scope="col" { "Bit" }
                        th scope="col" { "Remedy" }
                    } }
                    tbody {
                        @for fault in view.faults {
                            tr {
                                th scope="row" { code { (fault.fault.kind().id) } " " span.remark { (fault.fault.kind().trigger) } }
                                td.short { (plain(&fault.name)) }
                                td.short { (when(fault.from)) }
                                td.short { (when(fault.until)) }
                                td { @if fault.bit == 0 { "never" } @else { (fault.bit) " ×" } }
                                td { (fault.fault.kind().remedy) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

/// A picture in its own scrolling region; nothing where pictures are left out of the build.
pub(in crate::report) fn picture(label: &str, svg: &str) -> Markup {
    html! { @if !svg.is_empty() { (scroller(label, html! { div.picture { (PreEscaped(svg)) } })) } }
}

#[cfg(feature = "charts")]
mod drawn {
    use crate::model::time::Instant;
    use crate::report::View;
    use crate::report::charts;
    use crate::report::view::{Counts, StepView};
    use crate::report::words::thousands;

    pub(in crate::report::html) fn funnel_svg(view: &View<'_>) -> String {
        charts::funnel(&view.funnel, "funnel")
    }

    pub(in crate::report::html) fn heat_svg(view: &View<'_>) -> String {
        charts::heat(&view.heat, "heat")
    }

    pub(in crate::report::html) fn crowd_svg(view: &View<'_>, title: &str) -> String {
        let bar = |(from, counts): &(Instant, Counts)| {
            let lost = counts.refused + counts.failed;
            let remark = if lost > 0 { format!("and {} not", thousands(lost)) } else { String::new() };
            charts::Bar { label: view.crowd.label(*from), count: counts.success, lost, remark }
        };
        let bars: Vec<charts::Bar> = view.crowd.parts.iter().map(bar).collect();
        let desc = "One bar a part of the run: attempts that succeeded, then, hatched, those that did not. The table has the numbers.";
        charts::bars(&bars, "crowd", title, desc)
    }

    pub(in crate::report::html) fn timeline_svg(view: &View<'_>) -> String {
        charts::timeline(view, "timeline")
    }

    pub(in crate::report::html) fn swimlane_svg(step: &StepView<'_>) -> String {
        charts::swimlane(step, &format!("lane-{}", step.anchor)).unwrap_or_default()
    }
}

#[cfg(not(feature = "charts"))]
mod drawn {
    use crate::report::View;
    use crate::report::view::StepView;

    pub(in crate::report::html) fn funnel_svg(_: &View<'_>) -> String {
        String::new()
    }

    pub(in crate::report::html) fn heat_svg(_: &View<'_>) -> String {
        String::new()
    }

    pub(in crate::report::html) fn crowd_svg(_: &View<'_>, _: &str) -> String {
        String::new()
    }

    pub(in crate::report::html) fn timeline_svg(_: &View<'_>) -> String {
        String::new()
    }

    pub(in crate::report::html) fn swimlane_svg(_: &StepView<'_>) -> String {
        String::new()
    }
}

pub(super) use drawn::swimlane_svg;
use drawn::{crowd_svg, funnel_svg, heat_svg, timeline_svg};
