//! A laboratory: one scope's world, real commands, a clock and ids that tell the same story every time.

#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub(crate) mod commands;
pub(crate) mod organizations;
mod sound;
mod states;
#[macro_use]
pub(crate) mod tables;
mod views;

use std::collections::BTreeSet;

use accede_membership::{
    AccountId, Change, Command, EmailCheck, Ids, InvitationId, Quotas, Read, Refusal, Region,
    Reply, Rules, Subject, Timestamp, Unprocessed, World, decide, reads,
};
use tables::Refused;

/// The accounts of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The administrator.
    A,
    /// Its member.
    M,
    /// Another administrator.
    B,
    /// Another member.
    N,
    /// The management account of an organization, whose own service is off.
    G,
}

impl Who {
    /// The accounts that have the service on.
    pub(crate) const ALL: [Who; 4] = [Who::A, Who::M, Who::B, Who::N];
    /// These and the management account.
    pub(crate) const AND_G: [Who; 5] = [Who::A, Who::M, Who::B, Who::N, Who::G];

    pub(crate) fn id(self) -> AccountId {
        account(111_111_111_111 * (self as u64 + 1))
    }
}

impl From<Who> for Subject {
    fn from(who: Who) -> Subject {
        who.id().into()
    }
}

/// The Region of every scope here.
pub(crate) fn region() -> Region {
    "us-east-1".parse().expect("a Region")
}

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::new(number).expect("12 digits")
}

/// Ids in the order 1, 2, 3, so that a table can name them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbered(pub(crate) u128);

impl Ids for Numbered {
    fn invitation(&mut self) -> InvitationId {
        self.0 += 1;
        InvitationId(self.0)
    }

    fn number(&mut self) -> u64 {
        self.0 += 1;
        u64::try_from(self.0).expect("fewer")
    }
}

/// One scope, its rules, its clock and its ids.
#[derive(Debug, Clone)]
pub(crate) struct Lab {
    pub(crate) rules: Rules,
    pub(crate) world: World,
    pub(crate) clock: i64,
    pub(crate) ids: Numbered,
}

impl Lab {
    /// A scope in which nobody ever did anything.
    pub(crate) fn empty(rules: Rules) -> Lab {
        Lab { rules, world: World::default(), clock: 0, ids: Numbered::default() }
    }

    /// A scope in which the four accounts have switched the service on.
    pub(crate) fn of(rules: Rules) -> Lab {
        Who::ALL.into_iter().fold(Lab::empty(rules), |lab, who| lab.after(who, commands::enable()))
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.clock * 1_000)
    }

    /// Runs a command as the server does, a second after the last one.
    pub(crate) fn run(
        &mut self,
        caller: impl Into<Subject>,
        command: &Command,
    ) -> Result<Reply, Refusal> {
        let caller = caller.into().account().expect("a caller is an account");
        self.clock += 1;
        let now = self.now();
        let view = self.world.load(&settled(&self.world, &self.rules, caller, command));
        let decision = decide(&self.rules, &region(), caller, &view, command, now, &mut self.ids)?;
        require_each_record_once(&decision.changes);
        self.world.apply(&decision.changes);
        Ok(decision.reply)
    }

    /// The same scope with other limits.
    pub(crate) fn limited(mut self, quotas: Quotas) -> Lab {
        self.rules.quotas = quotas;
        self
    }

    /// The same scope, where an administrator may have so many members.
    pub(crate) fn members_at_most(self, members: u64) -> Lab {
        self.limited(Quotas { members, ..Quotas::default() })
    }

    /// The same scope, where an administrator may have so many members through its organization.
    pub(crate) fn organization_at_most(self, organization: u64) -> Lab {
        self.limited(Quotas { organization, ..Quotas::default() })
    }

    /// The same scope, where a request may name so many accounts.
    pub(crate) fn batch_at_most(self, batch: usize) -> Lab {
        self.limited(Quotas { batch, ..Quotas::default() })
    }

    /// The same scope, where a resource may have so many tags.
    pub(crate) fn tags_at_most(self, tags: usize) -> Lab {
        self.limited(Quotas { tags, ..Quotas::default() })
    }

    /// Runs a command that must succeed for everything that it names.
    pub(crate) fn must(&mut self, caller: impl Into<Subject>, command: Command) {
        let outcome = self.run(caller, &command);
        let outcome = outcome.map(|reply| unprocessed(&reply).to_vec());
        assert_eq!(outcome, Ok(Vec::new()), "{command:?}");
    }

    /// The same, to build states by.
    pub(crate) fn after(mut self, caller: impl Into<Subject>, command: Command) -> Lab {
        self.must(caller, command);
        self
    }

    /// Why a command is refused; `None` if it succeeds for everything that it names.
    pub(crate) fn refused(&mut self, who: Who, command: &Command) -> Option<Refused> {
        match self.run(who, command) {
            Err(refusal) => Some(Refused::Request(refusal)),
            Ok(reply) => unprocessed(&reply).first().map(|one| Refused::Account(one.refusal)),
        }
    }
}

/// Security Hub with the four accounts.
pub(crate) fn hub() -> Lab {
    Lab::of(Rules::security_hub(Quotas::default()))
}

/// Macie with the four accounts; the directory knows nobody.
pub(crate) fn macie() -> Lab {
    Lab::of(Rules::macie(Quotas::default()))
}

/// Macie where the email check comes later.
pub(crate) fn macie_later() -> Lab {
    let email_check = EmailCheck::Later;
    Lab::of(Rules { email_check, ..Rules::macie(Quotas::default()) })
}

/// Both services, with quotas of this size.
pub(crate) fn both(quotas: Quotas) -> [Lab; 2] {
    [Lab::of(Rules::security_hub(quotas)), Lab::of(Rules::macie(quotas))]
}

/// What a command reads in the end: it is asked until it wants nothing more.
pub(crate) fn settled(
    world: &World,
    rules: &Rules,
    caller: AccountId,
    command: &Command,
) -> Vec<Read> {
    let mut asked = Vec::new();
    loop {
        let wanted = reads(rules, caller, command, &world.load(&asked));
        if wanted == asked {
            return asked;
        }
        asked = wanted;
    }
}

/// The accounts of a batch that were not processed.
pub(crate) fn unprocessed(reply: &Reply) -> &[Unprocessed] {
    match reply {
        Reply::Batch { unprocessed } | Reply::Members { unprocessed, .. } => unprocessed,
        _ => &[],
    }
}

fn require_each_record_once(changes: &[Change]) {
    let keys: BTreeSet<_> = changes.iter().map(name_of).collect();
    assert_eq!(keys.len(), changes.len(), "a record is named twice: {changes:?}");
}

/// The record that a change names.
pub(crate) fn name_of(change: &Change) -> String {
    match change {
        Change::Standing(account, _) => format!("standing {account}"),
        Change::Relationship(pair, _) => format!("{pair:?}"),
        Change::Account(account, _) => format!("account {account}"),
        Change::Organization(id, _) => format!("{id}"),
        Change::Handshake(id, _) => format!("{id}"),
        Change::Creation(id, _) => format!("{id}"),
        Change::AccessKey(id, _) => format!("{id}"),
        Change::Role(key, _) => format!("{key:?}"),
        Change::Event(event) => format!("{}", event.place.id),
    }
}
