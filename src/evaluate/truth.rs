//! Truth values of conditions, with why there is none.

use std::sync::Arc;

use crate::feel::{Cause, CauseKind, Causes, Data, Value};

/// A truth value, or why there is none.
#[derive(Clone)]
pub(super) enum Truth {
    True,
    False,
    Unknown(Causes),
}

impl Truth {
    pub fn of(value: &Value) -> Truth {
        match &value.data {
            Data::Bool(true) => Truth::True,
            Data::Bool(false) => Truth::False,
            Data::Unknown(causes) => Truth::Unknown(Arc::clone(causes)),
            _ => {
                let cause = Cause {
                    kind: CauseKind::WrongType,
                    subject: Arc::from(value.to_string()),
                    place: value.origin,
                };
                Truth::Unknown(Arc::from([cause]))
            }
        }
    }

    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, other) | (other, Truth::True) => other,
            (Truth::Unknown(a), Truth::Unknown(b)) => Truth::Unknown(joined(&a, &b)),
        }
    }

    pub fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::False, other) | (other, Truth::False) => other,
            (Truth::Unknown(a), Truth::Unknown(b)) => Truth::Unknown(joined(&a, &b)),
        }
    }
}

/// The causes of both, each once.
pub(super) fn joined(a: &Causes, b: &Causes) -> Causes {
    let new = b.iter().filter(|cause| !a.contains(cause));
    a.iter().chain(new).cloned().collect()
}
