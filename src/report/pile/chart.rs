//! How a figure spreads, as bars: a picture for who sees it, and the same as a table for everybody.

use crate::rules::Figure;

use super::super::html::{Html, anchor};
use super::spread::{Group, Spread, Step};
use super::table::shown;
use super::words::Words;

/// Units of the picture: how wide a step is, how high the highest bar, and what stands around.
const WIDTH: usize = 60;
const HEIGHT: usize = 110;
const ABOVE: usize = 20;
const BELOW: usize = 26;
const ASIDE: usize = 40;

/// Units that a character under the picture takes.
const CHARACTER: usize = 8;

/// The picture of a group by its number; what it shows is told in its title and description too.
pub(super) fn bars(html: &mut Html, figure: &Figure, number: usize, group: &Group, words: &Words) {
    let spread = &group.spread;
    let most = spread.steps.iter().map(|step| step.entries.len()).max().unwrap_or(0).max(1);
    let (width, height) = (spread.steps.len() * WIDTH + 2 * ASIDE, ABOVE + HEIGHT + BELOW);
    let [title, described] =
        ["titulo", "que"].map(|of| anchor(&format!("cifra-{number}-{of}-"), &figure.id));
    let label = group.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
    let attributes = [
        ("class", "barras"),
        ("viewBox", &*format!("0 0 {width} {height}")),
        ("style", &*format!("max-width: {width}px")),
        ("role", "img"),
        ("aria-labelledby", &*format!("{title} {described}")),
    ];
    html.element("svg", &attributes, |html| {
        html.leaf("title", &[("id", &title)], &format!("{}{label}", figure.name));
        html.leaf("desc", &[("id", &described)], &told(figure, spread, words));
        spread.steps.iter().enumerate().for_each(|(at, step)| bar(html, at, step, most));
        edges(html, figure, spread);
        let foot = (ABOVE + HEIGHT).to_string();
        let (from, to) = (ASIDE.to_string(), (width - ASIDE).to_string());
        html.leaf("line", &[("x1", &from), ("x2", &to), ("y1", &foot), ("y2", &foot)], "");
    });
}

fn bar(html: &mut Html, at: usize, step: &Step, most: usize) {
    let count = step.entries.len();
    if count == 0 {
        return;
    }
    let high = (count * HEIGHT / most).max(2);
    let (left, top) = (ASIDE + at * WIDTH + 3, ABOVE + HEIGHT - high);
    let attributes = [
        ("x", &*left.to_string()),
        ("y", &*top.to_string()),
        ("width", &*(WIDTH - 6).to_string()),
        ("height", &*high.to_string()),
    ];
    html.leaf("rect", &attributes, "");
    text(html, ASIDE + at * WIDTH + WIDTH / 2, top - 5, "cuantos", &count.to_string());
}

/// What stands under the edges between steps; only every second, third … where they would touch.
fn edges(html: &mut Html, figure: &Figure, spread: &Spread) {
    let edges = spread.steps.iter().map(|step| step.from);
    let edges = edges.chain(spread.steps.last().map(|step| step.to));
    let edges: Vec<String> = edges.map(|edge| shown(edge, &figure.computed.of)).collect();
    let longest = edges.iter().map(|edge| edge.chars().count()).max().unwrap_or(0);
    let every = (longest * CHARACTER).div_ceil(WIDTH).max(1);
    for (at, edge) in edges.iter().enumerate().step_by(every) {
        text(html, ASIDE + at * WIDTH, ABOVE + HEIGHT + 16, "borde", edge);
    }
}

fn text(html: &mut Html, x: usize, y: usize, class: &str, words: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    html.leaf("text", &[("x", &x), ("y", &y), ("class", class)], words);
}

/// The picture in words.
fn told(figure: &Figure, spread: &Spread, words: &Words) -> String {
    let steps = spread.steps.iter().filter(|step| !step.entries.is_empty());
    let steps = steps.map(|step| format!("{}: {}", range(figure, step, words), step.entries.len()));
    steps.collect::<Vec<_>>().join("; ")
}

/// From where to where a step goes.
pub(super) fn range(figure: &Figure, step: &Step, words: &Words) -> String {
    let [from, below, up_to] = words.step;
    let to = if step.closed { up_to } else { below };
    let show = |edge| shown(edge, &figure.computed.of);
    format!("{from} {} {to} {}", show(step.from), show(step.to))
}
