//! What holds of records at rest, whatever was asked before: the invariants that the crate's documentation lists, said of
//! one record and what it points to. A broken one is said in words.
//!
//! Rules keep to these by themselves; whoever checks a whole store asks here.

use std::collections::{BTreeMap, BTreeSet};

use crate::directory::{
    Account, AccountState, Creation, Handshake, HandshakeState, Organization, ParentId, Unit,
};
use crate::{
    AccountId, Relationship, Scope, Standing, Status, StatusSet, Switch, Tally, Timestamp, View,
};

/// What is broken, in words; nothing if all is well.
pub type Broken = Vec<String>;

/// Of a relationship, where this is the member's standing.
#[must_use]
pub fn of_relationship(relationship: &Relationship, member: &Standing) -> Broken {
    let mut broken = Broken::new();
    let pair = relationship.pair;
    if pair.administrator == pair.member {
        broken.push("the account is its own member".to_owned());
    }
    let status = relationship.status();
    if !relationship.views_agree() {
        let row = status.map_or("absent", Status::name);
        let invitation = relationship.invitation.as_ref();
        let invitation = invitation.map_or("absent", |invitation| invitation.state.name());
        let kind = relationship.kind.name();
        broken.push(format!(
            "row and invitation do not agree: kind {kind}, row {row}, invitation {invitation}"
        ));
    }
    if relationship.is_associated() && member.administrator != Some(pair.administrator) {
        broken.push(format!(
            "it is current, but the member's administrator is {}",
            shown(member.administrator)
        ));
    }
    let switch = match status {
        Some(Status::Enabled) => Switch::Enabled,
        Some(Status::Paused) => Switch::Paused,
        _ => return broken,
    };
    if member.switch != switch {
        let (status, switch) = (status.map_or("", Status::name), member.switch.name());
        broken.push(format!("the row is {status}, but the member's service is {switch}"));
    }
    broken
}

/// Of a tally, where the rows of its account come to this one.
#[must_use]
pub fn of_tally(tally: Tally, rows: Tally) -> Broken {
    if tally == rows {
        return Broken::new();
    }
    vec![format!("it counts {}, but there are {}", in_words(tally), in_words(rows))]
}

fn in_words(tally: Tally) -> String {
    let Tally { rows, counted, blocking, associated, organization } = tally;
    format!(
        "{rows} rows, {counted} by invitation, {organization} by organization, {blocking} of members and members to be, \
         {associated} of members"
    )
}

/// Of the standing of an account, where this is its relationship with its administrator. Its tally is a matter of
/// [`of_tally`].
#[must_use]
pub fn of_standing(standing: &Standing, with_administrator: Option<&Relationship>) -> Broken {
    let mut broken = Broken::new();
    if let Some(administrator) = standing.administrator {
        let row = with_administrator.and_then(Relationship::status);
        if !row.is_some_and(|status| StatusSet::MEMBERS.contains(status)) {
            let row = row.map_or("absent", Status::name);
            broken.push(format!("its administrator is {administrator}, whose row for it is {row}"));
        }
        if standing.tally.blocking != 0 {
            broken.push("it is a member, and has members or invitations itself".to_owned());
        }
    }
    if !standing.is_on() {
        broken.push("its service is off, and it is kept".to_owned());
    }
    broken
}

/// Of an account that administers a service for its organization, where this is its standing there.
#[must_use]
pub fn of_designated(id: AccountId, standing: &Standing, scope: &Scope) -> Broken {
    let (service, region) = (scope.service.name(), &scope.region);
    let member = |of| format!("{id} administers {service} in {region}, and is a member of {of}");
    standing.administrator.map(member).into_iter().collect()
}

/// Of an account's entry, where this is the organization that it says it is in, and this account is found by its email.
#[must_use]
pub fn of_account(
    id: AccountId,
    account: &Account,
    organization: Option<&Organization>,
    by_email: Option<AccountId>,
) -> Broken {
    let mut broken = Broken::new();
    match (account.joined, organization) {
        (Some(joined), None) => {
            broken.push(format!("it is in {}, which is not there", joined.organization));
        }
        (Some(joined), Some(organization)) if !organization.has(joined.parent) => {
            broken.push(format!("it is in {}, which is not there", joined.parent));
        }
        (None, _) if !account.tags.is_empty() => {
            broken.push("it is in no organization, and has tags".to_owned());
        }
        _ => {}
    }
    if account.email.is_some() && by_email != Some(id) {
        broken.push(format!("its email leads to another account: {}", shown(by_email)));
    }
    broken
}

/// Of an organization, where so many accounts are in its root and each of its units, and the view has its
/// [accounts](accounts_of) and open invitations.
#[must_use]
pub fn of_organization(
    organization: &Organization,
    counted: &BTreeMap<ParentId, u64>,
    view: &View,
) -> Broken {
    let mut broken = Broken::new();
    of_counts(organization, counted, &mut broken);
    of_tree(organization, &mut broken);
    of_delegates(organization, view, &mut broken);
    for (account, sent) in &organization.inviting {
        let handshake = view.handshakes.get(&sent.handshake).and_then(Option::as_ref);
        let it_is = |h: &Handshake| {
            let which = (h.organization, h.account, h.state, h.expires_at);
            which == (organization.id, *account, HandshakeState::Open, sent.expires_at)
        };
        if !handshake.is_some_and(it_is) {
            broken.push(format!("it invites {account} by {}, which is not so", sent.handshake));
        }
    }
    broken
}

/// The accounts that an organization names.
#[must_use]
pub fn accounts_of(organization: &Organization) -> BTreeSet<AccountId> {
    let delegated = organization.delegated.keys().map(|(_, account)| *account);
    delegated.chain([organization.management]).collect()
}

fn of_counts(organization: &Organization, counted: &BTreeMap<ParentId, u64>, broken: &mut Broken) {
    let mut differs = |what: &str, kept: u64, counted: u64| {
        if kept != counted {
            broken.push(format!("{what} has {kept} accounts, but {counted} are in it"));
        }
    };
    let in_parent = |parent| counted.get(&parent).copied().unwrap_or(0);
    let root = organization.root();
    differs("the organization", organization.accounts, counted.values().sum());
    differs("the root", organization.root_accounts, in_parent(ParentId::Root(root)));
    for (id, unit) in &organization.units {
        differs(&id.to_string(), unit.accounts, in_parent(ParentId::Unit(*id)));
    }
}

fn of_tree(organization: &Organization, broken: &mut Broken) {
    let mut names = BTreeSet::new();
    for (id, unit) in &organization.units {
        if !reaches_the_root(organization, unit) {
            broken.push(format!("{id} is in {}, which leads to no root", unit.parent));
        }
        if !names.insert((unit.parent, &unit.name)) {
            broken.push(format!("{id} has the name of another unit in {}", unit.parent));
        }
    }
}

fn reaches_the_root(organization: &Organization, unit: &Unit) -> bool {
    let mut parent = unit.parent;
    // A way that is longer than there are units goes round in a circle.
    for _ in 0..=organization.units.len() {
        match parent {
            ParentId::Root(root) => return root == organization.root(),
            ParentId::Unit(id) => match organization.units.get(&id) {
                Some(unit) => parent = unit.parent,
                None => return false,
            },
        }
    }
    false
}

fn of_delegates(organization: &Organization, view: &View, broken: &mut Broken) {
    let account = |id: &AccountId| view.accounts.get(id).and_then(Option::as_ref);
    let is_in =
        |id: &AccountId| account(id).and_then(Account::organization) == Some(organization.id);
    if !is_in(&organization.management) {
        broken.push(format!("its management account {} is not in it", organization.management));
    }
    for (principal, id) in organization.delegated.keys() {
        if !is_in(id) {
            broken.push(format!("{id} is delegated for {principal}, and is not in it"));
        }
        if account(id).is_some_and(|account| account.state == AccountState::Closed) {
            broken.push(format!("{id} is delegated for {principal}, and is closed"));
        }
        if !organization.trusted.contains_key(principal) {
            broken.push(format!("{id} is delegated for {principal}, which is not trusted"));
        }
    }
    for (scope, designation) in &organization.designations {
        let id = designation.administrator;
        let key = (scope.service.principal().to_owned(), id);
        if id != organization.management && !organization.delegated.contains_key(&key) {
            let (service, region) = (scope.service.name(), &scope.region);
            broken.push(format!("{id} administers {service} in {region}, and is not delegated"));
        }
    }
}

/// Of an invitation into an organization, where this is the organization.
#[must_use]
pub fn of_handshake(
    handshake: &Handshake,
    organization: Option<&Organization>,
    now: Timestamp,
) -> Broken {
    let mut broken = Broken::new();
    if handshake.state == HandshakeState::Expired {
        broken.push("it is stored as expired".to_owned());
    }
    if handshake.state_at(now) == HandshakeState::Open {
        let sent = organization.and_then(|of| of.inviting.get(&handshake.account));
        if sent.map(|sent| sent.handshake) != Some(handshake.id) {
            broken.push(format!("it is open, and {} does not know", handshake.organization));
        }
    }
    broken
}

/// Of a request to create an account, where this says whether the account is known.
#[must_use]
pub fn of_creation(creation: &Creation, known: bool) -> Broken {
    match creation.outcome {
        Ok(account) if !known => vec![format!("it created {account}, which is not known")],
        _ => Broken::new(),
    }
}

fn shown(account: Option<AccountId>) -> String {
    account.map_or_else(|| "nobody".to_owned(), |id| id.to_string())
}
