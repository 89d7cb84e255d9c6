//! How far the engine's verdicts are those that people published: tables, agreement, Cohen's kappa.
//!
//! Takes evaluations and what was published, one by one; keeps counts and the cases that differ.
//! Fractions are exact.

use crate::evaluate::{Decision, Evaluation, Hinge, Open, Standing};
use crate::rules::Policy;

use super::Published;

/// The verdicts of the engine beside those of people, over any number of submissions.
pub struct Agreement {
    /// The rating first, then each pillar, then all pillars together.
    pub tables: Vec<Table>,
    /// Where the engine reads otherwise than people did, in the order of the submissions.
    pub differing: Vec<Differing>,
}

/// What a table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The rating; categories are the rows of the policy.
    Rating,
    /// A pillar, by the position of its section; categories are that it meets and that it fails.
    Pillar(usize),
    /// Every pillar, each counting once.
    Pillars,
}

/// How often the engine said one thing and people another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it counts.
    pub of: Of,
    /// `[engine][people]`: the engine's verdicts that hinge on nothing.
    pub decided: Vec<Vec<u64>>,
    /// `[engine][people]`: the engine's provisional verdicts, as they read.
    pub provisional: Vec<Vec<u64>>,
    /// Submissions of which people did not publish this.
    pub missing: u64,
}

/// How far two raters agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Cases.
    pub cases: u64,
    /// Cases on which they agree.
    pub agreed: u64,
    /// How much more than chance would: 1 always, 0 as chance, less than 0 worse.
    pub kappa: Result<Fraction, Undefined>,
}

/// A fraction in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// Above.
    pub numerator: i128,
    /// Below.
    pub denominator: i128,
}

/// Why kappa says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// There is no case.
    NoCases,
    /// Both said one and the same thing of every case, or each one thing: chance is no yardstick.
    Both,
    /// The engine said one thing of every case: the formula gives 0 whatever people said.
    Engine,
    /// People said one thing of every case: the formula gives 0 whatever the engine said.
    People,
}

/// A verdict of the engine that is not the one that people published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// What people call the submission.
    pub name: String,
    /// The rating or the pillar.
    pub of: Of,
    /// The engine's category.
    pub engine: usize,
    /// Whether it hinges on something.
    pub provisional: bool,
    /// The category that was published.
    pub people: usize,
    /// The rules that make the engine's verdict, and how each counts: those that are unmet and
    /// decide, and those that it hinges on.
    pub rules: Vec<(String, Standing)>,
}

impl Agreement {
    /// Empty tables for the verdicts of a policy.
    pub fn new(policy: &Policy) -> Agreement {
        let table = |of, categories: usize| Table {
            of,
            decided: vec![vec![0; categories]; categories],
            provisional: vec![vec![0; categories]; categories],
            missing: 0,
        };
        let pillars = policy.sections.iter().enumerate().filter(|(_, section)| section.pillar);
        let mut tables = vec![table(Of::Rating, policy.ratings.len())];
        tables.extend(pillars.map(|(section, _)| table(Of::Pillar(section), 2)));
        tables.push(table(Of::Pillars, 2));
        Agreement { tables, differing: Vec::new() }
    }

    /// Counts a submission.
    pub fn add(&mut self, name: &str, evaluation: &Evaluation<'_>, published: &Published) {
        if let Some(rating) = &evaluation.rating {
            let engine = (rating.row, !rating.hinges.is_empty());
            let rules = || decisive(evaluation, &rating.hinges);
            self.count(name, Of::Rating, engine, published.rating, rules);
        }
        for pillar in &evaluation.pillars {
            let people = published.pillars.iter().find(|(section, _)| *section == pillar.section);
            let people = people.map(|(_, meets)| usize::from(!meets));
            let (engine, rules) = match &pillar.decision {
                Decision::Meets => ((0, false), Vec::new()),
                Decision::Fails(rules) => {
                    let unmet = |rule: &String| (rule.clone(), Standing::Unmet);
                    ((1, false), rules.iter().map(unmet).collect())
                }
                Decision::Provisional(hinges) => ((0, true), hinges.iter().map(hinged).collect()),
            };
            self.count(name, Of::Pillar(pillar.section), engine, people, || rules);
        }
    }

    fn count(
        &mut self,
        name: &str,
        of: Of,
        (engine, provisional): (usize, bool),
        people: Option<usize>,
        rules: impl FnOnce() -> Vec<(String, Standing)>,
    ) {
        let counts =
            |table: &&mut Table| table.of == of || (table.of == Of::Pillars && of != Of::Rating);
        for table in self.tables.iter_mut().filter(counts) {
            let Some(people) = people else {
                table.missing += 1;
                continue;
            };
            let counts = if provisional { &mut table.provisional } else { &mut table.decided };
            counts[engine][people] += 1;
        }
        if let Some(people) = people.filter(|people| *people != engine) {
            let (name, rules) = (name.to_owned(), rules());
            self.differing.push(Differing { name, of, engine, provisional, people, rules });
        }
    }
}

/// The rules that make a rating what it is.
fn decisive(evaluation: &Evaluation<'_>, hinges: &[Hinge]) -> Vec<(String, Standing)> {
    let policy = &evaluation.ruleset.policy;
    let unmet = evaluation.results.iter().filter(|result| {
        let (section, severity) = (result.rule.section, result.rule.severity);
        policy.decides(&policy.sections[section], &policy.severities[severity])
            && result.standing(true) == Standing::Unmet
    });
    let unmet = unmet.map(|result| (result.rule.id.clone(), Standing::Unmet));
    unmet.chain(hinges.iter().map(hinged)).collect()
}

fn hinged(hinge: &Hinge) -> (String, Standing) {
    let standing = match hinge.why {
        Open::Unknown => Standing::Unknown,
        Open::Suspected => Standing::Suspected,
        Open::Pending => Standing::Pending,
    };
    (hinge.rule.clone(), standing)
}

impl Table {
    /// Every verdict, provisional ones as they read.
    pub fn all(&self) -> Vec<Vec<u64>> {
        let rows = self.decided.iter().zip(&self.provisional);
        rows.map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect()
    }
}

impl Score {
    /// The score of a square table `[one][other]`.
    ///
    /// Kappa is (p − e) / (1 − e), of the share of agreement p and that which the margins alone would
    /// give, e (Cohen 1960); with whole numbers, (n·Σnᵢᵢ − Σrᵢcᵢ) / (n² − Σrᵢcᵢ).
    pub fn of(counts: &[Vec<u64>]) -> Score {
        let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
        let columns: Vec<u64> =
            (0..counts.len()).map(|at| counts.iter().map(|row| row[at]).sum()).collect();
        let cases: u64 = rows.iter().sum();
        let agreed: u64 = (0..counts.len()).map(|at| counts[at][at]).sum();
        let one_only = |margin: &[u64]| margin.iter().filter(|count| **count > 0).count() == 1;
        let kappa = match (cases, one_only(&rows), one_only(&columns)) {
            (0, ..) => Err(Undefined::NoCases),
            (_, true, true) => Err(Undefined::Both),
            (_, true, false) => Err(Undefined::Engine),
            (_, false, true) => Err(Undefined::People),
            (_, false, false) => {
                let chance: i128 =
                    rows.iter().zip(&columns).map(|(r, c)| i128::from(*r) * i128::from(*c)).sum();
                let n = i128::from(cases);
                Ok(Fraction::of(n * i128::from(agreed) - chance, n * n - chance))
            }
        };
        Score { cases, agreed, kappa }
    }
}

impl Fraction {
    /// In lowest terms; the denominator must be positive.
    pub fn of(numerator: i128, denominator: i128) -> Fraction {
        let (mut a, mut b) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = i128::try_from(a).unwrap_or(1).max(1);
        Fraction { numerator: numerator / common, denominator: denominator / common }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: &[&[u64]], agreed: (u64, u64), kappa: Result<(i128, i128), Undefined>) {
        let counts: Vec<Vec<u64>> = counts.iter().map(|row| row.to_vec()).collect();
        let score = Score::of(&counts);
        assert_eq!((score.agreed, score.cases), agreed);
        let found = score.kappa.map(|kappa| (kappa.numerator, kappa.denominator));
        assert_eq!(found, kappa);
    }

    #[test]
    fn kappa_is_that_of_tables_worked_out_by_hand() {
        // p = 35/50, e = (25·30 + 25·20)/2500 = 1/2: (7/10 − 1/2)/(1/2) = 2/5.
        check(&[&[20, 5], &[10, 15]], (35, 50), Ok((2, 5)));
        // p = 3/4, e = (2·1 + 2·3)/16 = 1/2: 1/2.
        check(&[&[1, 1], &[0, 2]], (3, 4), Ok((1, 2)));
        check(&[&[3, 0], &[0, 1]], (4, 4), Ok((1, 1)));
        check(&[&[0, 2], &[2, 0]], (0, 4), Ok((-1, 1)));
        check(&[&[1, 1], &[1, 1]], (2, 4), Ok((0, 1)));
        // Three categories: p = 7/9, e = (3·4 + 3·3 + 3·2)/81 = 1/3: (7/9 − 1/3)/(2/3) = 2/3.
        check(&[&[3, 0, 0], &[1, 2, 0], &[0, 1, 2]], (7, 9), Ok((2, 3)));
    }

    #[test]
    fn where_a_margin_has_one_category_there_is_no_kappa() {
        check(&[&[0, 0], &[0, 0]], (0, 0), Err(Undefined::NoCases));
        check(&[&[5, 0], &[0, 0]], (5, 5), Err(Undefined::Both));
        check(&[&[0, 5], &[0, 0]], (0, 5), Err(Undefined::Both));
        check(&[&[3, 2], &[0, 0]], (3, 5), Err(Undefined::Engine));
        check(&[&[3, 0], &[2, 0]], (3, 5), Err(Undefined::People));
    }
}
