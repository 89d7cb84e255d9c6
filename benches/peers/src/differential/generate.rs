//! Random expressions in the part of FEEL where both engines are meant to agree.
//!
//! The shapes below go around the classes of `known.rs`, which says why of each.

use super::random::Random;
use super::tree::{ITEM, Kind, Part, Tree};

/// How deep expressions nest.
const DEPTH: u32 = 4;

/// Divisors: decimals that divide exactly, so that 28 and 34 digits hold the same, and zero.
const DIVISORS: [&str; 8] = ["1", "2", "4", "5", "8", "0.5", "10", "0"];

/// What makes null of what is not null: left out where null must not come.
const PARTIAL: [&str; 8] = ["/ ", "modulo", "min(", "max(", "sum(", "product(", "median(", "["];

const DATES: [&str; 6] =
    ["2024-02-29", "2025-12-31", "2026-01-01", "2000-01-31", "1999-03-01", "2026-11-30"];

const DAYS: [&str; 6] = ["P1D", "PT0S", "P30D", "-P2D", "PT36H", "P1DT2H30M"];

const TEXTS: [&str; 8] = ["", "a", "b", "ab", "ba", "año", "Ñ", "a b"];

/// Makes one expression.
pub struct Generator {
    random: Random,
    scope: Vec<Variable>,
    variables: u32,
    /// Whether what is made must not be null.
    solid: bool,
    /// Whether dates and durations may come; then contexts may not.
    temporal: bool,
}

/// A variable in scope.
#[derive(Debug, Clone, Copy)]
struct Variable {
    name: u32,
    kind: Kind,
    solid: bool,
}

impl Generator {
    /// Starts with nothing in scope.
    pub fn new(mut random: Random) -> Generator {
        let temporal = random.once_in(3);
        Generator { random, scope: Vec::new(), variables: ITEM, solid: false, temporal }
    }

    /// An expression of some kind.
    pub fn expression(mut self) -> Tree {
        let kinds = [
            Kind::Number,
            Kind::Truth,
            Kind::Truth,
            Kind::Text,
            Kind::Numbers,
            Kind::Texts,
            Kind::Date,
            Kind::Days,
        ];
        let kind = self.random.pick(if self.temporal { &kinds } else { &kinds[..6] });
        self.tree(kind, DEPTH)
    }

    fn tree(&mut self, kind: Kind, depth: u32) -> Tree {
        let scalar = !matches!(kind, Kind::Numbers | Kind::Texts);
        if scalar && !self.solid && self.random.once_in(30) {
            return Tree::words(kind, "null");
        }
        if self.random.once_in(4)
            && let Some(variable) = self.variable(kind)
        {
            return Tree { kind, parts: vec![Part::Use(variable)] };
        }
        if depth == 0 || self.random.once_in(6) {
            return self.literal(kind);
        }
        if self.random.once_in(12) {
            return self.conditional(kind, depth - 1);
        }
        match kind {
            Kind::Number => self.number(depth - 1),
            Kind::Truth => self.truth(depth - 1),
            Kind::Text => self.text(depth - 1),
            Kind::Numbers | Kind::Texts => self.list(kind, depth - 1),
            Kind::Date => self.date(depth - 1),
            Kind::Days => self.days(depth - 1),
        }
    }

    fn variable(&mut self, kind: Kind) -> Option<u32> {
        let fits = |variable: &&Variable| variable.kind == kind && (variable.solid || !self.solid);
        let fitting: Vec<u32> =
            self.scope.iter().filter(fits).map(|variable| variable.name).collect();
        (!fitting.is_empty()).then(|| self.random.pick(&fitting))
    }

    fn literal(&mut self, kind: Kind) -> Tree {
        match kind {
            Kind::Number => {
                let words = self.digits();
                Tree::words(kind, words)
            }
            Kind::Truth => Tree::words(kind, self.random.pick(&["true", "false"])),
            Kind::Text => Tree::words(kind, format!("{:?}", self.random.pick(&TEXTS))),
            Kind::Date => Tree::words(kind, format!("date(\"{}\")", self.random.pick(&DATES))),
            Kind::Days => Tree::words(kind, format!("duration(\"{}\")", self.random.pick(&DAYS))),
            Kind::Numbers | Kind::Texts => {
                let length = self.random.below(4);
                let of = item(kind);
                self.listed(kind, length, |this| this.literal(of))
            }
        }
    }

    fn digits(&mut self) -> String {
        let whole = self.random.below(13);
        match self.random.below(6) {
            0 => format!("-{whole}"),
            1 => format!("{whole}.{}", 1 + self.random.below(9)),
            2 => format!("-{whole}.{}5", self.random.below(10)),
            _ => whole.to_string(),
        }
    }

    fn listed(&mut self, kind: Kind, length: u64, each: impl Fn(&mut Self) -> Tree) -> Tree {
        let mut parts = vec![words("[")];
        for index in 0..length {
            if index > 0 {
                parts.push(words(", "));
            }
            parts.push(Part::Child(each(self)));
        }
        parts.push(words("]"));
        Tree { kind, parts }
    }

    /// An expression from a pattern: `#` stands for a number, `?` for a truth, `$` for a text, `@`
    /// for a list of numbers `%` for one of texts, `~` for a date
    /// and `&` for a duration in days; after `^`, for one that is not null.
    fn pattern(&mut self, kind: Kind, pattern: &str, depth: u32) -> Tree {
        let temporal = pattern.contains(['~', '&']) || pattern.contains("date(");
        let foreign = if self.temporal { pattern.contains('{') } else { temporal };
        if foreign || self.solid && PARTIAL.iter().any(|partial| pattern.contains(partial)) {
            return self.literal(kind);
        }
        let mut parts = Vec::new();
        let mut written = String::new();
        let outer = self.solid;
        for character in pattern.chars() {
            let of = match character {
                '^' => {
                    self.solid = true;
                    continue;
                }
                '#' => Kind::Number,
                '?' => Kind::Truth,
                '$' => Kind::Text,
                '@' => Kind::Numbers,
                '%' => Kind::Texts,
                '~' => Kind::Date,
                '&' => Kind::Days,
                _ => {
                    written.push(character);
                    continue;
                }
            };
            parts.push(words(std::mem::take(&mut written)));
            parts.push(Part::Child(self.tree(of, depth)));
            self.solid = outer;
        }
        parts.push(words(written));
        Tree { kind, parts }
    }

    fn conditional(&mut self, kind: Kind, depth: u32) -> Tree {
        let sign = sign(kind);
        self.pattern(kind, &format!("(if ? then {sign} else {sign})"), depth)
    }

    fn number(&mut self, depth: u32) -> Tree {
        let scale = self.random.below(3);
        let divisor = self.random.pick(&DIVISORS);
        let position = self.random.pick(&["1", "2", "3", "-1", "-2"]);
        let pattern = match self.random.below(39) {
            0..3 => "(# + #)".to_owned(),
            3..6 => "(# - #)".to_owned(),
            6..8 => "(# * #)".to_owned(),
            8 => format!("(# / {divisor})"),
            9 => format!("(# ** {})", self.random.below(4)),
            10 => "-(#)".to_owned(),
            11 => "abs(#)".to_owned(),
            12 => "floor(#)".to_owned(),
            13 => "ceiling(#)".to_owned(),
            14 => format!("round half up((abs(#) + 1.125), {scale})"),
            15 => {
                format!("round half down({}.{}, 0)", self.random.below(13), self.random.below(10))
            }
            16 => format!("round up((abs(#) + 1.125), {scale})"),
            17 => format!("round down((abs(#) + 1.125), {scale})"),
            18 => format!("decimal(#, {scale})"),
            19 => "modulo(#, ^#)".to_owned(),
            20 => "sum(@)".to_owned(),
            21 => self
                .random
                .pick(&["min(^@)", "max(^@)", "min(^#, ^#)", "max(^#, ^#, ^#)"])
                .to_owned(),
            22 => self.random.pick(&["product([#, #])", "median(@)"]).to_owned(),
            23 => "count(@)".to_owned(),
            24 => "count(%)".to_owned(),
            25 => "string length($)".to_owned(),
            26 => format!("@[{position}]"),
            27 => "{a: #, b: a + #}.b".to_owned(),
            28 => self
                .random
                .pick(&["number(\"1,2.5\", \",\", \".\")", "number(\"-12\", null, \".\")"])
                .to_owned(),
            29 => "mean(#, #)".to_owned(),
            30 => "sum([{a: #, b: #}, {a: #, b: #}][a > b].a)".to_owned(),
            31 => "get value({a: #, b: #}, \"b\")".to_owned(),
            32 => "{f: function(x) x + #, r: f(#)}.r".to_owned(),
            33 => "count([{a: #, b: $}, {a: #, b: $}][b = \"a\"])".to_owned(),
            34 => self.random.pick(&["(~).year", "(~).month", "(~).day", "(~).weekday"]).to_owned(),
            35 => self.random.pick(&["abs(&).days", "abs(&).hours", "abs(&).minutes"]).to_owned(),
            36 => self.random.pick(&["day of year(~)", "week of year(~)"]).to_owned(),
            37 => "years and months duration(date(\"1990-01-15\"), ~).months".to_owned(),
            _ => "sqrt(6.25)".to_owned(),
        };
        self.pattern(Kind::Number, &pattern, depth)
    }

    fn truth(&mut self, depth: u32) -> Tree {
        let order = self.random.pick(&["<", "<=", ">", ">="]);
        let equal = self.random.pick(&["=", "!="]);
        let (open, close) = (self.random.pick(&["[", "("]), self.random.pick(&["]", ")"]));
        let pattern = match self.random.below(41) {
            0..4 => format!("(# {order} #)"),
            4..6 => format!("(^# {equal} #)"),
            6 => format!("(^$ {equal} $)"),
            7 => format!("($ {order} $)"),
            8..11 => "(? and ?)".to_owned(),
            11..14 => "(? or ?)".to_owned(),
            14 | 15 => "not(?)".to_owned(),
            16 => format!("(# between {} and #)", self.digits()),
            17 => format!("(# in {open}{}..{}{close})", self.digits(), self.digits()),
            18 => "(^# in (^#, ^#))".to_owned(),
            19 => format!("(# in {order} {})", self.digits()),
            20 => self.random.pick(&["(^# in ^@)", "list contains(@, ^#)"]).to_owned(),
            21 => self.random.pick(&["(^$ in ^%)", "list contains(%, ^$)"]).to_owned(),
            22 => self
                .random
                .pick(&["contains($, $)", "starts with($, $)", "ends with($, $)"])
                .to_owned(),
            23 => self.random.pick(&["odd(#)", "even(#)"]).to_owned(),
            24 => self.random.pick(&["all([^?, ^?])", "any([^?, ^?])"]).to_owned(),
            25 => format!("(^@ {equal} ^@)"),
            26 => format!("({} {equal} null)", self.random.pick(&["^#", "^?", "^$", "^@"])),
            27 => "((#) instance of number)".to_owned(),
            28 => self.random.pick(&["matches($, \"a\")", "matches($, \"[ab]+b\")"]).to_owned(),
            29 => format!("($ in {open}\"a\"..\"b\"{close})"),
            30 => "($ between \"a\" and $)".to_owned(),
            31 => "({a: ^#, b: ^$} = {b: ^$, a: ^#})".to_owned(),
            32..34 => format!("(~ {order} ~)"),
            34 => format!("(& {order} &)"),
            35 => self.random.pick(&["(^~ = ~)", "(^~ != ~)", "(^& = &)"]).to_owned(),
            36 => format!("(~ in {open}date(\"2000-01-31\")..date(\"2026-01-01\"){close})"),
            _ => return self.quantified(depth),
        };
        self.pattern(Kind::Truth, &pattern, depth)
    }

    fn quantified(&mut self, depth: u32) -> Tree {
        let list = self.random.pick(&[Kind::Numbers, Kind::Numbers, Kind::Texts]);
        let quantifier = self.random.pick(&["(some ", "(every "]);
        let outer = std::mem::replace(&mut self.solid, true);
        let source = self.tree(list, depth);
        let (name, body) = self.within(item(list), |this| this.tree(Kind::Truth, depth));
        self.solid = outer;
        let parts = vec![
            words(quantifier),
            Part::Bind(name),
            words(" in "),
            Part::Child(source),
            words(" satisfies "),
            Part::Child(body),
            words(")"),
        ];
        Tree { kind: Kind::Truth, parts }
    }

    fn text(&mut self, depth: u32) -> Tree {
        let position = self.random.pick(&["1", "2", "-1", "-2"]);
        let (start, length) = self.random.pick(&[("1", "3"), ("2", "2"), ("1", "1"), ("-2", "1")]);
        let pattern = match self.random.below(11) {
            0 | 1 => "($ + $)".to_owned(),
            2 => "upper case($)".to_owned(),
            3 => "lower case($)".to_owned(),
            4 => format!("substring(($ + \"de\"), {position})"),
            5 => format!("substring((\"año\" + $), {start}, {length})"),
            6 => "substring before($, $)".to_owned(),
            7 => "substring after($, $)".to_owned(),
            8 => self.random.pick(&["string join(^%)", "string join(^%, $)"]).to_owned(),
            9 => format!("%[{position}]"),
            _ => self
                .random
                .pick(&[
                    "replace($, \"a\", \"b\")",
                    "string(?)",
                    "string(~)",
                    "string(&)",
                    "day of week(~)",
                    "month of year(~)",
                ])
                .to_owned(),
        };
        self.pattern(Kind::Text, &pattern, depth)
    }

    fn date(&mut self, depth: u32) -> Tree {
        let months = self.random.pick(&["P1M", "P1Y", "-P2M", "P13M"]);
        let pattern = match self.random.below(5) {
            0 => "(~ + duration(\"P2D\"))".to_owned(),
            1 => "(~ - duration(\"P31D\"))".to_owned(),
            2 => format!("(~ + duration(\"{months}\"))"),
            3 => format!("(~ - duration(\"{months}\"))"),
            _ => "date(2024, 2, 29)".to_owned(),
        };
        self.pattern(Kind::Date, &pattern, depth)
    }

    fn days(&mut self, depth: u32) -> Tree {
        let patterns = ["(~ - ~)", "(& + &)", "(& - &)", "(& * 2)", "(& / 2)", "-(&)", "abs(&)"];
        let pattern = self.random.pick(&patterns);
        self.pattern(Kind::Days, pattern, depth)
    }

    fn list(&mut self, kind: Kind, depth: u32) -> Tree {
        let (list, one) = (sign(kind), sign(item(kind)));
        let end = self.random.pick(&["1", "-1"]);
        let pattern = match self.random.below(20) {
            0..4 => {
                let length = self.random.below(4);
                return self.listed(kind, length, |this| this.tree(item(kind), depth));
            }
            4..7 => return self.iterated(kind, depth),
            7..9 => return self.filtered(kind, depth),
            9 if kind == Kind::Numbers => {
                let sorted = "sort(^@, function(a, b) a < b)";
                self.random.pick(&[sorted, "[{a: #}, {a: #, b: 1}].a", "@[item > #]"]).to_owned()
            }
            9 => "sort(^%, function(a, b) a > b)".to_owned(),
            10 => format!("append({list}, {one})"),
            11 => format!("concatenate({list}, {list})"),
            12 => format!("reverse({list})"),
            13 => format!("union({list}, {list})"),
            14 => format!("distinct values({list})"),
            15 => format!("sublist(append({list}, {one}), {end})"),
            16 => format!("insert before(append({list}, {one}), {end}, {one})"),
            17 => format!("remove(append({list}, {one}), {end})"),
            18 => format!("flatten([{list}, {list}])"),
            _ if kind == Kind::Numbers => "index of(@, ^#)".to_owned(),
            _ => "split(^$, \"b\")".to_owned(),
        };
        self.pattern(kind, &pattern, depth)
    }

    fn iterated(&mut self, kind: Kind, depth: u32) -> Tree {
        let (source, of) = match self.random.below(4) {
            0 => (
                Tree::words(Kind::Number, self.random.pick(&["1..3", "3..1", "0..0"])),
                Kind::Number,
            ),
            1 => (self.tree(Kind::Texts, depth), Kind::Text),
            _ => (self.tree(Kind::Numbers, depth), Kind::Number),
        };
        let twice = self.random.once_in(4);
        let second = twice.then(|| self.tree(Kind::Numbers, depth));
        let (name, (body, inner)) = self.within(of, |this| {
            if !twice {
                return (this.tree(item(kind), depth), None);
            }
            let (inner, body) = this.within(Kind::Number, |this| this.tree(item(kind), depth));
            (body, Some(inner))
        });
        let mut parts = vec![words("(for "), Part::Bind(name), words(" in "), Part::Child(source)];
        if let (Some(inner), Some(second)) = (inner, second) {
            parts.extend([words(", "), Part::Bind(inner), words(" in "), Part::Child(second)]);
        }
        parts.extend([words(" return "), Part::Child(body), words(")")]);
        Tree { kind, parts }
    }

    fn filtered(&mut self, kind: Kind, depth: u32) -> Tree {
        let source = self.tree(kind, depth);
        let outer = std::mem::take(&mut self.scope);
        self.scope = outer.iter().copied().filter(|variable| variable.name != ITEM).collect();
        self.scope.push(Variable { name: ITEM, kind: item(kind), solid: self.solid });
        let condition = self.tree(Kind::Truth, depth);
        self.scope = outer;
        let parts = vec![
            Part::Child(source),
            words("["),
            Part::Bind(ITEM),
            Part::Child(condition),
            words("]"),
        ];
        Tree { kind, parts }
    }

    /// What is made with one more variable in scope.
    fn within<T>(&mut self, of: Kind, make: impl FnOnce(&mut Self) -> T) -> (u32, T) {
        self.variables += 1;
        let name = self.variables;
        self.scope.push(Variable { name, kind: of, solid: self.solid });
        let made = make(self);
        self.scope.pop();
        (name, made)
    }
}

fn words(words: impl Into<String>) -> Part {
    Part::Words(words.into())
}

fn item(kind: Kind) -> Kind {
    match kind {
        Kind::Numbers => Kind::Number,
        Kind::Texts => Kind::Text,
        other => other,
    }
}

fn sign(kind: Kind) -> char {
    match kind {
        Kind::Number => '#',
        Kind::Truth => '?',
        Kind::Text => '$',
        Kind::Numbers => '@',
        Kind::Texts => '%',
        Kind::Date => '~',
        Kind::Days => '&',
    }
}
