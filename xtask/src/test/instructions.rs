//! The instructions of hot requests: not more than are stored.

use super::Context;
use crate::instructions;
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    instructions::guard(context)
}
