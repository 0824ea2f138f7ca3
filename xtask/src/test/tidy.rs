//! The checks of `cargo xtask tidy`.

use super::Context;
use crate::tally::Tally;
use crate::tidy;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    tidy::check(&context.root)
}
