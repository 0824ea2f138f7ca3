//! Which account a load or a change is about.

use accede_membership::{AccountId, Change, Read};

/// Whether all of these reads are about this account: no commit that is not about it can change what they find.
#[must_use]
pub fn about(account: AccountId, reads: &[Read]) -> bool {
    reads.iter().all(|read| match read {
        Read::Standing(of) => *of == account,
        Read::Relationship(pair) => [pair.administrator, pair.member].contains(&account),
        Read::RowPage { administrator, .. } => *administrator == account,
        Read::InvitationPage { member, .. } | Read::InvitationCount { member, .. } => {
            *member == account
        }
        // Of several accounts, or of none in particular, or read to decide upon.
        Read::AdministratorOf(_)
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
        | Read::EventPage { .. } => false,
    })
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

#[cfg(test)]
mod tests {
    use accede_membership::{Page, Pair};

    use super::*;

    #[test]
    fn reads_are_about_an_account_if_each_of_them_is() {
        let [a, b, c] = [1, 2, 3].map(|number| AccountId::new(number).unwrap());
        let pair = Pair { administrator: a, member: b };
        let page = Page { after: None, limit: 9 };
        for (read, accounts) in [
            (Read::Standing(a), &[a][..]),
            (Read::Relationship(pair), &[a, b]),
            (Read::InvitationPage { member: b, page }, &[b]),
            (Read::AdministratorOf(a), &[]),
            (Read::Account(a), &[]),
        ] {
            for account in [a, b, c] {
                let is_about = accounts.contains(&account);
                assert_eq!(about(account, std::slice::from_ref(&read)), is_about, "{read:?}");
                let with_own = [Read::Standing(account), read.clone()];
                assert_eq!(about(account, &with_own), is_about, "{read:?}");
            }
        }
    }
}
