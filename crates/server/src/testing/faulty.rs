//! A store with faults, and with records that no request makes yet.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accede_membership::directory::Account;
use accede_membership::{
    Change, Kind, Pair, Quotas, Read, Relationship, Scope, Service, Timestamp,
};
use accede_store::{
    Commit, CommitError, Entry, EntryKey, Loaded, MemoryStore, Part, Pending, Store, StoreError,
};

use super::{A, B, SECRET, Server};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// So many commits answer that they lost a race.
    Losses(u32),
    /// Another server makes the same change just before the next commit.
    Rival,
    /// Every commit lets others go first.
    Yields,
    /// Loads do not come back until this is over.
    Stalls,
    /// Loads fail.
    Loads,
    /// Commits fail.
    Commits,
}

/// A store in memory, with a fault.
#[derive(Debug)]
pub(crate) struct Faulty {
    store: MemoryStore,
    fault: Mutex<Fault>,
    stalled: AtomicUsize,
}

impl Faulty {
    pub(crate) fn new(fault: Fault) -> Arc<Faulty> {
        let (store, fault) = (MemoryStore::new(SECRET), Mutex::new(fault));
        Arc::new(Faulty { store, fault, stalled: AtomicUsize::new(0) })
    }

    /// What goes wrong from now on.
    pub(crate) fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    /// What goes wrong now.
    pub(crate) fn fault(&self) -> Fault {
        *self.fault.lock().unwrap()
    }

    /// Waits until so many loads have stalled.
    pub(crate) fn wait_for_stalled(&self, loads: usize) {
        while self.stalled.load(Ordering::Relaxed) < loads {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// A server with this store.
    pub(crate) fn server(self: &Arc<Faulty>) -> Server {
        Server::over(Arc::clone(self) as Arc<dyn Store>, Quotas::default())
    }

    /// Changes the record of A and B behind the server's back.
    pub(crate) fn edit(
        &self,
        server: &Server,
        service: Service,
        change: impl FnOnce(&mut Relationship),
    ) {
        let pair = Pair { administrator: A.parse().unwrap(), member: B.parse().unwrap() };
        let scope = Scope { service, region: "us-east-1".parse().unwrap() };
        server.runtime.block_on(async {
            let reads = [Read::Relationship(pair)];
            let Loaded { mut view, seen } = self.store.load(Some(&scope), &reads).await.unwrap();
            let mut relationship = view.relationships.remove(&pair).flatten().unwrap();
            change(&mut relationship);
            let changes = vec![Change::Relationship(pair, Some(relationship))];
            self.store.commit(Commit::of(&scope, seen, changes)).await.unwrap();
        });
    }

    /// Makes B a member of A through an organization, whatever it was.
    pub(crate) fn organize(&self, server: &Server, service: Service) {
        self.edit(server, service, |relationship| {
            relationship.kind = Kind::Organization;
            relationship.invitation = None;
        });
    }

    /// Puts B into the directory of accounts, with an email.
    pub(crate) fn know(&self, server: &Server, email: &str) {
        let account = Account { email: Some(email.to_owned()), ..Account::default() };
        let id = B.parse().unwrap();
        server.runtime.block_on(async {
            let reads = [Read::Account(id)];
            let Loaded { seen, .. } = self.store.load(None, &reads).await.unwrap();
            let changes = vec![Change::Account(id, Some(account))];
            let parts = vec![Part { scope: None, seen, changes }];
            self.store.commit(Commit { parts }).await.unwrap();
        });
    }
}

fn broken() -> StoreError {
    StoreError::new("the disk is gone")
}

impl Store for Faulty {
    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        self.store.entries(after, limit)
    }

    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        if self.fault() == Fault::Loads {
            return Box::pin(async { Err(broken()) });
        }
        Box::pin(async move {
            if self.fault() == Fault::Stalls {
                self.stalled.fetch_add(1, Ordering::Relaxed);
                while self.fault() == Fault::Stalls {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
            self.store.load(scope, reads).await
        })
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        match self.fault() {
            Fault::None | Fault::Stalls | Fault::Loads | Fault::Losses(0) => {
                self.store.commit(commit)
            }
            Fault::Losses(left) => {
                self.set(Fault::Losses(left - 1));
                Box::pin(async { Err(CommitError::Conflict) })
            }
            Fault::Rival => {
                self.set(Fault::None);
                Box::pin(async move {
                    self.store.commit(commit.clone()).await?;
                    self.store.commit(commit).await
                })
            }
            Fault::Yields => Box::pin(async move {
                tokio::task::yield_now().await;
                self.store.commit(commit).await
            }),
            Fault::Commits => Box::pin(async { Err(CommitError::Store(broken())) }),
        }
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        let answers = !matches!(self.fault(), Fault::Loads | Fault::Commits);
        Box::pin(async move { if answers { Ok(()) } else { Err(broken()) } })
    }

    fn secret(&self) -> [u8; 32] {
        self.store.secret()
    }

    fn epoch(&self) -> Option<u64> {
        self.store.epoch()
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        self.store.forget(before)
    }
}
