//! The engine's own group commit: one thread that writes, and a task for each connection that waits for it.
//!
//! Every commit that waits goes into one transaction with one fsync, as the server has it; but nothing is read, decided,
//! checked or summed up. It works on a copy of the server's file, with the same tables and indexes.

mod log;
mod writer;

use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::Problem;
use crate::clock::Start;
use crate::crowd;
use crate::engine::{Asked, Done, Whom};
use crate::load::Latencies;
use writer::{Job, Writer};

/// Serves lines of standard input until it ends.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn run() -> Result<(), Problem> {
    let mut lines = std::io::stdin().lock().lines();
    let asked: Asked = serde_json::from_str(&lines.next().ok_or("nothing was asked")??)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let writer = Arc::new(Writer::start(&asked.file, &asked.plan)?);
    let shared = Arc::new(Shared { next: AtomicU64::new(asked.first), whom: asked.whom, writer });
    let steps = asked.plan.commits.len();
    for line in lines {
        let time = Duration::from_millis(line?.parse()?);
        let done = runtime.block_on(work(&shared, asked.connections, steps, time))?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(&done)?)?;
        out.flush()?;
    }
    Ok(())
}

struct Shared {
    next: AtomicU64,
    whom: Whom,
    writer: Arc<Writer>,
}

async fn work(
    shared: &Arc<Shared>,
    connections: usize,
    steps: usize,
    time: Duration,
) -> Result<Done, Problem> {
    let start = Start::now();
    let before = shared.writer.transactions();
    let mut clients = JoinSet::new();
    for _ in 0..connections {
        clients.spawn(client(Arc::clone(shared), steps, start, time));
    }
    let (mut done, mut latencies) = (0, Latencies::default());
    while let Some(one) = clients.join_next().await {
        let (own, took) = one??;
        done += own;
        latencies.merge(&took);
    }
    let (time, transactions) = (start.elapsed(), shared.writer.transactions() - before);
    Ok(Done { done, time, transactions, latencies })
}

async fn client(
    shared: Arc<Shared>,
    steps: usize,
    start: Start,
    time: Duration,
) -> Result<(u64, Latencies), Problem> {
    let (mut done, mut latencies) = (0, Latencies::default());
    while start.elapsed() < time {
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        let accounts: Arc<[String]> = crowd::names(&match shared.whom {
            Whom::Pair => {
                let (administrator, member) = crowd::pair(number);
                vec![administrator, member]
            }
            Whom::Batch => {
                let (administrator, members) = crowd::batch(number);
                [vec![administrator], members].concat()
            }
        });
        for step in 0..steps {
            let asked = start.elapsed();
            let (answer, outcome) = oneshot::channel();
            let accounts = Arc::clone(&accounts);
            shared.writer.send(Job { step, accounts, number, done: answer })?;
            outcome.await??;
            latencies.add(start.elapsed().saturating_sub(asked));
        }
        done += 1;
    }
    Ok((done, latencies))
}
