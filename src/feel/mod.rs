//! The expression language: a subset of FEEL (OMG DMN 1.5) that keeps why a value is unknown.
//!
//! Takes the text of a condition and values; gives a [`Value`] and the [`Evidence`] of how it came.
//! Knows nothing of YAML, of rules or of the form: who compiles rules tells it the [`Type`] of every name.
//!
//! ```text
//! text ─▶ lexer ─▶ parser ─▶ Expr ─┬─▶ check (types, names) ─▶ findings
//!                                  └─▶ evaluate(Scope) ─▶ Value + Evidence
//! ```
//!
//! One extension to the standard: a field that is absent, not published or pending is not null but
//! *unknown with its causes*, and stays so through every operation that it could have decided.

mod ast;
mod check;
mod diagnostic;
mod evaluate;
mod evidence;
mod functions;
mod instance;
mod lexer;
mod operators;
mod parser;
mod print;
mod temporal;
mod types;
mod units;
mod value;

pub use ast::{
    Argument, Arithmetic, Binding, Callee, Comparison, Expr, ExprKind, Logic, Name, Quantifier,
    RangeExpr, Test,
};
pub use check::{Checked, check, types_of_parts};
pub use diagnostic::Diagnostic;
pub use evaluate::{Failure, Places, Scope, evaluate, value_of};
pub use evidence::{Evidence, Step, StepKind, StepNode};
#[cfg(test)]
pub(crate) use functions::check_examples;
pub use functions::{Call, Function, Group, Library, Parameter, Takes, Unknowns, formats};
pub use instance::{TYPE_NAMES, WrittenType};
pub use parser::{Parsed, parse};
pub use temporal::{Date, DateTime, Temporal, TemporalKind, Time};
pub use types::{ContextType, FunctionType, Type};
pub use units::{Calendar, Operand, Quantity, Unit, quotient};
pub use value::{Cause, CauseKind, Causes, Closure, Context, Data, Range, Value};
