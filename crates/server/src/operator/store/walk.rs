//! A way through all of a store, page by page.

use accede_store::{Entry, EntryKey, Store, StoreError};

/// How many entries a page has. It bounds what is in memory at once: the largest are records of the trail, of some 32 KiB.
const PAGE: usize = 500;

/// Where one is.
pub(super) struct Walk<'a> {
    store: &'a dyn Store,
    after: Option<EntryKey>,
    ended: bool,
}

impl<'a> Walk<'a> {
    /// From the first entry on.
    pub(super) fn through(store: &'a dyn Store) -> Walk<'a> {
        Walk::beyond(store, None)
    }

    /// From what comes after an entry on.
    pub(super) fn beyond(store: &'a dyn Store, after: Option<EntryKey>) -> Walk<'a> {
        Walk { store, after, ended: false }
    }

    /// The next page; it is empty at the end.
    pub(super) async fn page(&mut self) -> Result<Vec<Entry>, StoreError> {
        if self.ended {
            return Ok(Vec::new());
        }
        let page = self.store.entries(self.after.take(), PAGE).await?;
        self.ended = page.len() < PAGE;
        self.after = page.last().map(Entry::key);
        Ok(page)
    }
}
