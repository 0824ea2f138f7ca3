//! Which account a load or a change is about.

use accede_membership::{AccountId, Change, Read};

/// The account that all of these reads are about, if they are about one alone, and no commit that is not about this
/// account can change what they find.
pub(super) fn concerned(reads: &[Read]) -> Option<AccountId> {
    let of = |read: &Read| match read {
        Read::Standing(account) => Some(*account),
        Read::RowPage { administrator, .. } => Some(*administrator),
        Read::InvitationPage { member, .. } | Read::InvitationCount { member, .. } => Some(*member),
        // Of two accounts, or of none in particular, or read to decide upon.
        Read::Relationship(_)
        | Read::AdministratorOf(_)
        | Read::MembersOf { .. }
        | Read::RowsOf(_)
        | Read::EverybodyOf(_)
        | Read::Account(_)
        | Read::OrganizationOf(_)
        | Read::Organization(_)
        | Read::AccountByEmail(_)
        | Read::Handshake(_)
        | Read::Creation(_)
        | Read::AccountPage { .. }
        | Read::HandshakePage { .. }
        | Read::CreationPage { .. }
        | Read::ScopesOf(_)
        | Read::AccessKey(_)
        | Read::AccessKeyPage { .. }
        | Read::Role(_)
        | Read::RolePage { .. }
        | Read::EventPage { .. } => None,
    };
    let (first, others) = reads.split_first()?;
    let account = of(first)?;
    others.iter().all(|read| of(read) == Some(account)).then_some(account)
}

/// The accounts of a scope that a change is about.
pub(super) fn changed(change: &Change) -> [Option<AccountId>; 2] {
    match change {
        Change::Standing(account, _) => [Some(*account), None],
        Change::Relationship(pair, _) => [Some(pair.administrator), Some(pair.member)],
        Change::Account(..)
        | Change::Organization(..)
        | Change::Handshake(..)
        | Change::Creation(..)
        | Change::AccessKey(..)
        | Change::Role(..)
        | Change::Event(_) => [None, None],
    }
}
