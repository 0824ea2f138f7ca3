//! `accede store copy`: everything, into a new store, and then compared.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use accede_store::{CommitError, Entry, Store, StoreError};
use tokio::task::JoinSet;

use super::progress::Progress;
use super::sum::{Sum, Total};
use super::walk::Walk;
use super::{block_on, print_line};
use crate::cli::StoreCopy;
use crate::config;
use crate::place::Place;

/// How many pages wait to be put, together.
const WAITING: usize = 4;

/// Copies, and prints what was copied.
///
/// # Errors
///
/// One line that says why it was not done. A copy that was begun is then opened by nobody.
pub(super) fn run(StoreCopy { from, to }: StoreCopy) -> Result<(), String> {
    let (from, to) = (config::place(Some(from))?, config::place(Some(to))?);
    if is_same(&from, &to) {
        return Err("--from and --to are the same store".to_owned());
    }
    // Both are closed before anything is said.
    let total = block_on(copied(&from, &to))?;
    print_line(&total)?;
    remind_of_sealing_key(&from);
    Ok(())
}

fn is_same(from: &Place, to: &Place) -> bool {
    let real = |place: &Place| place.file().and_then(|file| file.canonicalize().ok());
    from == to || real(from).is_some_and(|file| Some(file) == real(to))
}

async fn copied(from: &Place, to: &Place) -> Result<Total, String> {
    let source = from.open_what_is_there().await.map_err(|error| error.to_string())?;
    let target = to.create(source.secret()).await.map_err(|error| error.to_string())?;
    let done = copy(&*source, &target).await;
    done.map_err(|why| format!("{why}; the copy is not finished: delete it before you copy again"))
}

/// Copies into a store that was made to be filled, and finishes it if it has become the same.
async fn copy(source: &dyn Store, target: &Arc<dyn Store>) -> Result<Total, String> {
    fill(source, target).await?;
    let total = compare(source, &**target).await?;
    target.finish().await.map_err(|error| error.to_string())?;
    Ok(total)
}

/// Puts some pages while the next is read.
async fn fill(source: &dyn Store, target: &Arc<dyn Store>) -> Result<(), String> {
    let mut progress = Progress::of("copied");
    let mut walk = Walk::through(source);
    let mut waiting = JoinSet::new();
    loop {
        let page = walk.page().await.map_err(|error| error.to_string())?;
        let is_last = page.is_empty();
        if !is_last {
            let (target, entries) = (Arc::clone(target), page.len());
            waiting.spawn(async move { target.fill(page).await.map(|()| entries) });
            // It has to have begun before the next page is read.
            tokio::task::yield_now().await;
        }
        let left = if is_last { 0 } else { WAITING };
        while waiting.len() > left
            && let Some(put) = waiting.join_next().await
        {
            progress.add(put.map_err(|error| error.to_string())?.map_err(in_words)?);
        }
        if is_last {
            return Ok(());
        }
    }
}

fn in_words(error: CommitError) -> String {
    match error {
        CommitError::Conflict => "somebody else writes to the copy".to_owned(),
        CommitError::Store(error) => error.to_string(),
    }
}

/// Reads both again, side by side.
async fn compare(source: &dyn Store, target: &dyn Store) -> Result<Total, String> {
    let mut progress = Progress::of("compared");
    let mut sum = Sum::new();
    let (mut one, mut other) = (Walk::through(source), Walk::through(target));
    loop {
        let (one, other) = tokio::join!(one.page(), other.page());
        let fault = |error: StoreError| error.to_string();
        let (one, other) = (one.map_err(fault)?, other.map_err(fault)?);
        if let Some(difference) = difference(&one, &other) {
            return Err(difference);
        }
        if one.is_empty() {
            return Ok(sum.total());
        }
        one.iter().try_for_each(|entry| sum.add(entry)).map_err(fault)?;
        progress.add(one.len());
    }
}

/// The first entry that is not the same in both.
fn difference(one: &[Entry], other: &[Entry]) -> Option<String> {
    let pairs = one.iter().map(Some).chain([None]).zip(other.iter().map(Some).chain([None]));
    let (one, other) = pairs.into_iter().find(|(one, other)| one != other)?;
    let key = match (one, other) {
        (Some(one), Some(other)) => one.key().min(other.key()),
        (one, other) => one.or(other)?.key(),
    };
    Some(format!("the copy differs from the original, which may have been written to: {key}"))
}

/// It is in no store.
fn remind_of_sealing_key(from: &Place) {
    if let Some(key) = from.sealing_key().filter(|key| Path::exists(key)) {
        let _ = writeln!(
            io::stderr().lock(),
            "accede: the sealing key {} was not copied: the servers of the copy need it too",
            key.display()
        );
    }
}
