//! Single records, with what they point to. What the records of a page point to is read at once.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::directory::{Account, AccountsOf, ListPage, Organization, ParentId};
use accede_membership::invariants::{self, Broken};
use accede_membership::{AccountId, Pair, Read, Relationship, Scope, View};
use accede_store::{Entry, StoreError};

use super::Check;

/// How many accounts of an organization are read at once.
const ACCOUNTS: usize = 500;

impl Check<'_> {
    /// Checks a page of entries.
    pub(super) async fn page(&mut self, page: &[Entry]) -> Result<(), StoreError> {
        let views = self.views(page).await?;
        for entry in page {
            let view = &views[&scope_of(entry).cloned()];
            let broken = match entry {
                Entry::Organization(organization) => self.organization(organization).await?,
                Entry::Handshake(handshake) => {
                    let of = view.organizations.get(&handshake.organization);
                    invariants::of_handshake(handshake, of.and_then(Option::as_ref), self.now)
                }
                other => of_record(other, view),
            };
            if !broken.is_empty() {
                self.find(&entry.key(), broken);
            }
        }
        Ok(())
    }

    /// What the entries of a page point to, by scope.
    async fn views(&self, page: &[Entry]) -> Result<BTreeMap<Option<Scope>, View>, StoreError> {
        let mut reads = BTreeMap::<Option<Scope>, BTreeSet<Read>>::new();
        for entry in page {
            reads.entry(scope_of(entry).cloned()).or_default().extend(reads_of(entry));
        }
        let mut views = BTreeMap::new();
        for (scope, reads) in reads {
            let reads: Vec<Read> = reads.into_iter().collect();
            let view = self.store.load(scope.as_ref(), &reads).await?.view;
            views.insert(scope, view);
        }
        Ok(views)
    }

    async fn organization(&self, organization: &Organization) -> Result<Broken, StoreError> {
        let counted = self.counted(organization).await?;
        let accounts = invariants::accounts_of(organization).into_iter().map(Read::Account);
        let sent = organization.inviting.values().map(|sent| Read::Handshake(sent.handshake));
        let reads: Vec<Read> = accounts.chain(sent).collect();
        let view = self.store.load(None, &reads).await?.view;
        let mut broken = invariants::of_organization(organization, &counted, &view);
        for (scope, designation) in &organization.designations {
            let id = designation.administrator;
            let view = self.store.load(Some(scope), &[Read::Standing(id)]).await?.view;
            let standing = view.standings.get(&id).cloned().flatten().unwrap_or_default();
            broken.extend(invariants::of_designated(id, &standing, scope));
        }
        Ok(broken)
    }

    /// How many accounts are in the root and in each unit.
    async fn counted(
        &self,
        organization: &Organization,
    ) -> Result<BTreeMap<ParentId, u64>, StoreError> {
        let mut counted = BTreeMap::new();
        let (of, mut after) = (AccountsOf::Organization(organization.id), None);
        loop {
            let page = ListPage { after, limit: ACCOUNTS };
            let read = [Read::AccountPage { of, page }];
            let accounts = self.store.load(None, &read).await?.view.account_page;
            let parents = accounts.iter().filter_map(|(_, account)| Some(account.joined?.parent));
            parents.for_each(|parent| *counted.entry(parent).or_default() += 1);
            match accounts.last() {
                Some((last, _)) if accounts.len() == ACCOUNTS => after = Some(last.number()),
                _ => return Ok(counted),
            }
        }
    }
}

fn scope_of(entry: &Entry) -> Option<&Scope> {
    match entry {
        Entry::Standing(scope, ..) | Entry::Relationship(scope, _) => Some(scope),
        _ => None,
    }
}

/// What has to be read to check an entry.
fn reads_of(entry: &Entry) -> Vec<Read> {
    match entry {
        Entry::Account(_, account) => {
            let email = email_key(account).map(Read::AccountByEmail);
            account.organization().map(Read::Organization).into_iter().chain(email).collect()
        }
        Entry::Handshake(handshake) => vec![Read::Organization(handshake.organization)],
        Entry::Creation(creation) => creation.outcome.map(Read::Account).into_iter().collect(),
        Entry::Standing(_, member, standing) => {
            let pair = |administrator| Pair { administrator, member: *member };
            standing.administrator.map(|id| Read::Relationship(pair(id))).into_iter().collect()
        }
        Entry::Relationship(_, relationship) => vec![Read::Standing(relationship.pair.member)],
        Entry::Organization(_) | Entry::AccessKey(_) | Entry::Role(_) | Entry::Event(_) => {
            Vec::new()
        }
    }
}

/// What is wrong with a record that points to no more than the view has.
fn of_record(entry: &Entry, view: &View) -> Broken {
    match entry {
        Entry::Account(id, account) => of_account(*id, account, view),
        Entry::Creation(creation) => {
            let account = creation.outcome.ok().and_then(|id| view.accounts.get(&id)?.as_ref());
            invariants::of_creation(creation, account.is_some())
        }
        Entry::Standing(_, member, standing) => {
            let pair = |administrator| Pair { administrator, member: *member };
            let with = standing.administrator.and_then(|id| view.relationships.get(&pair(id)));
            invariants::of_standing(standing, with.and_then(Option::as_ref))
        }
        Entry::Relationship(_, relationship) => of_relationship(relationship, view),
        _ => Broken::new(),
    }
}

fn of_account(id: AccountId, account: &Account, view: &View) -> Broken {
    let of = account.organization().and_then(|of| view.organizations.get(&of)?.as_ref());
    let by_email = email_key(account).and_then(|key| *view.emails.get(&key)?);
    invariants::of_account(id, account, of, by_email)
}

fn of_relationship(relationship: &Relationship, view: &View) -> Broken {
    let member = view.standings.get(&relationship.pair.member).cloned().flatten();
    invariants::of_relationship(relationship, &member.unwrap_or_default())
}

fn email_key(account: &Account) -> Option<String> {
    account.email.as_deref().map(Account::email_key)
}
