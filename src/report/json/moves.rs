//! What moved between rules as they were and as they are, for programs.

use crate::finding::Finding;
use crate::report::Named;
use crate::report::moves::{change_key, state_key};
use crate::rules::Patch;
use crate::verify::attribute::{Blame, Ground};
use crate::verify::changes::{Change, Changes, Side};
use crate::verify::diff::{Corpus, Diff, Silent, Tells};
use crate::verify::{Flip, Gate, Listed, Moved, State, VerdictMove, Why};

use super::finding::{file_place, finding};
use super::head;
use super::writer::Writer;

/// What the gate saw; `problems` are submissions and records that could not be compared.
pub fn gate_json(gate: &Gate<'_>, changes: Option<&Changes<'_>>, problems: &[Finding]) -> String {
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.gate");
            w.key("compared").plain(gate.compared);
            w.key("moved").plain(gate.moved.len());
            w.key("other_version").plain(gate.other_version);
            w.key("attributed").plain(changes.is_some());
            let list = changes.map(|changes| &changes.list[..]).unwrap_or_default();
            w.key("changes").list(list, change);
            w.key("submissions").list(&gate.moved, moved);
            let problems = problems.iter().chain(&gate.unreadable).chain(&gate.unpaired);
            w.key("problems").list(problems, |w, one| finding(w, one, None));
        })
    })
}

fn moved(w: &mut Writer, moved: &Moved<'_>) {
    w.object(|w| {
        w.key("source").text(&moved.recorded.form.source.name);
        w.key("record").text(&moved.recorded.record.source.name);
        w.key("rules").list(&moved.flips, flip);
        w.key("verdicts").list(&moved.verdicts, |w, one| {
            w.object(|w| {
                w.key("reviewed").plain(one.reviewed);
                verdict(w, &one.moved);
                w.key("because").option(one.blame.as_ref(), grounds);
            });
        });
    });
}

fn verdict(w: &mut Writer, moved: &VerdictMove) {
    w.key("pillar").text_option(moved.pillar.as_deref());
    w.key("from").text_option(moved.from.as_deref());
    w.key("to").text_option(moved.to.as_deref());
}

fn flip(w: &mut Writer, flip: &Flip<'_>) {
    w.object(|w| {
        w.key("rule").text(&flip.rule);
        w.key("reviewed").plain(flip.reviewed);
        w.key("from").option(flip.from.as_ref(), standing);
        w.key("to").option(flip.to.as_ref(), standing);
        let (cause, blamed) = match &flip.why {
            Why::Changes(blame) => ("changes", Some(blame)),
            Why::NotTheRules => ("not_the_rules", None),
            Why::Unknown => ("unknown", None),
            Why::Unexplained => ("unexplained", None),
        };
        w.key("cause").text(cause);
        w.key("because").option(blamed, blame);
    });
}

fn standing(w: &mut Writer, standing: &Listed) {
    w.line(|w| {
        w.key("status").text(state_key(standing.state));
        w.key("elements").list(&standing.elements, |w, position| w.plain(position));
        if !standing.beside.is_empty() {
            w.key("beside").list(&standing.beside, |w, (state, elements)| {
                w.line(|w| {
                    w.key("status").text(state_key(*state));
                    w.key("elements").list(elements, |w, position| w.plain(position));
                });
            });
        }
    });
}

/// Positions in the list of changes.
fn blame(w: &mut Writer, blame: &Blame) {
    w.line(|w| {
        w.key("changes").list(&blame.because, |w, at| w.plain(at));
        w.key("also").list(&blame.also, |w, at| w.plain(at));
        w.key("least").plain(blame.least);
    });
}

fn grounds(w: &mut Writer, blame: &Blame<Ground>) {
    let ground = |w: &mut Writer, ground: &Ground| {
        w.line(|w| match ground {
            Ground::Rule(id) => w.key("rule").text(id),
            Ground::Change(at) => w.key("change").plain(at),
        });
    };
    w.line(|w| {
        w.key("grounds").list(&blame.because, ground);
        w.key("also").list(&blame.also, ground);
        w.key("least").plain(blame.least);
    });
}

fn change(w: &mut Writer, change: &Change) {
    let (kind, name, part) = change_key(&change.what);
    w.object(|w| {
        w.key("kind").text(kind);
        w.key("name").text(&name);
        w.key("part").text_option(part.as_deref());
        w.key("moves").plain(change.moves);
        w.key("same_as").text_option(change.same_as.as_deref());
        w.key("old").option(change.old.as_ref(), side);
        w.key("new").option(change.new.as_ref(), side);
    });
}

fn side(w: &mut Writer, side: &Side) {
    w.line(|w| {
        w.key("text").text(&side.text);
        w.key("core").text(&side.core);
        if !side.with.is_empty() {
            w.key("with").list(&side.with, |w, (name, of)| {
                w.line(|w| {
                    w.key("name").text(name);
                    w.key("text").text(of);
                });
            });
        }
        w.key("place").option(side.place.as_ref(), file_place);
    });
}

/// The difference of two rule sets over a corpus.
pub fn diff_json(diff: &Diff<'_>, corpus: &Corpus<'_>, named: Named<'_>) -> String {
    let state = |w: &mut Writer, state: State| w.text(state_key(state));
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.diff");
            w.key("old").text(named.old);
            w.key("new").text(named.new);
            w.key("generated").plain(matches!(corpus, Corpus::Generated(..)));
            w.key("compared").plain(diff.compared);
            w.key("moved").plain(diff.moved);
            w.key("changes").list(&diff.changes.list, change);
            w.key("rules").list(&diff.kinds, |w, kind| {
                w.object(|w| {
                    w.key("rule").text(&kind.rule);
                    w.key("from").option(kind.from, state);
                    w.key("to").option(kind.to, state);
                    w.key("count").plain(kind.count);
                    w.key("because").option(kind.blame.as_ref(), blame);
                    w.key("example").text(&corpus.name(kind.example.index));
                    w.key("patch").option(kind.example.patch.as_ref(), patch);
                });
            });
            w.key("verdicts").list(&diff.verdicts, |w, kind| {
                w.object(|w| {
                    verdict(w, &kind.moved);
                    w.key("count").plain(kind.count);
                    w.key("because").option(kind.blame.as_ref(), grounds);
                    w.key("example").text(&corpus.name(kind.index));
                    w.key("patch").option(kind.patch.as_ref(), patch);
                });
            });
            w.key("silent").list(&diff.silent, silent);
        })
    })
}

fn silent(w: &mut Writer, silent: &Silent) {
    w.object(|w| {
        w.key("change").plain(silent.change);
        w.key("tried").plain(silent.tried);
        w.key("witness").option(silent.witness.as_ref(), shown);
        w.key("alone").option(silent.alone.as_ref(), shown);
    });
}

/// A submission with what moves on it.
fn shown(w: &mut Writer, (made, tells): &(Patch, Tells)) {
    w.object(|w| {
        patch(w.key("patch"), made);
        match tells {
            Tells::Rule { id, answered, from, to } => {
                w.key("rule").text(id);
                w.key("answered").text_option(answered.as_deref());
                w.key("from").option(from.as_ref(), standing);
                w.key("to").option(to.as_ref(), standing);
            }
            Tells::Verdict { moved, answered } => {
                w.key("rule").text_option(answered.as_ref().map(|(rule, _)| rule.as_str()));
                w.key("answered").text_option(answered.as_ref().map(|(_, answer)| &**answer));
                verdict(w, moved);
            }
        }
    });
}

/// Changes to the base submission; values as they would be written.
fn patch(w: &mut Writer, patch: &Patch) {
    w.object(|w| {
        w.key("set").list(&patch.set, |w, (path, node)| {
            let value = crate::document::write(node);
            let value: Vec<&str> = value.lines().map(str::trim).collect();
            w.line(|w| {
                w.key("path").text(&path.to_string());
                w.key("value").text(&value.join(" "));
            });
        });
        for (key, paths) in [("remove", &patch.remove), ("withhold", &patch.withhold)] {
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            w.key(key).texts(paths.iter().map(String::as_str));
        }
    });
}
