//! The practice page: one file, no network, no script; keys and feedback are in it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::paper::{Paper, Question};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#767676;--soft:#f2f2f2}\
@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--line:#9a9a9a;--soft:#262626}}\
body{margin:0 auto;padding:1rem;max-width:46rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}\
fieldset{border:1px solid var(--line);border-radius:.4rem;margin:0 0 1.5rem;padding:1rem}\
legend{font-weight:600;padding:0 .4rem}\
label{display:block;padding:.5rem .25rem;min-height:1.5rem}\
input{width:1.2rem;height:1.2rem;margin-right:.5rem;vertical-align:middle}\
details{margin:0 0 .25rem 2rem}summary{padding:.25rem;cursor:pointer}\
details p{background:var(--soft);border-left:.25rem solid var(--line);margin:.25rem 0;padding:.5rem}\
:focus-visible{outline:3px solid currentColor;outline-offset:2px}\
.skip{position:absolute;left:-999rem}.skip:focus{position:static}\
footer{border-top:1px solid var(--line);overflow-wrap:anywhere}\
@media print{body{max-width:none}fieldset{break-inside:avoid}details,.skip{display:none}}";

/// The practice page of a quiz.
#[must_use]
pub fn page(paper: &Paper) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (paper.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#questions" { "To the questions" }
                header {
                    h1 { (paper.title) }
                    p { (paper.items.len()) " questions. Choose an answer, then open \"show answer\" beside it." }
                }
                main id="questions" {
                    form {
                        @for (n, item) in paper.items.iter().enumerate() { (question(n + 1, item)) }
                    }
                }
                footer {
                    p { "Seed " (paper.seed) ". Rules as of " (paper.rules_date) ". tenantlab " (paper.engine) "." }
                    p { "Run " code { (paper.digest) } }
                    p { "A practice page: it holds its own answers." }
                }
            }
        }
    };
    markup.into_string()
}

fn question(n: usize, item: &Question) -> Markup {
    let name = format!("q{n}");
    html! {
        fieldset id=(name) {
            legend { "Question " (n) }
            p { (item.stem) }
            @for (i, option) in item.options.iter().enumerate() {
                label { input type="radio" name=(name) value=(i + 1); (option.text) }
                details {
                    summary { "Show answer " (i + 1) }
                    p {
                        strong { @if option.holds { "Right. " } @else { "Wrong. " } }
                        (without_verdict(&option.feedback))
                    }
                }
            }
            details {
                summary { "Rules and sources" }
                @for rule in &item.rules {
                    p { code { (rule.id) } ": " (rule.says) " Source: " (rule.page) " (" (rule.date) ")." }
                }
            }
        }
    }
}

/// The feedback without the word that says whether it was right.
fn without_verdict(feedback: &str) -> &str {
    let rest = feedback.strip_prefix("Right.").or_else(|| feedback.strip_prefix("Not here."));
    rest.unwrap_or(feedback).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::paper::{Answer, Cited};
    use crate::quiz::question::{Bloom, Form};

    fn paper() -> Paper {
        let option = |text: &str, holds| Answer {
            text: text.to_owned(),
            number: None,
            holds,
            feedback: "Right. <b>so</b>".to_owned(),
        };
        let rule = Cited { id: "r".into(), says: "s".into(), page: "p".into(), date: "2026-01-01".into() };
        let question = Question {
            id: "one".into(),
            archetype: "outcome".into(),
            bloom: Bloom::Apply,
            form: Form::Single,
            exhibits: Vec::new(),
            prompts: Vec::new(),
            stem: "A <script>alert(1)</script> & \"quote\"".into(),
            ask: String::new(),
            options: vec![option("Yes", true), option("</label><img src=x>", false)],
            key: vec![0],
            rules: vec![rule],
            points: 1,
        };
        Paper {
            format: "quiz/1".into(),
            title: "T <&>".into(),
            seed: 42,
            rules_date: "2026-05-27".into(),
            digest: "ab".into(),
            engine: "0.1.0".into(),
            items: vec![question],
        }
    }

    #[test]
    fn the_page_escapes_and_says_where_it_comes_from() {
        let page = page(&paper());
        for bad in ["<script", "<img", "<b>so"] {
            assert!(!page.contains(bad), "{bad}");
        }
        for good in
            ["<fieldset", "<legend>", "type=\"radio\"", "<details>", "Seed 42", "Rules as of 2026-05-27", "lang=\"en\""]
        {
            assert!(page.contains(good), "{good}");
        }
        assert!(!page.contains("http://") && !page.contains("https://"), "no network");
    }
}
