//! The examples for Terraform, with the real provider: the tests in `conformance/terraform`.
//!
//! A part of its own because one command of Terraform takes longer than most other tests together. The tests skip
//! themselves, with the reason, where Terraform or its AWS provider is absent: nothing is fetched.

use super::conformance::{self, Store};
use super::{Auth, Context};
use crate::tally::Tally;

pub(super) fn run(context: &Context, auth: Auth) -> Result<Tally, String> {
    conformance::pytest(context, auth, Store::File, "terraform", &["terraform"])
}
