//! Two rounds of one form, for programs.

use crate::document::Document;
use crate::evaluate::{Change, Evaluation, RatingResult, Reviewed, Standing};
use crate::rules::Policy;
use crate::verify::{
    Answer, Comparison, Concern, Fate, FieldChange, PillarMove, RuleMove, Side, Trend,
};

use super::super::View;
use super::writer::Writer;
use super::{finding, head, pillar, review, ruleset, submission};

/// What differs between two rounds.
pub fn rounds_json(comparison: &Comparison<'_>) -> String {
    let policy = &comparison.new.ruleset.policy;
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.comparison");
            w.key("ruleset").object(|w| ruleset(w, policy));
            w.key("old").object(|w| submission(w, &View::new(comparison.old)));
            w.key("new").object(|w| submission(w, &View::new(comparison.new)));
            w.key("same").plain(comparison.is_empty());
            w.key("favourable").plain(comparison.new.is_favourable());
            w.key("rating").object(|w| {
                let moved = &comparison.rating;
                w.key("moved").plain(moved.moved());
                w.key("old").option(moved.old, |w, it| rating(w, it, policy));
                w.key("new").option(moved.new, |w, it| rating(w, it, policy));
                w.key("because").list(&moved.because, rule_move);
                rating_without(w, comparison, policy);
            });
            w.key("pillars")
                .list(&comparison.pillars, |w, moved| pillar_move(w, moved, comparison, policy));
            w.key("counts").line(|w| {
                for trend in Trend::ALL {
                    w.key(trend_name(trend)).plain(comparison.count(trend));
                }
            });
            w.key("findings").list(&comparison.concerns, |w, it| concern(w, it, comparison));
            w.key("answers").list(&comparison.answers, answer);
            w.key("reviews").object(|w| {
                for (name, round) in [("old", comparison.old), ("new", comparison.new)] {
                    w.key(name).option(round.review.as_ref(), reviewed);
                }
            });
            w.key("fields").list(&comparison.fields, field);
        })
    })
}

fn rating(w: &mut Writer, rating: &RatingResult, policy: &Policy) {
    let row = &policy.ratings[rating.row];
    w.line(|w| {
        w.key("id").text(&row.id);
        w.key("name").text(&row.name);
        w.key("favourable").plain(row.favourable);
        w.key("final").plain(rating.hinges.is_empty());
    });
}

/// The ratings without waivers, where either round has some in use.
fn rating_without(w: &mut Writer, comparison: &Comparison<'_>, policy: &Policy) {
    let rounds = [comparison.old, comparison.new];
    if rounds.iter().all(|round| round.unwaived.is_none()) {
        return;
    }
    let ratings = rounds.map(|round| round.unwaived.as_ref()?.rating.as_ref());
    without(w, ratings, |w, it| rating(w, it, policy));
}

/// The verdicts of a pillar without waivers, where either round would have another.
fn pillar_without(
    w: &mut Writer,
    moved: &PillarMove<'_>,
    comparison: &Comparison<'_>,
    policy: &Policy,
) {
    let (old, new) = (View::new(comparison.old), View::new(comparison.new));
    let pillars = [old.unwaived(moved.old), new.unwaived(moved.new)];
    if pillars.iter().any(Option::is_some) {
        without(w, pillars, |w, it| pillar(w, it, policy));
    }
}

/// What both rounds come to without waivers; null in a round that has none in use.
fn without<T>(w: &mut Writer, rounds: [Option<T>; 2], write: impl Fn(&mut Writer, T)) {
    w.key("without_waivers").object(|w| {
        for (name, round) in ["old", "new"].into_iter().zip(rounds) {
            w.key(name).option(round, &write);
        }
    });
}

fn pillar_move(
    w: &mut Writer,
    moved: &PillarMove<'_>,
    comparison: &Comparison<'_>,
    policy: &Policy,
) {
    w.object(|w| {
        w.key("moved").plain(moved.moved());
        pillar(w.key("old"), moved.old, policy);
        pillar(w.key("new"), moved.new, policy);
        w.key("because").list(&moved.because, rule_move);
        pillar_without(w, moved, comparison, policy);
    });
}

fn rule_move(w: &mut Writer, moved: &RuleMove<'_>) {
    w.line(|w| {
        w.key("rule").text(&moved.rule.id);
        w.key("before").text(standing(moved.before));
        w.key("after").text(standing(moved.after));
    });
}

fn concern(w: &mut Writer, concern: &Concern<'_>, comparison: &Comparison<'_>) {
    let ruleset = comparison.new.ruleset;
    w.object(|w| {
        w.key("rule").text_option(concern.rule.map(|rule| rule.id.as_str()));
        let severity = concern.rule.map(|rule| ruleset.severity(rule).id.as_str());
        w.key("severity").text_option(severity);
        w.key("trend").text(trend_name(concern.trend));
        w.key("untouched").plain(concern.is_untouched());
        w.key("old").option(concern.old, |w, it| side(w, it, comparison.old));
        w.key("new").option(concern.new, |w, it| side(w, it, comparison.new));
        w.key("changes").list(&concern.changes, change);
    });
}

fn side(w: &mut Writer, side: Side<'_>, round: &Evaluation<'_>) {
    let document: &Document = round.document;
    let element = side.outcome.and_then(|outcome| outcome.element.as_ref());
    let said = side.outcome.and_then(|outcome| review::any(&outcome.said));
    w.object(|w| {
        w.key("standing").text(standing(side.standing));
        w.key("element").option(element, |w, element| {
            w.line(|w| {
                w.key("position").plain(element.position);
                w.key("name").text_option(element.name.as_deref());
            })
        });
        w.key("finding").option(side.finding, |w, it| finding::finding(w, it, Some(document)));
        w.key("said").option(said, review::said);
    });
}

/// The review of a round, and what is wrong with it.
fn reviewed(w: &mut Writer, reviewed: &Reviewed) {
    w.object(|w| {
        w.key("source").text(&reviewed.source);
        w.key("findings").list(&reviewed.findings, |w, it| finding::finding(w, it, None));
    });
}

fn change(w: &mut Writer, change: &Change) {
    w.object(|w| {
        w.key("field").text(&change.field);
        w.key("before").text_option(change.before.as_deref());
        w.key("after").text_option(change.after.as_deref());
    });
}

fn answer(w: &mut Writer, answer: &Answer<'_>) {
    let (fate, element, now) = match answer.fate {
        Fate::Stale => ("stale", None, None),
        Fate::Moved(at) => ("moved", Some(at), None),
        Fate::Gone(now) => ("gone", None, Some(standing(now))),
        Fate::Removed => ("removed", None, None),
    };
    w.object(|w| {
        w.key("rule").text(&answer.rule.id);
        w.key("element").option(answer.opinion.element, |w, at| w.plain(at));
        w.key("fate").text(fate);
        w.key("moved_to").option(element, |w, at| w.plain(at));
        w.key("standing").text_option(now);
        review::opinion(w.key("opinion"), answer.opinion);
        w.key("changes").list(&answer.changes, change);
    });
}

fn field(w: &mut Writer, field: &FieldChange) {
    let path = |path: &Option<crate::document::Path>| path.as_ref().map(ToString::to_string);
    w.object(|w| {
        w.key("titles").texts(field.titles.iter().map(String::as_str));
        w.key("old").text_option(path(&field.old).as_deref());
        w.key("new").text_option(path(&field.new).as_deref());
        w.key("pieces").list(&field.pieces, |w, piece| {
            w.line(|w| {
                w.key("same").plain(piece.is_same());
                w.key("old").text(&piece.old);
                w.key("new").text(&piece.new);
            })
        });
        w.key("moved").list(&field.moved, |w, (old, new)| {
            w.line(|w| {
                w.key("old").plain(old);
                w.key("new").plain(new);
            })
        });
    });
}

fn trend_name(trend: Trend) -> &'static str {
    match trend {
        Trend::New => "new",
        Trend::Undecided => "undecided",
        Trend::Still => "still",
        Trend::Open => "open",
        Trend::Solved => "solved",
    }
}

pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotApplicable => "not_applicable",
        Standing::Met => "met",
        Standing::Pending => "pending",
        Standing::Unknown => "unknown",
        Standing::Suspected => "suspected",
        Standing::Unmet => "unmet",
    }
}
