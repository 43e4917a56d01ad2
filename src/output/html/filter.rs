//! What a reader can choose: a verdict, a check, words. Without the script it stays hidden.

use maud::{Markup, html};

use crate::output::Words;
use crate::output::escape::line;
use crate::output::tally::Tally;
use crate::pack::facts::VerdictKind;

pub(super) fn write(words: Words<'_>, tally: &Tally) -> Markup {
    let clean = tally.clean();
    html! {
        form #filter hidden aria-label=(words.say("filter")) {
            fieldset {
                legend { (words.say("filter-verdict")) }
                div.chips {
                    (chip("verdict", "", &words.say("filter-all"), tally.drafts, true))
                    @for verdict in VerdictKind::ALL {
                        (chip("verdict", verdict.name(), &words.verdict(*verdict), tally.verdict(*verdict), false))
                    }
                }
            }
            fieldset {
                legend { (words.say("filter-rule")) }
                div.chips {
                    (chip("rule", "", &words.say("filter-all"), tally.drafts, true))
                    @if clean > 0 { (chip("rule", "-", &words.say("filter-clean"), clean, false)) }
                    @for (rule, count) in tally.drafts_by_rule() {
                        @let title = line(words.title(rule));
                        (chip("rule", rule, if title.is_empty() { rule } else { &title }, count, false))
                    }
                }
            }
            p.tools {
                label { span { (words.say("filter-search")) } input type="search" name="words" autocomplete="off"; }
                button type="reset" { (words.say("filter-reset")) }
                output data-form=(words.say("filter-shown")) { }
            }
        }
    }
}

/// One choice of a group, with how many drafts it leaves.
fn chip(group: &str, value: &str, text: &str, count: usize, chosen: bool) -> Markup {
    html! {
        label.chip {
            input type="radio" name=(group) value=(value) checked[chosen];
            span { (text) " " b { (count) } }
        }
    }
}
