//! Load, decide, conclude, commit: how a command becomes an answer.
//!
//! What a command comes to is put into words before anything is stored, so that the record of it goes into the
//! same commit as its changes: there is neither a change without its record nor a record of a change that was
//! not made. And a change that cannot be put into words is not made.

mod access;
mod conclusion;
mod directory;
mod reading;
mod scope;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use accede_membership::access::EventsOf;
use accede_membership::directory::decide::Limits;
use accede_membership::{
    Event, EventId, EventPlace, Extent, Quotas, Read, Refusal, Rules, Scope, Service, Timestamp,
    View,
};
use accede_store::{Commit, CommitError, Loaded, Part, Store, StoreError};
use tokio::sync::Mutex;

pub(crate) use conclusion::Conclusion;
pub(crate) use reading::Reading;

use crate::auth::{Keyring, Sessions, Uses};
use crate::sealing::Source;
use crate::wire::page_token::Sealer;
use crate::{entropy, log};

/// Why a command was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure<R = Refusal> {
    /// The rules refuse it.
    Refused(R),
    /// The store failed; the log says how.
    Fault,
}

/// The store failed; the log says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault;

impl<R> From<Fault> for Failure<R> {
    fn from(Fault: Fault) -> Self {
        Failure::Fault
    }
}

/// Why a round did not come to an answer.
enum Setback {
    /// Somebody else changed what was seen: decide again.
    Lost,
    /// There is no use in trying again.
    Fault,
}

impl From<StoreError> for Setback {
    fn from(fault: StoreError) -> Self {
        log::fault(&format!("the store failed: {fault}"));
        Setback::Fault
    }
}

impl From<CommitError> for Setback {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict => Setback::Lost,
            CommitError::Store(fault) => fault.into(),
        }
    }
}

/// How often a command that lost a race is decided again before it is given up. In the lane below, a loss
/// needs another node or a newcomer to win each time.
const ATTEMPTS: u32 = 100;

/// How callers are known to an engine's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By their word.
    Open,
    /// By their signature.
    Verify,
}

/// What has been seen before anything was loaded.
static NOTHING: LazyLock<View> = LazyLock::new(View::default);

/// Carries out commands on a store.
pub(crate) struct Engine {
    store: Arc<dyn Store>,
    mode: Mode,
    rules: [Rules; Service::ALL.len()],
    limits: Limits,
    tokens: Sealer,
    sessions: Sessions,
    /// Seals the secrets of access keys, once its key was found.
    keyring: OnceLock<Keyring>,
    /// Where the operator's sealing key is, if it may be looked for.
    sealing: Option<Source>,
    /// When access keys were used last.
    uses: Uses,
    /// Commands that lost a race try again one at a time. Under heavy contention for one record, each
    /// round of all against all would let one win and make the others work for nothing.
    lane: Mutex<()>,
}

impl Engine {
    /// An engine whose sessions are of mode `open`.
    pub(crate) fn new(store: Arc<dyn Store>, quotas: Quotas) -> Engine {
        let tokens = Sealer::new(store.secret());
        let sessions = Sessions::new(store.secret());
        let rules = Service::ALL.map(|service| Rules::of(service, quotas));
        let (limits, lane) = (Limits::default(), Mutex::new(()));
        let mode = Mode::Open;
        let (keyring, sealing, uses) = (OnceLock::new(), None, Uses::default());
        Engine { store, mode, rules, limits, tokens, sessions, keyring, sealing, uses, lane }
    }

    /// The same with a key that seals the secrets of access keys.
    pub(crate) fn with_keyring(self, keyring: Keyring) -> Engine {
        Engine { keyring: keyring.into(), ..self }
    }

    /// The same with a sealing key that is looked for when it is needed.
    pub(crate) fn with_sealing(self, sealing: Source) -> Engine {
        Engine { sealing: Some(sealing), ..self }
    }

    /// The same for mode `verify`: its sessions are sealed under that key, too, so that no token of mode `open`
    /// opens here.
    pub(crate) fn verifying(self, keyring: Keyring) -> Engine {
        let sessions = keyring.sessions(self.store.secret());
        Engine { mode: Mode::Verify, sessions, ..self.with_keyring(keyring) }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    pub(crate) fn rules(&self, service: Service) -> &Rules {
        &self.rules[service as usize]
    }

    pub(crate) fn tokens(&self) -> &Sealer {
        &self.tokens
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    pub(crate) fn keyring(&self) -> Option<&Keyring> {
        self.keyring.get()
    }

    /// Keeps the key that was found, unless there is one.
    pub(crate) fn keep_keyring(&self, keyring: Keyring) -> &Keyring {
        self.keyring.get_or_init(|| keyring)
    }

    /// Where the operator's sealing key is.
    pub(crate) fn sealing(&self) -> Option<&Source> {
        self.sealing.as_ref()
    }

    /// When access keys were used last.
    pub(crate) fn uses(&self) -> &Uses {
        &self.uses
    }

    /// Whether the store answers.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        self.store.ready().await
    }

    /// See [`Store::epoch`].
    pub(crate) fn epoch(&self) -> Option<u64> {
        self.store.epoch()
    }

    /// See [`Store::back_up`].
    pub(crate) async fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        self.store.back_up(file).await
    }

    /// Forgets what was recorded before a moment.
    pub(crate) async fn forget(&self, before: Timestamp) -> Result<(), StoreError> {
        self.store.forget(before).await
    }

    /// Whether anything was recorded at a moment or later.
    pub(crate) async fn has_events_since(&self, moment: Timestamp) -> Result<bool, StoreError> {
        let before =
            EventPlace { at: Timestamp(moment.0.saturating_sub(1)), id: EventId(u128::MAX) };
        let (of, extent) = (EventsOf::Everybody, Extent { events: 0, bytes: 0 });
        let read = Read::EventPage { of, after: Some(before), extent };
        Ok(self.store.load(None, &[read]).await?.view.more_events)
    }

    /// Records what was done without changing anything.
    ///
    /// # Errors
    ///
    /// Faults of the store. Then it is not recorded.
    pub(crate) async fn record(&self, events: Vec<Event>) -> Result<(), Fault> {
        let parts =
            events.into_iter().map(|event| Conclusion::<()>::part(Box::new(event))).collect();
        let commit = Commit { parts };
        self.persist(|| async { Ok(self.store.commit(commit.clone()).await?) }).await
    }

    /// Tries until no race is lost.
    async fn persist<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Setback>>,
    {
        match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(Setback::Fault) => return Err(Fault),
            Err(Setback::Lost) => {}
        }
        let _turn = self.lane.lock().await;
        for lost in 1..ATTEMPTS {
            match attempt().await {
                Ok(answer) => return Ok(answer),
                Err(Setback::Fault) => return Err(Fault),
                Err(Setback::Lost) => {}
            }
            let jitter = entropy::below(u64::from(lost.min(20)) * 500);
            tokio::time::sleep(Duration::from_micros(jitter)).await;
        }
        log::fault("a command lost every race for its records");
        Err(Fault)
    }

    /// Stores the changes of a decision that stands, if there are any, and what is to be recorded of it.
    async fn settle<T>(
        &self,
        mut parts: Vec<Part>,
        conclusion: Conclusion<T>,
    ) -> Result<T, Setback> {
        if !conclusion.stands {
            return Ok(self.refuse(conclusion).await);
        }
        let Conclusion { answer, record, .. } = conclusion;
        if parts.iter().all(|part| part.changes.is_empty()) {
            parts.clear();
        }
        parts.extend(record.map(Conclusion::<T>::part));
        if !parts.is_empty() {
            self.store.commit(Commit { parts }).await?;
        }
        Ok(answer)
    }

    /// Records a refusal, if it is to be. It stands even if that cannot be done: it changed nothing.
    async fn refuse<T>(&self, Conclusion { answer, record, .. }: Conclusion<T>) -> T {
        if let Some(event) = record {
            let parts = vec![Conclusion::<T>::part(event)];
            if let Err(CommitError::Store(fault)) = self.store.commit(Commit { parts }).await {
                log::fault(&format!("a refusal was not recorded: the store failed: {fault}"));
            }
        }
        answer
    }

    /// Loads what a command needs, and what that points to; says what was read. Nearly always the first load is all.
    async fn look_up(
        &self,
        scope: Option<&Scope>,
        wanted: impl Fn(&View) -> Vec<Read>,
    ) -> Result<(Loaded, Vec<Read>), StoreError> {
        let mut asked = wanted(&NOTHING);
        let mut whole = self.store.load(scope, &asked).await?;
        loop {
            let mut new = wanted(&whole.view);
            if new == asked {
                return Ok((whole, asked));
            }
            new.retain(|read| !asked.contains(read));
            if new.is_empty() {
                return Ok((whole, asked));
            }
            let Loaded { view, seen } = self.store.load(scope, &new).await?;
            whole.view.merge(view);
            whole.seen.merge(seen);
            asked.extend(new);
        }
    }
}
