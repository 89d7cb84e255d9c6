//! What became of the rules' cases.

use crate::report::cases::why;
use crate::report::reading::Reader;
use crate::rules::{Case, Ruleset, Status};
use crate::source::Place;
use crate::verify::{CaseFailure, CaseResult, PolicyResult};

use super::finding::{file_place, wording};
use super::writer::Writer;

/// Every case of the rules and of the policy, with what was expected and what came out instead.
pub fn cases_json(
    ruleset: &Ruleset,
    results: &[CaseResult<'_>],
    policy: &[PolicyResult<'_>],
) -> String {
    let count = results.len() + policy.len();
    let failed = results.iter().filter(|result| !result.failures.is_empty()).count()
        + policy.iter().filter(|result| !result.failures.is_empty()).count();
    let reader = Reader::new(ruleset);
    Writer::write(|w| {
        w.object(|w| {
            super::head(w, "pilares.cases");
            w.key("ruleset").object(|w| super::ruleset(w, &ruleset.policy));
            w.key("counts").line(|w| {
                w.key("cases").plain(count);
                w.key("passed").plain(count - failed);
                w.key("failed").plain(failed);
            });
            w.key("cases").list(results, |w, result| case(w, &reader, ruleset, result));
            w.key("policy").list(policy, policy_case);
        })
    })
}

fn case(w: &mut Writer, reader: &Reader<'_>, ruleset: &Ruleset, result: &CaseResult<'_>) {
    let (rule, case) = (result.rule, result.case);
    w.object(|w| {
        w.key("rule").text(&rule.id);
        w.key("section").text(&ruleset.section(rule).id);
        w.key("name").text(&case.name);
        w.key("passed").plain(result.failures.is_empty());
        w.key("expects").line(|w| {
            w.key("status").text(expected(case));
            w.key("path").text_option(case.at.as_ref().map(ToString::to_string).as_deref());
            w.key("says").text_option(case.says.as_deref());
            w.key("rating").text_option(case.rating.as_deref());
        });
        w.key("failures").list(&result.failures, failure);
        w.key("why").option(why(reader, result).as_ref(), |w, why| w.line(|w| wording(w, why)));
        let place = Place { source: rule.source.clone(), span: case.span };
        file_place(w.key("place"), &place);
    });
}

fn policy_case(w: &mut Writer, result: &PolicyResult<'_>) {
    w.object(|w| {
        w.key("name").text(&result.case.name);
        w.key("passed").plain(result.failures.is_empty());
        w.key("failures").list(&result.failures, |w, failure| {
            w.line(|w| {
                w.key("key").text(failure.key);
                w.key("expected").text(&failure.expected);
                w.key("got").text(&failure.got);
            });
        });
    });
}

fn expected(case: &Case) -> &'static str {
    if case.pending { "pending" } else { super::status_name(case.expects) }
}

fn failure(w: &mut Writer, failure: &CaseFailure) {
    let (what, got) = match failure {
        CaseFailure::Status(got) => ("status", Some(super::status_name(*got).to_owned())),
        CaseFailure::Pending(true) => ("status", Some("pending".to_owned())),
        CaseFailure::Pending(false) => {
            ("status", Some(super::status_name(Status::Unknown).to_owned()))
        }
        CaseFailure::Label(got) => ("path", got.as_ref().map(ToString::to_string)),
        CaseFailure::Message(got) => ("says", Some(got.clone())),
        CaseFailure::Rating(got) => ("rating", Some(got.clone())),
        CaseFailure::Unreadable => ("unreadable", None),
    };
    w.line(|w| {
        w.key("what").text(what);
        w.key("got").text_option(got.as_deref());
    });
}
