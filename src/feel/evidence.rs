//! How a value came about: every step, its value, where it stands and where it was read.

use crate::source::Span;

use super::value::Value;

/// The steps of one evaluation, children before parents.
///
/// Kept flat so that recording a step is one push; [`Evidence::root`] walks it as the tree it is.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub(super) steps: Vec<Step>,
}

/// One sub-expression and what became of it.
#[derive(Debug, Clone)]
pub struct Step {
    /// Bytes of the expression.
    pub span: Span,
    /// What happened.
    pub kind: StepKind,
    /// Its value; its origin is the place in the submission where it was read.
    pub value: Value,
    /// How many steps before this one lie below it.
    pub(super) below: u32,
}

/// What happened at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// It was computed.
    Computed,
    /// A field, parameter or variable was read.
    Read,
    /// It was computed for one element of a list (position from 1).
    Element(u32),
    /// It was not needed: another operand had decided.
    Skipped,
}

/// A step with access to those below it.
#[derive(Debug, Clone, Copy)]
pub struct StepNode<'e> {
    steps: &'e [Step],
    index: usize,
}

impl Evidence {
    /// The whole expression's step; none where nothing was recorded.
    pub fn root(&self) -> Option<StepNode<'_>> {
        let index = self.steps.len().checked_sub(1)?;
        Some(StepNode { steps: &self.steps, index })
    }

    /// All steps, children before parents.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl<'e> StepNode<'e> {
    /// The step itself.
    pub fn step(self) -> &'e Step {
        &self.steps[self.index]
    }

    /// The steps directly below, in the order of evaluation.
    pub fn children(self) -> Vec<StepNode<'e>> {
        let mut children = Vec::new();
        let first = self.index - self.step().below as usize;
        let mut next = self.index;
        while next > first {
            let child = StepNode { steps: self.steps, index: next - 1 };
            next = child.index - child.step().below as usize;
            children.push(child);
        }
        children.reverse();
        children
    }

    /// Places read below and here, each once, in the order of reading.
    pub fn places(self) -> Vec<Span> {
        let first = self.index - self.step().below as usize;
        let mut places = Vec::new();
        for step in &self.steps[first..=self.index] {
            let place = step.value.origin.filter(|_| step.kind == StepKind::Read);
            if let Some(place) = place.filter(|place| !places.contains(place)) {
                places.push(place);
            }
        }
        places
    }
}
