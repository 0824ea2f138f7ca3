//! What happens when somebody asks the directory for something: one file for each thing that can be asked.
//!
//! As with the rules of a scope, each file says what it needs to see and then decides, guards first.

mod context;
mod effects;
mod joining;
mod operator;
mod organizations;
mod pages;
mod tree;

use super::{DirectoryCommand, DirectoryRefusal, DirectoryReply};
use crate::{AccountEvent, AccountId, Change, Ids, Read, Region, Scope, Timestamp, View};
use context::Context;

/// What a request to the directory comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryDecision {
    /// The records of the directory that change.
    pub changes: Vec<Change>,
    /// What happens in scopes because of it. No two effects concern the same scope.
    pub effects: Vec<Effect>,
    /// The answer, once all of it is stored.
    pub reply: DirectoryReply,
}

/// Something that happens in scopes because the directory decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// To which account.
    pub account: AccountId,
    /// What.
    pub event: AccountEvent,
    /// In which scopes.
    pub scopes: Where,
}

/// Where an effect happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// In these scopes.
    In(Vec<Scope>),
    /// In every scope in which the account has a standing.
    Everywhere,
    /// In those of them that are of this Region.
    InRegion(Region),
}

/// Limits that an operator may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Accounts in one organization, open invitations included.
    pub accounts: u64,
    /// Organizational units in one organization.
    pub units: usize,
    /// How deep units may be nested below the root.
    pub unit_depth: usize,
    /// Tags of one resource.
    pub tags: usize,
    /// Services that one organization trusts.
    pub trusted: usize,
    /// Delegations of one organization: of an account for a service.
    pub delegated: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            accounts: 10_000,
            units: 2_000,
            unit_depth: 5,
            tags: 50,
            trusted: 200,
            delegated: 1_000,
        }
    }
}

/// What deciding one command comes to.
type Outcome = Result<DirectoryReply, DirectoryRefusal>;

/// What a command needs to see, given what was seen already: asked again after each load, until it wants nothing
/// more. What a command names is loaded first; what that points to comes next.
#[must_use]
pub fn reads(command: &DirectoryCommand, seen: &View) -> Vec<Read> {
    match command {
        DirectoryCommand::Operator(command) => operator::reads(command, seen),
        DirectoryCommand::Organizations(caller, command) => {
            organizations::reads(*caller, command, seen)
        }
    }
}

/// Decides a command. `view` must hold what [`reads`] asked for.
///
/// # Errors
///
/// The first reason to refuse it. A refused command changes nothing.
pub fn decide(
    limits: &Limits,
    view: &View,
    command: &DirectoryCommand,
    now: Timestamp,
    ids: &mut dyn Ids,
) -> Result<DirectoryDecision, DirectoryRefusal> {
    let mut cx = Context::of(limits, view, now, ids);
    let reply = match command {
        DirectoryCommand::Operator(command) => operator::decide(&mut cx, command),
        DirectoryCommand::Organizations(caller, command) => {
            organizations::decide(&mut cx, *caller, command)
        }
    }?;
    Ok(DirectoryDecision { changes: cx.draft.into_changes(), effects: cx.effects, reply })
}
