//! Commits of the shape of `InviteMembers`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use accede_store::{Commit, SqliteStore, Store};
use tokio::task::JoinSet;

use crate::Done;
use crate::fill::made;
use crate::raw::Raw;
use crate::shape::{changes, mixed, pair, reads, scope};

/// How many members wait to be invited.
const MEMBERS: u64 = 1_000_000;
const ACCOUNTS: u64 = 100_000;

pub(crate) async fn store(file: &Path, seconds: u64, tasks: u64) -> Done<()> {
    if !file.exists() {
        made(file, ACCOUNTS, MEMBERS, false).await?;
    }
    let store = Arc::new(SqliteStore::open(file, [7; 32])?);
    let invite = move |number| {
        let store = Arc::clone(&store);
        async move { invite(&store, number).await.unwrap_or_default() }
    };
    measure("store", seconds, tasks, invite).await
}

pub(crate) async fn raw(file: &Path, seconds: u64, tasks: u64) -> Done<()> {
    if !file.exists() {
        made(file, ACCOUNTS, MEMBERS, false).await?;
    }
    let raw = Arc::new(Raw::start(file)?);
    let invite = move |number| {
        let raw = Arc::clone(&raw);
        async move {
            let Ok(pair) = pair(mixed(number) % MEMBERS, ACCOUNTS).map_err(drop) else {
                return false;
            };
            raw.commit(changes(pair, number)).await
        }
    };
    measure("raw", seconds, tasks, invite).await
}

pub(crate) async fn serial(file: &Path, count: u64) -> Done<()> {
    if !file.exists() {
        made(file, ACCOUNTS, MEMBERS, false).await?;
    }
    let store = SqliteStore::open(file, [7; 32])?;
    for number in 0..count {
        if !invite(&store, number).await? {
            return Err("was in conflict".into());
        }
    }
    Ok(())
}

async fn invite(store: &SqliteStore, number: u64) -> Done<bool> {
    let (pair, scope) = (pair(mixed(number) % MEMBERS, ACCOUNTS)?, scope());
    let loaded = store.load(Some(&scope), &reads(pair)).await?;
    let commit = Commit::of(&scope, loaded.seen, changes(pair, number));
    Ok(store.commit(commit).await.is_ok())
}

/// So many tasks, each as soon as it is answered.
async fn measure<F: Future<Output = bool> + Send + 'static>(
    name: &str,
    seconds: u64,
    tasks: u64,
    invite: impl Fn(u64) -> F + Clone + Send + 'static,
) -> Done<()> {
    let (start, next) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let (invite, next) = (invite.clone(), Arc::clone(&next));
        running.spawn(async move {
            let mut took = Vec::new();
            while start.elapsed() < Duration::from_secs(seconds) {
                let begin = Instant::now();
                if invite(next.fetch_add(1, Ordering::Relaxed)).await {
                    took.push(begin.elapsed());
                }
            }
            took
        });
    }
    drop(invite);
    let mut took: Vec<Duration> = running.join_all().await.concat();
    took.sort_unstable();
    let at = |part: usize| took.get(took.len() * part / 1_000).copied().unwrap_or_default();
    println!(
        "{name}: {:.0} commits/s; p50 {:?}, p99 {:?}, the longest {:?}",
        took.len() as f64 / start.elapsed().as_secs_f64(),
        at(500),
        at(990),
        took.last().copied().unwrap_or_default(),
    );
    Ok(())
}
