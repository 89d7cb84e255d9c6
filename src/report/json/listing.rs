//! The rules of a rule set, for programs.

use crate::rules::Rule;

use super::super::listing::Listing;
use super::writer::Writer;
use super::{class_name, head, ruleset};

/// The rules that are wanted, in the order of the rule set.
pub fn listing_json(listing: &Listing<'_>) -> String {
    let [in_force, retired, cases] = listing.totals();
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.rules");
            w.key("ruleset").object(|w| ruleset(w, &listing.ruleset.policy));
            w.key("counts").line(|w| {
                w.key("in_force").plain(in_force);
                w.key("retired").plain(retired);
                w.key("cases").plain(cases);
            });
            w.key("rules").list(&listing.rules, |w, found| w.object(|w| rule(w, found, listing)));
        })
    })
}

fn rule(w: &mut Writer, rule: &Rule, listing: &Listing<'_>) {
    w.key("id").text(&rule.id);
    w.key("section").text(&listing.ruleset.section(rule).id);
    w.key("severity").text(&listing.ruleset.severity(rule).id);
    w.key("title").text(&rule.title);
    w.key("class").text(class_name(rule.class));
    w.key("cases").plain(rule.cases.len());
    w.key("retired").text_option(rule.retired.as_deref());
    w.key("source").text(&rule.source.name);
}
