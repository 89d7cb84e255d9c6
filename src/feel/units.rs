//! Units: what a number counts, and what comes of computing with it.
//!
//! Takes the units that a rule set declares; gives those of sums, products and quotients, or why two
//! do not go together. Knows no unit by its name: only what role each plays.

use std::sync::Arc;

use rust_decimal::Decimal;

/// The unit of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Unit {
    /// Not known before a submission is read: goes with any other.
    #[default]
    Unknown,
    /// Counts nothing: a literal takes the unit of what stands beside it.
    Plain,
    /// A place in a list.
    Position,
    /// A point in time, which is not added; two of them subtract to a span.
    Date(Arc<Calendar>),
    /// A difference of two percentages.
    Points,
    /// What is counted: units multiplied and divided, or the share of one part in another.
    Amount(Amount),
}

/// A unit for points in time.
#[derive(Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What people call the points: `años calendario`.
    pub name: Arc<str>,
    /// The unit of the time between two.
    pub span: Arc<Quantity>,
    /// From this figure on, a literal is itself a point; below, a span.
    pub since: Decimal,
}

/// A unit that things are counted in.
#[derive(Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What people call many: `personas`.
    pub many: Arc<str>,
    /// What they call one, after a quotient's `por`.
    pub one: Arc<str>,
    /// Whether it is money, and is shown as such.
    pub money: bool,
    /// Whether it is the time between two points, which counts places too.
    pub span: bool,
}

/// A product of powers of units; without any, a share of one part in another.
///
/// A percentage is a share counted in hundredths: the factor 100 is kept apart, so that `a / b * 100`
/// and `a * p / 100` come out right whatever stands between.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// Units and their powers, by name; none is zero.
    powers: Vec<(Arc<Quantity>, i32)>,
    /// Percentages that it was multiplied by.
    percent: i32,
    /// Literals `100` that it was multiplied by.
    hundreds: i32,
}

/// A number in a computation: its unit, and its value where it is written out.
#[derive(Debug, Clone, Copy)]
pub struct Operand<'u> {
    /// Its unit.
    pub unit: &'u Unit,
    /// Its value, where it is a literal.
    pub literal: Option<Decimal>,
}

/// Why two units do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// They count different things.
    Apart,
    /// The first is a share and the second the same in percent.
    ShareAndPercent,
    /// The first is in percent and the second the same as a share.
    PercentAndShare,
    /// Two points in time, which have no sum.
    Dates,
    /// A point in time and the time between two.
    DateAndSpan,
}

/// How a figure of some unit is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Grouped by thousands.
    Number,
    /// Digits as they are: a year, a place.
    Digits,
    /// With its sign.
    Percent,
    /// As thousands of pesos.
    Money,
}

impl Unit {
    /// A share of one part in another.
    pub fn share() -> Unit {
        Unit::Amount(Amount::default())
    }

    /// A share in hundredths.
    pub fn percent() -> Unit {
        Unit::Amount(Amount { percent: 1, ..Amount::default() })
    }

    /// One unit that things are counted in.
    pub fn of(quantity: Arc<Quantity>) -> Unit {
        Unit::Amount(Amount { powers: vec![(quantity, 1)], ..Amount::default() })
    }

    /// Whether figures of both can be compared: a literal and an unknown unit go with any.
    pub fn agree(&self, other: &Unit) -> Result<(), Clash> {
        match (self, other) {
            (Unit::Unknown | Unit::Plain, _) | (_, Unit::Unknown | Unit::Plain) => Ok(()),
            (Unit::Position, Unit::Position) | (Unit::Points, Unit::Points) => Ok(()),
            (Unit::Position, Unit::Amount(amount)) | (Unit::Amount(amount), Unit::Position) => {
                amount.is_span().then_some(()).ok_or(Clash::Apart)
            }
            (Unit::Date(a), Unit::Date(b)) if a == b => Ok(()),
            (Unit::Date(date), Unit::Amount(amount)) | (Unit::Amount(amount), Unit::Date(date)) => {
                Err(if amount.is_only(&date.span) { Clash::DateAndSpan } else { Clash::Apart })
            }
            (Unit::Points, Unit::Amount(amount)) => Amount::percent().agree(amount),
            (Unit::Amount(amount), Unit::Points) => amount.agree(&Amount::percent()),
            (Unit::Amount(a), Unit::Amount(b)) => a.agree(b),
            _ => Err(Clash::Apart),
        }
    }

    /// The unit of either: of the items of a list, of both branches of an `if`.
    pub fn join(&self, other: &Unit) -> Unit {
        match (self, other) {
            (Unit::Plain, other) | (other, Unit::Plain) => other.clone(),
            (a, b) if a == b => a.clone(),
            (Unit::Amount(a), Unit::Amount(b)) if a.agree(b).is_ok() => self.clone(),
            _ => Unit::Unknown,
        }
    }

    /// What numbers of it read like.
    pub fn reading(&self) -> Reading {
        match self {
            Unit::Position | Unit::Date(_) => Reading::Digits,
            Unit::Amount(amount) if amount.powers.is_empty() && amount.scale() == 1 => {
                Reading::Percent
            }
            Unit::Amount(amount) if amount.tells_money() => Reading::Money,
            _ => Reading::Number,
        }
    }

    /// Whether it says anything of what is counted.
    pub fn is_known(&self) -> bool {
        !matches!(self, Unit::Unknown | Unit::Plain)
    }

    /// What it counts, where that is one thing.
    pub fn quantity(&self) -> Option<&Arc<Quantity>> {
        match self {
            Unit::Amount(Amount { powers, percent: 0, hundreds: 0 }) => match &powers[..] {
                [(quantity, 1)] => Some(quantity),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is a share of one part in another.
    pub fn is_share(&self) -> bool {
        *self == Unit::share()
    }

    /// Whether it counts nothing but a part of a whole.
    pub fn is_share_or_percent(&self) -> bool {
        match self {
            Unit::Points => true,
            Unit::Amount(amount) => amount.powers.is_empty(),
            _ => false,
        }
    }

    /// Whether figures of it can be shown as money: money, or money for each of something.
    pub fn tells_money(&self) -> bool {
        match self {
            Unit::Unknown | Unit::Plain => true,
            Unit::Amount(amount) => amount.tells_money(),
            _ => false,
        }
    }

    /// What people call it, in Spanish and English; units of the rule set keep their names.
    pub fn words(&self) -> (String, String) {
        let both = |spanish: &str, english: &str| (spanish.to_owned(), english.to_owned());
        match self {
            Unit::Unknown | Unit::Plain => both("un número", "a number"),
            Unit::Position => both("una posición", "a position"),
            Unit::Date(date) => both(&date.name, &date.name),
            Unit::Points => both("puntos porcentuales", "percentage points"),
            Unit::Amount(amount) => amount.words(),
        }
    }
}

/// The unit of a sum.
pub fn sum(left: Operand<'_>, right: Operand<'_>) -> Result<Unit, Clash> {
    match (left.unit, right.unit) {
        (Unit::Plain, other) | (other, Unit::Plain) => Ok(other.clone()),
        (date @ Unit::Date(_), Unit::Unknown | Unit::Position)
        | (Unit::Unknown | Unit::Position, date @ Unit::Date(_)) => Ok(date.clone()),
        (Unit::Date(date), Unit::Amount(span)) | (Unit::Amount(span), Unit::Date(date))
            if span.is_only(&date.span) =>
        {
            Ok(Unit::Date(Arc::clone(date)))
        }
        (Unit::Date(a), Unit::Date(b)) if a == b => Err(Clash::Dates),
        (Unit::Unknown, _) | (_, Unit::Unknown) => Ok(Unit::Unknown),
        (Unit::Points, other) | (other, Unit::Points) => {
            left.unit.agree(right.unit).map(|()| other.clone())
        }
        (a, b) => a.agree(b).map(|()| a.clone()),
    }
}

/// The unit of a difference.
pub fn difference(left: Operand<'_>, right: Operand<'_>) -> Result<Unit, Clash> {
    match (left.unit, right.unit) {
        (Unit::Date(a), Unit::Date(b)) if a == b => Ok(Unit::of(Arc::clone(&a.span))),
        (Unit::Plain | Unit::Unknown, Unit::Date(date)) => Ok(Unit::of(Arc::clone(&date.span))),
        (Unit::Date(date), Unit::Plain) => {
            let is_point = right.literal.is_some_and(|figure| figure >= date.since);
            let span = || Unit::of(Arc::clone(&date.span));
            Ok(if is_point { span() } else { left.unit.clone() })
        }
        (Unit::Date(_), Unit::Unknown) => Ok(Unit::Unknown),
        (Unit::Amount(span), Unit::Date(date)) if span.is_only(&date.span) => {
            Err(Clash::DateAndSpan)
        }
        (Unit::Position, Unit::Date(_)) => Err(Clash::Apart),
        (Unit::Position, Unit::Position) => Ok(Unit::Plain),
        (Unit::Amount(a), Unit::Amount(b)) if a.is_percent() && b.is_percent() => Ok(Unit::Points),
        _ => sum(left, right),
    }
}

/// The unit of a product.
pub fn product(left: Operand<'_>, right: Operand<'_>) -> Unit {
    scaled(left, right, 1)
}

/// The unit of a quotient; of two figures of one unit, a share.
pub fn quotient(left: Operand<'_>, right: Operand<'_>) -> Unit {
    scaled(left, right, -1)
}

/// The unit of a power: of a share, a share; of a literal, none; else not known.
pub fn power(base: Operand<'_>, exponent: Operand<'_>) -> Unit {
    match (base.unit, exponent.unit) {
        (Unit::Plain, Unit::Plain) => Unit::Plain,
        (base, _) if base.is_share() => Unit::share(),
        _ => Unit::Unknown,
    }
}

fn scaled(left: Operand<'_>, right: Operand<'_>, sign: i32) -> Unit {
    if (left.unit, right.unit) == (&Unit::Plain, &Unit::Plain) {
        return Unit::Plain;
    }
    match (left.amount(), right.amount()) {
        (Some(a), Some(b)) => Unit::Amount(a.times(&b, sign)),
        _ => Unit::Unknown,
    }
}

impl Operand<'_> {
    /// As a factor; none where nothing can be said of a product with it.
    fn amount(&self) -> Option<Amount> {
        match self.unit {
            Unit::Amount(amount) => Some(amount.clone()),
            Unit::Points => Some(Amount::percent()),
            Unit::Plain => {
                let hundreds = i32::from(self.literal == Some(Decimal::ONE_HUNDRED));
                Some(Amount { hundreds, ..Amount::default() })
            }
            Unit::Unknown | Unit::Position | Unit::Date(_) => None,
        }
    }
}

impl Amount {
    fn percent() -> Amount {
        Amount { percent: 1, ..Amount::default() }
    }

    /// By how many factors of 100 it is larger than what it stands for.
    fn scale(&self) -> i32 {
        self.percent.saturating_add(self.hundreds)
    }

    fn is_percent(&self) -> bool {
        self.powers.is_empty() && self.scale() == 1
    }

    fn is_only(&self, quantity: &Quantity) -> bool {
        matches!(&self.powers[..], [(only, 1)] if **only == *quantity)
    }

    fn is_span(&self) -> bool {
        matches!(&self.powers[..], [(only, 1)] if only.span)
    }

    fn tells_money(&self) -> bool {
        let mut above = self.powers.iter().filter(|(_, power)| *power > 0);
        let money = matches!((above.next(), above.next()), (Some((only, 1)), None) if only.money);
        money && (self.percent == 0 || self.scale() == 0)
    }

    /// A hundred may be just a factor where something is counted, never where a share is.
    fn agree(&self, other: &Amount) -> Result<(), Clash> {
        if self.powers != other.powers {
            return Err(Clash::Apart);
        }
        let counts = !self.powers.is_empty();
        if self.scale() == other.scale() || (counts && self.percent == other.percent) {
            return Ok(());
        }
        Err(match self.scale().cmp(&other.scale()) {
            std::cmp::Ordering::Less => Clash::ShareAndPercent,
            _ => Clash::PercentAndShare,
        })
    }

    fn times(&self, other: &Amount, sign: i32) -> Amount {
        let mut powers = self.powers.clone();
        for (quantity, power) in &other.powers {
            let power = power.saturating_mul(sign);
            match powers.binary_search_by(|(known, _)| known.many.cmp(&quantity.many)) {
                Ok(at) => powers[at].1 = powers[at].1.saturating_add(power),
                Err(at) => powers.insert(at, (Arc::clone(quantity), power)),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        let join = |a: i32, b: i32| a.saturating_add(b.saturating_mul(sign));
        Amount {
            powers,
            percent: join(self.percent, other.percent),
            hundreds: join(self.hundreds, other.hundreds),
        }
    }

    fn words(&self) -> (String, String) {
        if self.powers.is_empty() {
            let (spanish, english) = match self.scale() {
                0 => ("una proporción", "a share"),
                1 => ("un porcentaje", "a percentage"),
                _ => ("una proporción en otra escala", "a share at another scale"),
            };
            return (spanish.to_owned(), english.to_owned());
        }
        let side = |wanted: i32| {
            let powers = self.powers.iter().filter(move |(_, power)| power.signum() == wanted);
            powers.map(move |(quantity, power)| {
                let name = if wanted > 0 { &quantity.many } else { &quantity.one };
                match power.abs() {
                    1 => name.to_string(),
                    power => format!("{name}^{power}"),
                }
            })
        };
        let mut above: Vec<String> = side(1).collect();
        if self.percent != 0 && self.scale() != 0 {
            above.push("%".to_owned());
        }
        let below: Vec<String> = side(-1).collect();
        let above = if above.is_empty() { "1".to_owned() } else { above.join(" × ") };
        match below.is_empty() {
            true => (above.clone(), above),
            false => {
                let below = below.join(" × ");
                (format!("{above} por {below}"), format!("{above} per {below}"))
            }
        }
    }
}
