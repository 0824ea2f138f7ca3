//! Organizations, put into the store by hand, and what happens to their accounts.

use accede_membership::directory::{
    Account, DirectoryCommand, DirectoryRefusal, DirectoryReply, FeatureSet, FindingAggregator,
    Joined, JoinedMethod, Linking, OperatorCommand, Organization, OrganizationId, ParentId,
};
use accede_membership::{AccountId, Change, Command, Read, Reply, Scope, Timestamp};
use accede_store::{Commit, Loaded, Part};

use super::Server;
use crate::engine::Failure;

/// The organization of the tests.
const ID: u64 = 7;

impl Server {
    /// A server with an organization of these accounts; the first one is the management account.
    pub(crate) fn organized(accounts: &[&str]) -> Server {
        let server = Server::new();
        server.organize(accounts);
        server
    }

    /// Puts these accounts into one organization; the first one is the management account.
    pub(crate) fn organize(&self, accounts: &[&str]) {
        let accounts: Vec<AccountId> = accounts.iter().map(|id| id.parse().unwrap()).collect();
        let id = OrganizationId::of(ID);
        let count = accounts.len() as u64;
        let organization = Organization {
            id,
            management: accounts[0],
            features: FeatureSet::All,
            created_at: Timestamp(0),
            accounts: count,
            root_accounts: count,
            root_tags: Default::default(),
            units: Default::default(),
            trusted: Default::default(),
            delegated: Default::default(),
            designations: Default::default(),
            inviting: Default::default(),
        };
        let mut changes = vec![Change::Organization(id, Some(organization))];
        let entry = |id| Change::Account(id, Some(member()));
        changes.extend(accounts.into_iter().map(entry));
        self.put(changes);
    }

    /// Puts an account into the organization of [`Server::organize`].
    pub(crate) fn put_account(&self, id: &str, change: impl FnOnce(&mut Account)) {
        let mut account = member();
        change(&mut account);
        self.put(vec![Change::Account(id.parse().unwrap(), Some(account))]);
    }

    /// What the operator asks of the directory.
    pub(crate) fn operator(&self, command: OperatorCommand) {
        let command = DirectoryCommand::Operator(command);
        self.runtime.block_on(self.app.engine().execute_directory(&command)).unwrap();
    }

    /// Carries out a command of a scope and one of the directory at once, in this order where neither waits.
    pub(crate) fn race(
        &self,
        (scope, caller, command): (&Scope, AccountId, &Command),
        of_directory: &DirectoryCommand,
    ) -> (Result<Reply, Failure>, Result<DirectoryReply, Failure<DirectoryRefusal>>) {
        let engine = self.app.engine();
        self.runtime.block_on(async {
            tokio::join!(
                biased;
                engine.execute(scope, caller, command),
                engine.execute_directory(of_directory)
            )
        })
    }

    fn put(&self, changes: Vec<Change>) {
        let read = |change: &Change| match change {
            Change::Account(id, _) => Read::Account(*id),
            Change::Organization(id, _) => Read::Organization(*id),
            other => panic!("{other:?}"),
        };
        let reads: Vec<Read> = changes.iter().map(read).collect();
        self.runtime.block_on(async {
            let Loaded { seen, .. } = self.store.load(None, &reads).await.unwrap();
            let parts = vec![Part { scope: None, seen, changes }];
            self.store.commit(Commit { parts }).await.unwrap();
        });
    }
}

/// A finding aggregator whose home is the Region of the tests.
pub(crate) fn aggregator() -> FindingAggregator {
    FindingAggregator {
        id: 1,
        region: "us-east-1".parse().unwrap(),
        linking: Linking::AllRegions,
        regions: Vec::new(),
        created_at: Timestamp(0),
    }
}

/// An account of the organization.
fn member() -> Account {
    let organization = OrganizationId::of(ID);
    let joined = Joined {
        organization,
        parent: ParentId::Root(organization.root()),
        method: JoinedMethod::Created,
        at: Timestamp(0),
    };
    Account { joined: Some(joined), ..Account::default() }
}
