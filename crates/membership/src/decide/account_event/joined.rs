//! S18, M20: an account joined an organization whose administrator enables accounts that join.
//!
//! Accounts with another administrator, administrators, and accounts that suspended the service are passed
//! over (semantics §9.2); so is everybody while the administrator's own account is not in use.

use crate::decide::organization::admit;
use crate::decide::{Context, pair};
use crate::directory::AccountState;
use crate::{AccountId, Read, Status, Tags};

pub(super) fn reads(account: AccountId, administrator: AccountId) -> Vec<Read> {
    vec![
        Read::Standing(administrator),
        Read::Account(administrator),
        Read::Standing(account),
        Read::Relationship(pair(administrator, account)),
    ]
}

pub(super) fn decide(cx: &mut Context<'_>, administrator: AccountId, standards: bool) {
    let active = cx.draft.account(administrator).is_none_or(|a| a.state == AccountState::Active);
    if !active || !cx.draft.standing(administrator).is_on() {
        return;
    }
    // A refusal is the reason to pass over the account; it changed nothing.
    let _ = admit(cx, administrator, cx.caller, Tags::new(), Status::Enabled, standards);
}
