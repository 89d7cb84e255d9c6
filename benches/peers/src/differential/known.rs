//! Where the two are known to differ: what the generator leaves out, and why.

use super::both::Both;

/// Who reads the standard rightly; never dsntk, since a fault found here is mended and not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// This project's engine.
    Here,
    /// Neither: the standard does not say.
    Unsaid,
}

/// A class of disagreements, by its smallest expression.
struct Known {
    expression: &'static str,
    right: Right,
    why: &'static str,
}

const fn known(expression: &'static str, right: Right, why: &'static str) -> Known {
    Known { expression, right, why }
}

/// Every class found.
const KNOWN: [Known; 24] = [
    known("null = 0", Right::Here, "equality with null is false, on either side"),
    known("null != 0", Right::Here, "as above"),
    known("0 in (1, [1][2])", Right::Here, "as above: `in` asks for equality"),
    known("all([null, false])", Right::Here, "false if any item is false"),
    known("any([null, true])", Right::Here, "true if any item is true"),
    known(
        "every v in [null, 0] satisfies 1 <= v",
        Right::Here,
        "`every` is a conjunction, which one false decides",
    ),
    known("string join([null, \"\"], \"a\")", Right::Here, "nulls of the list are ignored"),
    known("round half up(0, 1)", Right::Here, "zero rounds to zero"),
    known("round half up(0.125, 1)", Right::Here, "0.125 is nearer to 0.1 than to 1"),
    known("round half down(7.525, 0)", Right::Here, "7.525 is past the half"),
    known(
        "0 between (if true and true then 0 else 0) and 0",
        Right::Here,
        "the `and` in the brackets is not that of `between`",
    ),
    known("0 in (0..[1][1])", Right::Here, "an end of a range may be any expression"),
    known(
        "0 in < duration(\"P1D\").days",
        Right::Here,
        "what follows `in <` may be any expression",
    ),
    known(
        "{a: 0}.a + day of year(date(\"2026-01-01\"))",
        Right::Here,
        "a context before a function hides its name from the parser",
    ),
    known(
        "years and months duration(date(\"2026-11-30\"), date(\"2026-01-01\")).months",
        Right::Here,
        "ten whole months; the conformance suite counts whole ones backwards too",
    ),
    known("duration(\"-P2D\").days", Right::Unsaid, "the sign of the parts of a negative duration"),
    known("substring(\"a\", -1, 2)", Right::Unsaid, "a length past the end of the text"),
    known("substring(\"\", 1)", Right::Unsaid, "a position past the end of the text"),
    known("count(null)", Right::Unsaid, "whether null becomes a list of one"),
    known("for v in null return 1", Right::Unsaid, "as above"),
    known("some v in null satisfies true", Right::Unsaid, "as above"),
    known("null[true]", Right::Unsaid, "as above"),
    known("max(0, null)", Right::Unsaid, "whether a null item is passed over"),
    known("number(\"1.5\")", Right::Unsaid, "whether the separators may be left out"),
];

/// Prints the table; those that no longer differ say so.
pub fn print(both: &Both) {
    println!("| expression | here | dsntk | who is right | why |");
    println!("|---|---|---|---|---|");
    for Known { expression, right, why } in &KNOWN {
        let (ours, theirs) = both.answers(expression);
        let right = match right {
            _ if ours.agrees(&theirs) => "they agree now",
            Right::Here => "here",
            Right::Unsaid => "not said",
        };
        println!("| `{expression}` | {ours} | {theirs} | {right} | {why} |");
    }
    println!();
}
