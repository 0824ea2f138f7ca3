//! Load, decide, commit: how a command becomes a reply.

use std::sync::Arc;
use std::time::Duration;

use accede_membership::{
    AccountId, Command, Decision, Quotas, Refusal, Reply, Rules, Scope, Service, decide, reads,
};
use accede_store::{Commit, CommitError, Loaded, Store, StoreError};
use tokio::sync::Mutex;

use crate::entropy::RandomIds;
use crate::wire::page_token::Sealer;
use crate::{clock, entropy, log};

/// Why a command was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The rules refuse it.
    Refused(Refusal),
    /// The store failed; the log says how.
    Fault,
}

/// How often a command that lost a race is decided again before it is given up. In the lane below, a loss
/// needs another node or a newcomer to win each time.
const ATTEMPTS: u32 = 100;

/// Carries out commands on a store.
pub(crate) struct Engine {
    store: Arc<dyn Store>,
    rules: [Rules; Service::ALL.len()],
    tokens: Sealer,
    /// Commands that lost a race try again one at a time. Under heavy contention for one record, each
    /// round of all against all would let one win and make the others work for nothing.
    lane: Mutex<()>,
}

impl Engine {
    pub(crate) fn new(store: Arc<dyn Store>, quotas: Quotas) -> Engine {
        let tokens = Sealer::new(store.secret());
        let rules = Service::ALL.map(|service| Rules::of(service, quotas));
        Engine { store, rules, tokens, lane: Mutex::new(()) }
    }

    pub(crate) fn rules(&self, service: Service) -> &Rules {
        &self.rules[service as usize]
    }

    pub(crate) fn tokens(&self) -> &Sealer {
        &self.tokens
    }

    /// Whether the store answers.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        self.store.ready().await
    }

    /// Carries out a command.
    ///
    /// # Errors
    ///
    /// What the rules refuse, and faults of the store. Either way nothing has changed.
    pub(crate) async fn execute(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Result<Reply, Failure> {
        if let Some(outcome) = self.attempt(scope, caller, command).await {
            return outcome;
        }
        let _turn = self.lane.lock().await;
        for lost in 1..ATTEMPTS {
            if let Some(outcome) = self.attempt(scope, caller, command).await {
                return outcome;
            }
            let jitter = entropy::below(u64::from(lost.min(20)) * 500);
            tokio::time::sleep(Duration::from_micros(jitter)).await;
        }
        log::fault("a command lost every race for its records");
        Err(Failure::Fault)
    }

    /// One round. `None` if somebody else changed what was seen.
    async fn attempt(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Option<Result<Reply, Failure>> {
        let rules = self.rules(scope.service);
        let reads = reads(rules, caller, command);
        let Loaded { view, seen } = match self.store.load(scope, &reads).await {
            Ok(loaded) => loaded,
            Err(fault) => return Some(Err(failed(&fault))),
        };
        let decision = decide(rules, caller, &view, command, clock::now(), &mut RandomIds);
        let Decision { changes, reply } = match decision {
            Ok(decision) => decision,
            Err(refusal) => return Some(Err(Failure::Refused(refusal))),
        };
        if changes.is_empty() {
            return Some(Ok(reply));
        }
        match self.store.commit(Commit { scope: scope.clone(), seen, changes }).await {
            Ok(()) => Some(Ok(reply)),
            Err(CommitError::Conflict) => None,
            Err(CommitError::Store(fault)) => Some(Err(failed(&fault))),
        }
    }
}

fn failed(fault: &StoreError) -> Failure {
    log::fault(&format!("the store failed: {fault}"));
    Failure::Fault
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{A, Fault, Faulty};
    use accede_membership::{Activity, Settings, Tags};

    const TWICE: &str = "409 ConflictException: Macie has already been enabled";

    #[test]
    fn a_command_that_loses_races_is_tried_again_and_then_given_up() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        let (hub, macie) = (server.hub(A), server.macie(A));
        for (losses, status) in [(1, "ENABLED"), (2, "PAUSED"), (ATTEMPTS - 1, "ENABLED")] {
            let method = if losses == 1 { "POST" } else { "PATCH" };
            store.set(Fault::Losses(losses));
            let body = format!(r#"{{"status":"{status}"}}"#);
            assert_eq!(macie.says(method, "/macie", &body), "200 {}", "{losses}");
            assert_eq!(macie.get("/macie")["status"], status);
            assert_eq!(store.fault(), Fault::Losses(0));
        }
        let fault = "500 InternalException: The server met an unexpected condition.";
        store.set(Fault::Losses(ATTEMPTS));
        hub.at("POST", "/accounts").refuses("every race lost", "", fault);
        assert_eq!(store.fault(), Fault::Losses(0), "no more attempts than that");
        assert_eq!(hub.says("POST", "/accounts", ""), "200 {}", "the lane is free again");
    }

    #[test]
    fn a_command_that_lost_a_race_is_decided_on_what_is_there_now() {
        let store = Faulty::new(Fault::Rival);
        let server = store.server();
        assert_eq!(server.macie(A).says("POST", "/macie", ""), TWICE);
        assert_eq!(server.macie(A).get("/macie")["status"], "ENABLED");
    }

    #[test]
    fn what_only_reads_or_is_refused_commits_nothing() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        let macie = server.macie(A);
        macie.ok("POST", "/macie", serde_json::json!({}));
        store.set(Fault::Losses(1));
        macie.get("/macie");
        macie.at("POST", "/macie").refuses("twice", "", TWICE);
        assert_eq!(store.fault(), Fault::Losses(1));
    }

    #[test]
    fn of_many_that_race_for_one_record_one_wins() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let engine = Arc::new(Engine::new(Faulty::new(Fault::Yields), Quotas::default()));
        let enable = || {
            let engine = Arc::clone(&engine);
            async move {
                let scope = Scope { service: Service::Macie, region: "us-east-1".parse().unwrap() };
                let (settings, tags) = (Settings::new(), Tags::new());
                let activity = Activity::Enabled;
                let command = Command::EnableService { settings, tags, activity };
                engine.execute(&scope, A.parse().unwrap(), &command).await
            }
        };
        let outcomes = runtime.block_on(async {
            let racers: Vec<_> = (0..20).map(|_| tokio::spawn(enable())).collect();
            let mut outcomes = Vec::new();
            for racer in racers {
                outcomes.push(racer.await.unwrap());
            }
            outcomes
        });
        let refused = Err(Failure::Refused(Refusal::AlreadyEnabled));
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Ok(Reply::Done)).count(), 1);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == refused).count(), 19);
    }
}
