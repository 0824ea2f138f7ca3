//! SQLite's own group commit: one thread, one transaction for all that waits, the same statements.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use accede_membership::{Change, Event, Relationship};
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use crate::shape::scope;

type Job = (Vec<Change>, oneshot::Sender<bool>);

pub(crate) struct Raw {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<rusqlite::Result<()>>>,
}

impl Raw {
    pub(crate) fn start(file: &Path) -> rusqlite::Result<Raw> {
        let connection = Connection::open(file)?;
        for (name, value) in
            [("journal_mode", "WAL"), ("synchronous", "FULL"), ("cache_size", "-2048")]
        {
            connection.pragma_update(None, name, value)?;
        }
        let (jobs, waiting) = channel();
        let thread = std::thread::spawn(move || write(&connection, &waiting));
        Ok(Raw { jobs: Some(jobs), thread: Some(thread) })
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) -> bool {
        let (done, outcome) = oneshot::channel();
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send((changes, done)).is_ok());
        sent && outcome.await.unwrap_or_default()
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(Ok(Err(error))) = self.thread.take().map(JoinHandle::join) {
            println!("the thread that writes failed: {error}");
        }
    }
}

fn write(connection: &Connection, waiting: &Receiver<Job>) -> rusqlite::Result<()> {
    let mut begin = connection.prepare("BEGIN IMMEDIATE")?;
    let mut end = connection.prepare("COMMIT")?;
    let mut meta = connection.prepare("UPDATE meta SET version = version + ?1")?;
    let mut put = connection.prepare(
        "REPLACE INTO relationship (service, region, administrator, member, version, kind, status, email, tags, \
         created_at, updated_at, invited_at, message, invitation_id, invitation_at, invitation_state, \
         invitation_sum, sum) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?;
    let mut add = connection.prepare(
        "INSERT INTO event (account, region, at, id, document, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut batch = Vec::new();
    while let Ok(first) = waiting.recv() {
        batch.push(first);
        batch.extend(waiting.try_iter());
        begin.execute([])?;
        for change in batch.iter().flat_map(|(changes, _)| changes) {
            match change {
                Change::Relationship(_, Some(record)) => relationship(&mut put, record)?,
                Change::Event(made) => event(&mut add, made)?,
                _ => {}
            }
        }
        meta.execute([i64::try_from(batch.len()).unwrap_or(1)])?;
        end.execute([])?;
        for (_, done) in batch.drain(..) {
            let _ = done.send(true);
        }
    }
    Ok(())
}

fn relationship(put: &mut rusqlite::Statement<'_>, record: &Relationship) -> rusqlite::Result<()> {
    let (scope, row, invitation) = (scope(), record.row.as_ref(), record.invitation.as_ref());
    put.execute(params![
        scope.service.name(),
        scope.region.as_str(),
        record.pair.administrator.to_string(),
        record.pair.member.to_string(),
        1,
        record.kind.name(),
        row.map(|row| row.status.name()),
        row.and_then(|row| row.email.as_deref()),
        row.map(|_| "{}"),
        row.map(|row| row.created_at.0),
        row.map(|row| row.updated_at.0),
        row.and_then(|row| row.invited_at).map(|at| at.0),
        row.and_then(|row| row.message.as_deref()),
        invitation.map(|invitation| invitation.id.0.to_be_bytes()),
        invitation.map(|invitation| invitation.invited_at.0),
        invitation.map(|invitation| invitation.state.name()),
        invitation.map(|_| 4_074_965_084_449_585_943_i64),
        4_469_353_253_716_096_165_i64,
    ])?;
    Ok(())
}

fn event(add: &mut rusqlite::Statement<'_>, event: &Event) -> rusqlite::Result<()> {
    add.execute(params![
        event.account.to_string(),
        event.region.as_str(),
        event.place.at.0,
        event.place.id.0.to_be_bytes(),
        event.document,
        4_469_353_253_716_096_165_i64,
    ])?;
    Ok(())
}
