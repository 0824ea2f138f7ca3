//! From what was found to the view, and what was seen.

use std::collections::BTreeMap;

use accede_membership::access::{EventsOf, KeyId, RoleKey};
use accede_membership::directory::{Account, CreationId, HandshakeId, OrganizationId};
use accede_membership::{AccountId, Pair, Read, StatusSet};

use super::Found;
use crate::{Key, Loaded, Version};

/// Answers the reads, one after the other, with what was found.
pub(super) fn answer(reads: &[Read], found: Found) -> Loaded {
    let mut answer = Answer { found, loaded: Loaded::default() };
    for read in reads {
        answer.add(read);
    }
    answer.add_pages(reads);
    answer.loaded
}

struct Answer {
    found: Found,
    loaded: Loaded,
}

impl Answer {
    fn add(&mut self, read: &Read) {
        match read {
            Read::Standing(account) => self.see_standing(*account),
            Read::Relationship(pair) => self.see_relationship(*pair),
            Read::AdministratorOf(member) => self.see_administrator_of(*member),
            Read::MembersOf { administrator, statuses } => {
                self.see_members_of(*administrator, *statuses);
            }
            Read::RowsOf(administrator) => drop(self.see_rows_of(*administrator)),
            Read::EverybodyOf(administrator) => {
                for member in self.see_rows_of(*administrator) {
                    self.see_standing(member);
                    self.see_account(member);
                }
            }
            Read::Account(account) => self.see_account(*account),
            Read::OrganizationOf(account) => self.see_organization_of(*account),
            Read::Organization(id) => self.see_organization(*id),
            Read::AccountByEmail(email) => self.see_email(email),
            Read::Handshake(id) => self.see_handshake(*id),
            Read::Creation(id) => self.see_creation(*id),
            Read::ScopesOf(account) => self.see_scopes_of(*account),
            Read::AccessKey(id) => self.see_access_key(*id),
            Read::Role(key) => self.see_role(key),
            Read::RowPage { .. }
            | Read::InvitationPage { .. }
            | Read::InvitationCount { .. }
            | Read::AccountPage { .. }
            | Read::HandshakePage { .. }
            | Read::CreationPage { .. }
            | Read::AccessKeyPage { .. }
            | Read::RolePage { .. }
            | Read::EventPage { .. } => {}
        }
    }

    fn see_standing(&mut self, account: AccountId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.standings.remove(&account), &mut view.standings, seen, account, Key::Standing);
    }

    fn see_relationship(&mut self, pair: Pair) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        // Whoever asks for all rows of an administrator looks for it again.
        let record = found.relationships.get(&pair).cloned();
        see(record, &mut view.relationships, seen, pair, Key::Relationship);
    }

    fn see_administrator_of(&mut self, member: AccountId) {
        self.see_standing(member);
        let standing = self.loaded.view.standings.get(&member).and_then(Option::as_ref);
        if let Some(administrator) = standing.and_then(|standing| standing.administrator) {
            self.see_standing(administrator);
            self.see_relationship(Pair { administrator, member });
        }
    }

    fn see_members_of(&mut self, administrator: AccountId, statuses: StatusSet) {
        self.see_standing(administrator);
        let members = self.found.members.get(&administrator).cloned().unwrap_or_default();
        for (member, status) in members {
            if statuses.contains(status) {
                self.see_standing(member);
            }
        }
    }

    /// Answers the members, too.
    fn see_rows_of(&mut self, administrator: AccountId) -> Vec<AccountId> {
        self.see_standing(administrator);
        let first = Pair { administrator, member: AccountId::MIN };
        let last = Pair { administrator, member: AccountId::MAX };
        let rows = self.found.relationships.range(first..=last);
        let rows = rows.filter(|(_, (relationship, _))| relationship.row.is_some());
        let members: Vec<AccountId> = rows.map(|(pair, _)| pair.member).collect();
        for member in &members {
            self.see_relationship(Pair { administrator, member: *member });
        }
        members
    }

    fn see_account(&mut self, account: AccountId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.accounts.remove(&account), &mut view.accounts, seen, account, Key::Account);
    }

    fn see_organization_of(&mut self, account: AccountId) {
        self.see_account(account);
        let account = self.loaded.view.accounts.get(&account).and_then(Option::as_ref);
        if let Some(id) = account.and_then(Account::organization) {
            self.see_organization(id);
        }
    }

    fn see_organization(&mut self, id: OrganizationId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.organizations.remove(&id), &mut view.organizations, seen, id, Key::Organization);
    }

    fn see_email(&mut self, email: &str) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.emails.remove(email), &mut view.emails, seen, email.to_owned(), Key::Email);
    }

    fn see_handshake(&mut self, id: HandshakeId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.handshakes.remove(&id), &mut view.handshakes, seen, id, Key::Handshake);
    }

    fn see_creation(&mut self, id: CreationId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.creations.remove(&id), &mut view.creations, seen, id, Key::Creation);
    }

    fn see_access_key(&mut self, id: KeyId) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.access_keys.remove(&id), &mut view.access_keys, seen, id, Key::AccessKey);
    }

    fn see_role(&mut self, key: &RoleKey) {
        let Answer { found, loaded: Loaded { view, seen } } = self;
        see(found.roles.remove(key), &mut view.roles, seen, key.clone(), Key::Role);
    }

    fn see_scopes_of(&mut self, account: AccountId) {
        let key = Key::ScopesOf(account);
        if !self.loaded.seen.iter().any(|(seen, _)| *seen == key) {
            let version = self.found.whereabouts.get(&account).copied();
            self.loaded.seen.push((key, version.unwrap_or_default()));
        }
        let mut scopes = self.found.scopes.get(&account).cloned().unwrap_or_default();
        // The order of services is not that of their names.
        scopes.sort_unstable();
        self.loaded.view.scopes = scopes;
    }

    /// Rows of a page come in its order, whatever order they were sent in.
    fn add_pages(&mut self, reads: &[Read]) {
        let Answer { found, loaded: Loaded { view, .. } } = self;
        view.rows = std::mem::take(&mut found.row_page);
        view.rows.sort_by_key(|row| row.pair.member);
        view.invitations = std::mem::take(&mut found.invitation_page);
        view.invitations.sort_by_key(|invitation| invitation.administrator);
        view.invitation_count = found.invitation_count;
        view.account_page = std::mem::take(&mut found.account_page);
        view.account_page.sort_by_key(|(account, _)| *account);
        view.handshake_page = std::mem::take(&mut found.handshake_page);
        view.handshake_page.sort_by_key(|handshake| handshake.id.to_string());
        view.creation_page = std::mem::take(&mut found.creation_page);
        view.creation_page.sort_by_key(|creation| creation.id.to_string());
        view.access_key_page = std::mem::take(&mut found.access_key_page);
        view.access_key_page.sort_by_key(|key| (key.account, key.id));
        view.role_page = std::mem::take(&mut found.role_page);
        view.role_page.sort_by_cached_key(|role| role.key());
        let events = reads.iter().rev().find_map(|read| match read {
            Read::EventPage { of, extent, .. } => Some((of, extent)),
            _ => None,
        });
        if let Some((of, extent)) = events {
            found.event_page.sort_by_key(|event| event.place);
            if matches!(of, EventsOf::Account(..)) {
                found.event_page.reverse();
            }
            (view.event_page, view.more_events) = extent.page(found.event_page.iter());
        }
    }
}

/// Puts what was found of a record into the view, or its absence, unless it is there.
fn see<K: Clone + Ord, V>(
    found: Option<(V, Version)>,
    view: &mut BTreeMap<K, Option<V>>,
    seen: &mut Vec<(Key, Version)>,
    key: K,
    name: fn(K) -> Key,
) {
    if view.contains_key(&key) {
        return;
    }
    let (record, version) = found.unzip();
    seen.push((name(key.clone()), version.unwrap_or_default()));
    view.insert(key, record);
}
