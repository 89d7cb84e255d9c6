//! Today's date, where the person is.

/// The date of today as `2026-05-04`, by the clock and time zone of the system.
pub(super) fn today() -> String {
    jiff::Zoned::now().date().to_string()
}
