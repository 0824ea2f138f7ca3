//! Measures both stores: pages of 20 invitations on one thread, commits of 64 tasks, without an event and with
//! one, pages and commits at once, and commits while all events are forgotten.
//!
//! `cargo run --release -p accede-store --example throughput [DIRECTORY]`; the directory should be on the
//! disk in question.

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![allow(clippy::print_stdout, reason = "a measurement shows its numbers")]

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use accede_membership::{
    AccountId, Change, Event, EventId, EventPlace, InvitationId, Page, Pair, Read, Region,
    Relationship, Scope, Service, Standing, Timestamp,
};
use accede_store::{Commit, Key, MemoryStore, SqliteStore, Store, StoreError};
use tokio::task::JoinSet;

const ACCOUNTS: u64 = 10_000;
const INVITATIONS: u64 = 20;
const TASKS: u64 = 64;
/// About as long as a record of CloudTrail.
const DOCUMENT: usize = 1_200;
const WHILE: Duration = Duration::from_secs(3);

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let directory = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let directory = tempfile::tempdir_in(directory)?;
    let path = directory.path().join("accede.db");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build()?;
    println!("memory");
    runtime.block_on(measure(Arc::new(MemoryStore::new([0; 32]))))?;
    println!("sqlite");
    runtime.block_on(measure(Arc::new(SqliteStore::open(&path, [0; 32])?)))?;
    println!("  file                      {} MB", std::fs::metadata(&path)?.len() / 1_000_000);
    let start = Instant::now();
    let store = SqliteStore::open(&path, [0; 32])?;
    println!("  open                      {:?}", start.elapsed());
    drop(store);
    Ok(())
}

async fn measure(store: Arc<dyn Store>) -> Done<()> {
    let start = Instant::now();
    for member in 0..ACCOUNTS {
        fill(&*store, member).await?;
    }
    println!("  filled one by one         {:.0} /s", per_second(ACCOUNTS, start));
    let pages = count_pages(&*store).await?;
    println!("  pages                     {pages:.0} /s");
    let sleep = async || {
        tokio::time::sleep(WHILE).await;
        Ok(())
    };
    let (commits, ()) = count_commits(&store, 0, sleep).await?;
    println!("  commits                   {commits}");
    let (commits, ()) = count_commits(&store, DOCUMENT, sleep).await?;
    println!("  commits with an event     {commits}");
    let pages = async || count_pages(&*store).await;
    let (commits, pages) = count_commits(&store, DOCUMENT, pages).await?;
    println!("  both at once              {pages:.0} pages/s, {commits}");
    let start = Instant::now();
    let forget = async || Ok(store.forget(Timestamp(i64::MAX)).await?);
    let (commits, ()) = count_commits(&store, 0, forget).await?;
    println!("  all forgotten             in {:?}, {commits}", start.elapsed());
    Ok(())
}

/// How many commits were made in a second, and how long one of them took at the most.
struct Commits {
    per_second: f64,
    longest: Duration,
}

impl fmt::Display for Commits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} commits/s, the longest {:?}", self.per_second, self.longest)
    }
}

fn scope() -> Done<Scope> {
    let region = "us-east-1".parse().map_err(|error| StoreError::new(format!("{error}")))?;
    Ok(Scope { service: Service::SecurityHub, region })
}

fn account(number: u64) -> Done<AccountId> {
    AccountId::new(number).ok_or_else(|| "too large a number".into())
}

/// Gives an account a standing and its invitations.
async fn fill(store: &dyn Store, member: u64) -> Done<()> {
    let member = account(member)?;
    let mut seen = vec![(Key::Standing(member), 0)];
    let mut changes = vec![Change::Standing(member, Some(Standing::default()))];
    for sender in 0..INVITATIONS {
        let administrator = account(900_000_000_000 + sender * 31 + member.number() % 31)?;
        let pair = Pair { administrator, member };
        let email = Some("someone@example.com".to_owned());
        let mut record = Relationship::created(pair, email, [].into(), Timestamp(0));
        record.invite(InvitationId(member.number().into()), Timestamp(1));
        seen.push((Key::Relationship(pair), 0));
        changes.push(Change::Relationship(pair, Some(record)));
    }
    store.commit(Commit::of(&scope()?, seen, changes)).await.map_err(|e| format!("{e:?}"))?;
    Ok(())
}

async fn count_pages(store: &dyn Store) -> Done<f64> {
    let (scope, start, mut pages) = (scope()?, Instant::now(), 0);
    while start.elapsed() < WHILE {
        for _ in 0..100 {
            let member = account(pages * 7_919 % ACCOUNTS)?;
            let page = Page { after: None, limit: INVITATIONS as usize };
            let reads = [Read::InvitationPage { member, page }];
            let loaded = store.load(Some(&scope), &reads).await?;
            assert_eq!(loaded.view.invitations.len(), INVITATIONS as usize);
            pages += 1;
        }
    }
    Ok(per_second(pages, start))
}

/// Commits as the server does, load and commit, in many tasks, for as long as `meanwhile` runs.
async fn count_commits<T>(
    store: &Arc<dyn Store>,
    document: usize,
    meanwhile: impl AsyncFnOnce() -> Done<T>,
) -> Done<(Commits, T)> {
    let stop = Arc::new(AtomicBool::new(false));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let (store, stop, scope, id) =
            (Arc::clone(store), Arc::clone(&stop), scope()?, account(task)?);
        tasks.spawn(async move {
            let (mut commits, mut longest) = (0, Duration::ZERO);
            while !stop.load(Ordering::Relaxed) {
                let Ok(loaded) = store.load(Some(&scope), &[Read::Standing(id)]).await else {
                    break;
                };
                let mut changes = vec![Change::Standing(id, Some(Standing::default()))];
                changes.extend((document > 0).then(|| event(id, &scope.region, document)));
                let (commit, start) = (Commit::of(&scope, loaded.seen, changes), Instant::now());
                commits += u64::from(store.commit(commit).await.is_ok());
                longest = longest.max(start.elapsed());
                // The store in memory is never waited for, and so would never let others run.
                tokio::task::yield_now().await;
            }
            (commits, longest)
        });
    }
    let done = meanwhile().await?;
    stop.store(true, Ordering::Relaxed);
    let counts = tasks.join_all().await;
    let commits = counts.iter().map(|(commits, _)| commits).sum();
    let longest = counts.into_iter().map(|(_, longest)| longest).max().unwrap_or_default();
    Ok((Commits { per_second: per_second(commits, start), longest }, done))
}

static EVENTS: AtomicU64 = AtomicU64::new(0);

/// An event at a time of its own, with a document of so many bytes.
fn event(account: AccountId, region: &Region, document: usize) -> Change {
    let number = EVENTS.fetch_add(1, Ordering::Relaxed);
    // As random as the ids of events are.
    let id = EventId(u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64);
    let place = EventPlace { at: Timestamp(number.cast_signed() / 10), id };
    let (region, document) = (region.clone(), "x".repeat(document));
    Change::Event(Box::new(Event { account, region, place, document }))
}

fn per_second(count: u64, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}
