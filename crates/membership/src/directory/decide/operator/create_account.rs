//! `accede account create`: makes an account known, in no organization. One that is known already, but without
//! email and name, gets them and stays what it is.

use super::{Context, Outcome, organization_of};
use crate::directory::{Account, DirectoryRefusal};
use crate::{AccountId, Read, View};

pub(super) fn reads(id: AccountId, email: &str, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(id, seen);
    reads.push(Read::AccountByEmail(Account::email_key(email)));
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, id: AccountId, name: &str, email: &str) -> Outcome {
    let named = |account: &Account| account.name.is_some() || account.email.is_some();
    if cx.draft.account(id).is_some_and(named) {
        return Err(DirectoryRefusal::AccountExists);
    }
    if cx.with_email(email).is_some() {
        return Err(DirectoryRefusal::EmailExists);
    }
    let entry = cx.entry(id);
    entry.name = Some(name.to_owned());
    entry.email = Some(email.to_owned());
    Ok(cx.shown(id))
}
