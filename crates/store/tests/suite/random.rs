//! Numbers and records that a seed determines.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

use accede_membership::access::{AccessKey, KeyId, KeyStatus, LastUse, Role};
use accede_membership::directory::{
    Account, AccountState, Creation, CreationFailure, CreationId, Designation, FeatureSet,
    FindingAggregator, Handshake, HandshakeId, HandshakeState, Invitee, Joined, JoinedMethod,
    Linking, Organization, OrganizationId, ParentId, Sent, Unit, UnitId,
};
use accede_membership::{AccountId, Region, Scope, Service, Timestamp};

use super::make::{TEXTS, TIMES, account};

/// Numbers that a seed determines (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A new seed, or the one in `ACCEDE_SEED`, to play a history again. It shows when a test fails.
    #[allow(clippy::disallowed_methods, reason = "a test is told its seed by the environment")]
    pub(crate) fn seed() -> u64 {
        let given = std::env::var("ACCEDE_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(0));
        eprintln!("to play this again: ACCEDE_SEED={seed}");
        seed
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(crate) fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    pub(crate) fn maybe<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        (self.below(4) != 0).then(|| self.one_of(items))
    }
}

/// Records of the directory: every field in every state it can be in, sooner or later.
impl Random {
    pub(crate) fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    pub(crate) fn text(&mut self) -> String {
        self.one_of(&TEXTS).to_owned()
    }

    pub(crate) fn time(&mut self) -> Timestamp {
        Timestamp(self.one_of(&TIMES))
    }

    fn id(&mut self) -> AccountId {
        let any = self.below(AccountId::MAX.number());
        account(self.one_of(&[0, 1, any, AccountId::MAX.number()]))
    }

    fn region(&mut self) -> Region {
        self.one_of(&["us-east-1", "my-cloud", "a", "cn-north-1"]).parse().unwrap()
    }

    /// A few items; sometimes none.
    fn few<T, C: FromIterator<T>>(&mut self, one: impl Fn(&mut Random) -> T) -> C {
        (0..self.below(4)).map(|_| one(self)).collect()
    }

    pub(crate) fn tags(&mut self) -> BTreeMap<String, String> {
        self.few(|random| (random.text(), random.text()))
    }

    fn parent(&mut self, organization: OrganizationId) -> ParentId {
        let root = organization.root();
        if self.flip() {
            return ParentId::Root(root);
        }
        ParentId::Unit(UnitId::of(root, self.next()))
    }

    pub(crate) fn organization_id(&mut self) -> OrganizationId {
        OrganizationId::of(self.next())
    }

    fn aggregator(&mut self) -> FindingAggregator {
        FindingAggregator {
            id: u128::from(self.next()) << self.one_of(&[0, 64]),
            region: self.region(),
            linking: self.one_of(&Linking::ALL),
            regions: self.few(Random::region),
            created_at: self.time(),
        }
    }

    pub(crate) fn account(&mut self) -> Account {
        let organization = self.organization_id();
        let joined = Joined {
            organization,
            parent: self.parent(organization),
            method: self.one_of(&[JoinedMethod::Invited, JoinedMethod::Created]),
            at: self.time(),
        };
        let email = format!("{}@Exämple.COM", self.text());
        Account {
            name: self.flip().then(|| self.text()),
            email: self.flip().then_some(email),
            state: self.one_of(&AccountState::ALL),
            created_at: self.time(),
            joined: self.flip().then_some(joined),
            tags: self.tags(),
            disabled_regions: self.few(Random::region),
            aggregator: self.flip().then(|| self.aggregator()),
        }
    }

    fn designation(&mut self) -> (Scope, Designation) {
        let scope = Scope { service: self.one_of(&Service::ALL), region: self.region() };
        let designation = Designation {
            administrator: self.id(),
            auto_enable: self.flip(),
            auto_enable_standards: self.flip(),
            central: self.flip(),
        };
        (scope, designation)
    }

    pub(crate) fn organization(&mut self, id: OrganizationId) -> Organization {
        let unit = |random: &mut Random| {
            let (name, tags, parent) = (random.text(), random.tags(), random.parent(id));
            let unit = Unit { name, parent, accounts: random.next(), tags };
            (UnitId::of(id.root(), random.next()), unit)
        };
        Organization {
            id,
            management: self.id(),
            features: self.one_of(&[FeatureSet::All, FeatureSet::ConsolidatedBilling]),
            created_at: self.time(),
            accounts: self.next(),
            root_accounts: self.next(),
            root_tags: self.tags(),
            units: self.few(unit),
            trusted: self.few(|random| (random.text(), random.time())),
            delegated: self.few(|random| ((random.text(), random.id()), random.time())),
            designations: self.few(Random::designation),
            inviting: self.few(|random| (random.id(), random.sent())),
        }
    }

    fn sent(&mut self) -> Sent {
        Sent { handshake: HandshakeId::of(self.next()), expires_at: self.time() }
    }

    pub(crate) fn handshake(&mut self, id: HandshakeId) -> Handshake {
        let invitee =
            if self.flip() { Invitee::Account(self.id()) } else { Invitee::Email(self.text()) };
        Handshake {
            id,
            organization: self.organization_id(),
            management: self.id(),
            account: self.id(),
            invitee,
            state: self.one_of(&HandshakeState::ALL),
            requested_at: self.time(),
            expires_at: self.time(),
            notes: self.flip().then(|| self.text()),
            tags: self.tags(),
        }
    }

    pub(crate) fn creation(&mut self, id: CreationId) -> Creation {
        let failures = [CreationFailure::AccountLimitExceeded, CreationFailure::EmailAlreadyExists];
        let outcome = if self.flip() { Ok(self.id()) } else { Err(self.one_of(&failures)) };
        let (organization, name) = (self.organization_id(), self.text());
        Creation { id, organization, name, outcome, at: self.time() }
    }

    pub(crate) fn access_key(&mut self, id: KeyId) -> AccessKey {
        let (service, region) = (self.text(), self.text());
        let last_used = LastUse { at: self.time(), service, region };
        AccessKey {
            id,
            account: self.id(),
            user: self.flip().then(|| self.text()),
            sealed: self.few(|random| random.next().to_be_bytes()[0]),
            status: self.one_of(&[KeyStatus::Active, KeyStatus::Inactive]),
            created_at: self.time(),
            last_used: self.flip().then_some(last_used),
        }
    }

    pub(crate) fn role(&mut self, name: &str) -> Role {
        Role {
            account: self.id(),
            name: name.to_owned(),
            path: self.text(),
            id: self.text(),
            trusts: self.few(Random::id),
            external_id: self.flip().then(|| self.text()),
            max_session: self.one_of(&[0, 3_600, u32::MAX]),
            created_at: self.time(),
        }
    }
}
