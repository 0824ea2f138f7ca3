//! `accede store check`: everything is read, and what does not agree is said.
//!
//! What has to hold is the rules' to say ([`accede_membership::invariants`]); here it is asked of every record, with
//! what it points to. However large the store is, a few pages of it are in memory.

mod records;
mod tallies;

use accede_membership::Timestamp;
use accede_store::{Store, StoreError};
use serde::Serialize;

use super::progress::Progress;
use super::sum::{Sum, Total};
use super::walk::Walk;
use super::{block_on, print_line};
use crate::cli::StorePlace;
use crate::{clock, config};

/// Checks the store, and prints what is wrong and what there is.
///
/// # Errors
///
/// One line that says that something is wrong, or why it was not checked.
pub(super) fn run(StorePlace { store }: StorePlace) -> Result<(), String> {
    let place = config::place(store)?;
    let checked = async {
        let store = place.open_what_is_there().await.map_err(|error| error.to_string())?;
        Ok(check(&*store, clock::now(), &print_finding).await)
    };
    let (found, total) = block_on(checked)?;
    total.map_or(Ok(()), |total| print_line(&total))?;
    match found {
        0 => Ok(()),
        1 => Err("1 thing is wrong with the store".to_owned()),
        found => Err(format!("{found} things are wrong with the store")),
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Finding {
    /// The record; absent where it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    wrong: String,
}

fn print_finding(finding: &Finding) {
    // Whoever has seen enough still gets the exit code.
    let _ = print_line(finding);
}

/// A check under way.
struct Check<'a> {
    store: &'a dyn Store,
    now: Timestamp,
    tell: &'a dyn Fn(&Finding),
    found: u64,
}

impl Check<'_> {
    /// Tells what is wrong with a record.
    fn find(&mut self, record: &dyn std::fmt::Display, broken: Vec<String>) {
        for wrong in broken {
            self.tell(Finding { record: Some(record.to_string()), wrong });
        }
    }

    /// Tells of what cannot be read. What comes behind it is not looked at, and the store has no total.
    fn fault(&mut self, fault: &StoreError) {
        self.tell(Finding { record: None, wrong: fault.to_string() });
    }

    fn tell(&mut self, finding: Finding) {
        self.found += 1;
        (self.tell)(&finding);
    }
}

/// Checks all of a store: how much was found, and what it comes to, if all of it can be read.
async fn check(store: &dyn Store, now: Timestamp, tell: &dyn Fn(&Finding)) -> (u64, Option<Total>) {
    let mut check = Check { store, now, tell, found: 0 };
    let total = match check.all_records().await {
        Ok(total) => Some(total),
        Err(fault) => {
            check.fault(&fault);
            None
        }
    };
    if total.is_some()
        && let Err(fault) = check.all_tallies().await
    {
        check.fault(&fault);
    }
    (check.found, total)
}

impl Check<'_> {
    async fn all_records(&mut self) -> Result<Total, StoreError> {
        self.store.verify().await?;
        let mut progress = Progress::of("checked");
        let mut sum = Sum::new();
        let mut walk = Walk::through(self.store);
        loop {
            let page = walk.page().await?;
            if page.is_empty() {
                return Ok(sum.total());
            }
            page.iter().try_for_each(|entry| sum.add(entry))?;
            self.page(&page).await?;
            progress.add(page.len());
        }
    }
}

#[cfg(test)]
mod tests;
