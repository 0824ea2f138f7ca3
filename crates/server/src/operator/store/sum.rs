//! What a whole store comes to: how many records of each kind, and a digest of all.

use std::collections::BTreeMap;
use std::fmt::Write;

use accede_store::{Entry, EntryKind, StoreError};
use ring::digest::{Context, SHA256};
use serde::Serialize;

/// Added up, entry by entry, in the order of all.
pub(super) struct Sum {
    counts: BTreeMap<EntryKind, u64>,
    digest: Context,
}

/// What it comes to: the same for the same records, whatever the store.
#[derive(Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Total {
    accounts: u64,
    organizations: u64,
    handshakes: u64,
    create_account_requests: u64,
    access_keys: u64,
    roles: u64,
    standings: u64,
    relationships: u64,
    events: u64,
    /// SHA-256 over the canonical line of each entry and a line feed.
    digest: String,
}

impl Sum {
    pub(super) fn new() -> Sum {
        Sum { counts: BTreeMap::new(), digest: Context::new(&SHA256) }
    }

    /// Adds an entry.
    ///
    /// # Errors
    ///
    /// It cannot be written down.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.digest.update(entry.canonical()?.as_bytes());
        self.digest.update(b"\n");
        *self.counts.entry(entry.key().kind()).or_default() += 1;
        Ok(())
    }

    pub(super) fn total(self) -> Total {
        let count = |kind| self.counts.get(&kind).copied().unwrap_or(0);
        let mut digest = "sha256:".to_owned();
        for byte in self.digest.finish().as_ref() {
            // Writing to a string does not fail.
            let _ = write!(digest, "{byte:02x}");
        }
        Total {
            accounts: count(EntryKind::Account),
            organizations: count(EntryKind::Organization),
            handshakes: count(EntryKind::Handshake),
            create_account_requests: count(EntryKind::Creation),
            access_keys: count(EntryKind::AccessKey),
            roles: count(EntryKind::Role),
            standings: count(EntryKind::Standing),
            relationships: count(EntryKind::Relationship),
            events: count(EntryKind::Event),
            digest,
        }
    }
}
