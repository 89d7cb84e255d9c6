//! A pile for the terminal: a line per submission under its rating, then what is most often found.

use crate::feel::{Type, Value};
use crate::rules::{Figure, show};

use super::super::Style;
use super::super::safe::visible;
use super::super::terminal::wrap::{columns, shortened};
use super::super::terminal::writer::{Paint, Writer};
use super::super::unwaived::beside;
use super::super::words::Words as Common;
use super::spread::{Group, Spread};
use super::words::Words;
use super::{Entry, Pile, Rated, Said, Told, Verdict, WAIVED, first_word};

/// Columns of the narrowest name.
const NAME: usize = 18;

/// Rules that are told as the most frequent.
const FREQUENT: usize = 12;

/// Groups of submissions that can be compared by a figure, and that are told.
const GROUPS: usize = 8;

/// Findings on one review that are told.
const OF_REVIEW: usize = 3;

/// The table.
pub fn pile_table(pile: &Pile<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let table = Table { pile, style, words, columns: Columns::of(pile, style, words) };
    let mut out = Writer::new(style);
    table.summary(&mut out);
    table.submissions(&mut out);
    table.frequent(&mut out);
    table.spread(&mut out);
    out.blank();
    out.finish()
}

struct Table<'p> {
    pile: &'p Pile<'p>,
    style: &'p Style,
    words: &'static Words,
    columns: Columns,
}

/// The columns beside the name: their headings, and how wide the name may be.
struct Columns {
    name: usize,
    pillars: Vec<String>,
    counts: Vec<String>,
}

impl Columns {
    /// As many columns of counts as leave the name some room; the last go first.
    fn of(pile: &Pile<'_>, style: &Style, words: &Words) -> Columns {
        let pillars: Vec<String> = pile.pillars().map(|section| section.prefix.clone()).collect();
        let severities = pile.severities();
        let severities = severities.map(|(_, severity)| first_word(&severity.name).to_lowercase());
        let mut counts: Vec<String> = severities.collect();
        counts.push(words.suspected.to_lowercase());
        counts.push(words.questions.to_lowercase());
        let width = |headings: &[String], least: usize| -> usize {
            headings.iter().map(|heading| columns(heading).max(least) + 2).sum()
        };
        let room = style.width.min(120).saturating_sub(2 + width(&pillars, 2));
        while !counts.is_empty() && room < NAME + width(&counts, 2) {
            counts.pop();
        }
        let name = room.saturating_sub(width(&counts, 2)).max(NAME);
        Columns { name, pillars, counts }
    }
}

impl Table<'_> {
    fn summary(&self, out: &mut Writer) {
        let policy = &self.pile.ruleset.policy;
        let total = self.pile.entries.len();
        let rules = format!("{} {}", policy.id, policy.version);
        out.line(&format!(
            "{} · {}",
            Common::counted(total, self.words.title),
            visible(&rules, false)
        ));
        let mut parts = Vec::new();
        let unread = total - self.pile.judged().count();
        if unread > 0 {
            parts.push(Common::counted(unread, self.words.unread_count));
        }
        parts.extend(
            self.pile
                .ratings()
                .into_iter()
                .map(|(rated, count)| format!("{count} {}", self.rating(rated))),
        );
        out.hanging("", &parts.join(" · "), 2);
    }

    fn rating(&self, rated: Rated) -> String {
        let rows = &self.pile.ruleset.policy.ratings;
        let name = |(row, provisional): (Option<usize>, bool)| {
            let name = row.map_or(self.words.unrated, |row| &*rows[row].name);
            match provisional {
                true => format!("{name} ({})", self.words.provisional),
                false => name.to_owned(),
            }
        };
        beside(&name(rated.with), rated.without.map(name).as_deref(), self.style)
    }

    /// A heading for each rating, and a line per submission.
    fn submissions(&self, out: &mut Writer) {
        let heading = |entry: &Entry| match &entry.said {
            Ok(said) => self.rating(said.rated()),
            Err(_) => self.words.unread.to_owned(),
        };
        for group in self.pile.entries.chunk_by(|a, b| heading(a) == heading(b)) {
            out.heading(&heading(&group[0]), None);
            if group[0].said.is_ok() {
                out.line(&self.headings());
            }
            group.iter().for_each(|entry| self.submission(out, entry));
        }
        let verdicts = &self.pile.ruleset.policy.verdicts;
        let (meets, fails) = (&verdicts.meets, &verdicts.fails);
        out.blank();
        out.hanging(
            "",
            &format!(
                "{s} {} · {s}? {}, {} · {} {}",
                meets.name,
                meets.name,
                self.words.provisional,
                fails.sign,
                fails.name,
                s = meets.sign
            ),
            0,
        );
        if self.pile.has_waivers() {
            out.hanging("", self.words.waived, 0);
        }
    }

    fn headings(&self) -> String {
        let mut line = " ".repeat(2 + self.columns.name);
        let headings = self.columns.pillars.iter().chain(&self.columns.counts);
        headings.for_each(|heading| line.push_str(&format!("  {heading:>2}")));
        line
    }

    fn submission(&self, out: &mut Writer, entry: &Entry) {
        let name = shortened(&visible(entry.name(), false), self.columns.name);
        let pad = " ".repeat(self.columns.name - columns(&name).min(self.columns.name));
        match &entry.said {
            Ok(said) => out.line(&format!("  {name}{pad}{}", self.cells(out, said))),
            Err(findings) => {
                let language = self.style.language;
                let why = findings.first().map(|finding| finding.message.in_language(language));
                out.hanging(
                    "  ",
                    &format!("{name}: {}", visible(why.unwrap_or_default(), false)),
                    4,
                );
            }
        }
        if entry.name() != entry.source {
            out.line(&format!("    {}", visible(&entry.source, false)));
        }
        if let Ok(Said { unwaived: Some(unwaived), .. }) = &entry.said {
            let text = unwaived.sentence(&self.pile.ruleset.policy, self.style);
            out.hanging("    ", &out.painted(&visible(&text, false), Paint::Doubt), 4);
        }
        if let Ok(said) = &entry.said {
            self.of_review(out, &said.review);
        }
    }

    /// How much is wrong with the review of a submission, and what.
    fn of_review(&self, out: &mut Writer, review: &[Told]) {
        if review.is_empty() {
            return;
        }
        let told = review.iter().take(OF_REVIEW);
        let told = told.map(|told| told.message.in_language(self.style.language).to_owned());
        let rest = review.len().saturating_sub(OF_REVIEW);
        let rest =
            (rest > 0).then(|| format!("… {}", Common::counted(rest, self.words.findings_more)));
        let told: Vec<String> = told.chain(rest).collect();
        let count = Common::counted(review.len(), self.words.of_review);
        let text = format!("{count}: {}", told.join(" · "));
        out.hanging("    ", &out.painted(&visible(&text, false), Paint::Doubt), 4);
    }

    fn cells(&self, out: &Writer, said: &Said) -> String {
        let verdicts = &self.pile.ruleset.policy.verdicts;
        let mut line = String::new();
        for (heading, (verdict, other)) in self.columns.pillars.iter().zip(said.verdicts()) {
            let (sign, paint) = match verdict {
                Verdict::Meets => (verdicts.meets.sign.clone(), Paint::Good),
                Verdict::Fails(_) => (verdicts.fails.sign.clone(), Paint::Bad),
                Verdict::Provisional(_) => (format!("{}?", verdicts.meets.sign), Paint::Doubt),
            };
            let (sign, paint) = match other {
                Some(_) => (format!("{sign}{WAIVED}"), Paint::Doubt),
                None => (sign, paint),
            };
            let width = columns(heading).max(2) + 2;
            line.push_str(&" ".repeat(width.saturating_sub(columns(&sign))));
            line.push_str(&out.painted(&sign, paint));
        }
        let unmet = self.pile.severities().map(|(at, _)| said.counted(at));
        let counts = unmet.chain([[said.suspected, 0], [said.questions, 0]]);
        for (heading, [count, set_aside]) in self.columns.counts.iter().zip(counts) {
            let width = columns(heading).max(2) + 2;
            let shown = match (count, set_aside) {
                (0, 0) => "·".to_owned(),
                (_, 0) => count.to_string(),
                _ => format!("{count}+{set_aside}{WAIVED}"),
            };
            line.push_str(&format!("{shown:>width$}"));
        }
        line
    }

    fn frequent(&self, out: &mut Writer) {
        out.heading(self.words.frequent, None);
        let frequent = self.pile.frequent();
        if frequent.is_empty() {
            return out.line(self.words.nothing_frequent);
        }
        let total = self.pile.judged().count();
        let digits = total.to_string().len();
        for found in frequent.iter().take(FREQUENT) {
            let severity = self.pile.ruleset.severity(found.rule).name.to_lowercase();
            let severity = found.severity(&severity, &self.words.suspected.to_lowercase());
            let count = found.entries.len();
            let lead = format!("  {}  {count:>digits$} {} {total}  ", found.rule.id, self.words.of);
            let indent = columns(&lead);
            let title = visible(&found.rule.title, false);
            out.hanging(&lead, &format!("{title} [{severity}]"), indent);
        }
        if frequent.len() > FREQUENT {
            let rest = Common::counted(frequent.len() - FREQUENT, self.words.more);
            out.line(&format!("  … {rest}"));
        }
    }

    fn spread(&self, out: &mut Writer) {
        let figures = &self.pile.ruleset.policy.figures;
        if figures.is_empty() || self.pile.judged().count() == 0 {
            return;
        }
        out.heading(self.words.spread, None);
        for (at, figure) in figures.iter().enumerate() {
            let groups = Spread::groups(self.pile, at, self.words.unknown);
            for group in groups.iter().take(GROUPS) {
                let label = group.label.as_ref().map(|label| format!(" ({label})"));
                let name = format!("{}{}", figure.name, label.unwrap_or_default());
                let told = told(figure, group, self.words);
                out.hanging("  ", &format!("{}: {told}", visible(&name, false)), 4);
            }
            if groups.len() > GROUPS {
                let rest = Common::counted(groups.len() - GROUPS, self.words.groups_more);
                out.line(&format!("  … {rest}"));
            }
        }
    }
}

/// How a figure spreads over a group, in a line: of how many, where they are some of all, the least, the
/// middle and the greatest, and of how many it is not known.
pub(super) fn told(figure: &Figure, group: &Group, words: &Words) -> String {
    let spread = &group.spread;
    let show = |mark| shown(mark, &figure.computed.of);
    let mut parts = Vec::new();
    let count = group.label.as_ref().map(|_| Common::counted(spread.known.len(), words.programmes));
    match (spread.marks(), count, &spread.known[..]) {
        (_, Some(count), [(_, only)]) => parts.push(format!("{count}, {}", show(*only))),
        (Some(marks), count, _) => {
            parts.extend(count);
            let marks = words.marks.iter().zip(marks);
            parts.extend(marks.map(|(word, mark)| format!("{word} {}", show(mark))));
        }
        (None, ..) => {}
    }
    if !spread.unknown.is_empty() {
        parts.push(format!("{} {}", spread.unknown.len(), words.unknown));
    }
    parts.join(" · ")
}

/// A figure as its unit is read.
pub(super) fn shown(figure: rust_decimal::Decimal, of: &Type) -> String {
    show(&Value::from(figure), of)
}
