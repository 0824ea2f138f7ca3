//! Load, decide, commit: how a command becomes a reply.

use std::sync::Arc;
use std::time::Duration;

use accede_membership::directory::decide::Limits;
use accede_membership::directory::{
    self, DirectoryCommand, DirectoryDecision, DirectoryRefusal, DirectoryReply, Effect, Where,
};
use accede_membership::{
    AccountId, Command, Decision, Quotas, Read, Refusal, Reply, Rules, Scope, Service, View,
    decide, reads,
};
use accede_store::{Commit, CommitError, Loaded, Part, Seen, Store, StoreError};
use tokio::sync::Mutex;

use crate::auth::Sessions;
use crate::entropy::RandomIds;
use crate::wire::page_token::Sealer;
use crate::{clock, entropy, log};

/// Why a command was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure<R = Refusal> {
    /// The rules refuse it.
    Refused(R),
    /// The store failed; the log says how.
    Fault,
}

/// Why a round did not come to an answer.
enum Setback<R> {
    /// Somebody else changed what was seen: decide again.
    Lost,
    /// There is no use in trying again.
    Failed(Failure<R>),
}

impl<R> From<StoreError> for Setback<R> {
    fn from(fault: StoreError) -> Self {
        log::fault(&format!("the store failed: {fault}"));
        Setback::Failed(Failure::Fault)
    }
}

impl<R> From<CommitError> for Setback<R> {
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

/// Carries out commands on a store.
pub(crate) struct Engine {
    store: Arc<dyn Store>,
    rules: [Rules; Service::ALL.len()],
    limits: Limits,
    tokens: Sealer,
    sessions: Sessions,
    /// Commands that lost a race try again one at a time. Under heavy contention for one record, each
    /// round of all against all would let one win and make the others work for nothing.
    lane: Mutex<()>,
}

impl Engine {
    pub(crate) fn new(store: Arc<dyn Store>, quotas: Quotas) -> Engine {
        let tokens = Sealer::new(store.secret());
        let sessions = Sessions::new(store.secret());
        let rules = Service::ALL.map(|service| Rules::of(service, quotas));
        Engine { store, rules, limits: Limits::default(), tokens, sessions, lane: Mutex::new(()) }
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

    /// Whether the store answers.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        self.store.ready().await
    }

    /// Carries out a command in a scope.
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
        self.persist(|| self.attempt(scope, caller, command)).await
    }

    /// Carries out a command of the directory, and what it means for scopes, in one step.
    ///
    /// # Errors
    ///
    /// What the rules refuse, and faults of the store. Either way nothing has changed.
    pub(crate) async fn execute_directory(
        &self,
        command: &DirectoryCommand,
    ) -> Result<DirectoryReply, Failure<DirectoryRefusal>> {
        self.persist(|| self.attempt_directory(command)).await
    }

    /// Tries until no race is lost.
    async fn persist<T, R, F>(&self, attempt: impl Fn() -> F) -> Result<T, Failure<R>>
    where
        F: Future<Output = Result<T, Setback<R>>>,
    {
        match attempt().await {
            Ok(reply) => return Ok(reply),
            Err(Setback::Failed(failure)) => return Err(failure),
            Err(Setback::Lost) => {}
        }
        let _turn = self.lane.lock().await;
        for lost in 1..ATTEMPTS {
            match attempt().await {
                Ok(reply) => return Ok(reply),
                Err(Setback::Failed(failure)) => return Err(failure),
                Err(Setback::Lost) => {}
            }
            let jitter = entropy::below(u64::from(lost.min(20)) * 500);
            tokio::time::sleep(Duration::from_micros(jitter)).await;
        }
        log::fault("a command lost every race for its records");
        Err(Failure::Fault)
    }

    /// One round in a scope.
    async fn attempt(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Result<Reply, Setback<Refusal>> {
        let (seen, decision) = self.decide(scope, caller, command).await?;
        let Decision { changes, reply } = decision.map_err(refused)?;
        if !changes.is_empty() {
            self.store.commit(Commit::of(scope, seen, changes)).await?;
        }
        Ok(reply)
    }

    /// Loads and decides in a scope.
    async fn decide(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Result<(Seen, Result<Decision, Refusal>), StoreError> {
        let rules = self.rules(scope.service);
        let wanted = |seen: &View| reads(rules, caller, command, seen);
        let Loaded { view, seen } = self.look_up(Some(scope), wanted).await?;
        let (now, region) = (clock::now(), &scope.region);
        let decision = decide(rules, region, caller, &view, command, now, &mut RandomIds);
        Ok((seen, decision))
    }

    /// One round in the directory.
    async fn attempt_directory(
        &self,
        command: &DirectoryCommand,
    ) -> Result<DirectoryReply, Setback<DirectoryRefusal>> {
        let wanted = |seen: &View| directory::decide::reads(command, seen);
        let Loaded { view, seen } = self.look_up(None, wanted).await?;
        let (now, ids) = (clock::now(), &mut RandomIds);
        let decision = directory::decide::decide(&self.limits, &view, command, now, ids);
        let DirectoryDecision { changes, effects, reply } = decision.map_err(refused)?;
        if changes.is_empty() && effects.is_empty() {
            return Ok(reply);
        }
        let mut parts = vec![Part { scope: None, seen, changes }];
        for effect in &effects {
            let (seen, scopes) = self.scopes(effect).await?;
            parts.push(Part { scope: None, seen, changes: Vec::new() });
            for scope in scopes {
                parts.push(self.part(scope, effect).await?);
            }
        }
        self.store.commit(Commit { parts }).await?;
        Ok(reply)
    }

    /// Loads what a command needs, and what that points to. Nearly always the first load is all.
    async fn look_up(
        &self,
        scope: Option<&Scope>,
        wanted: impl Fn(&View) -> Vec<Read>,
    ) -> Result<Loaded, StoreError> {
        let mut asked = wanted(&View::default());
        let mut whole = self.store.load(scope, &asked).await?;
        loop {
            let mut new = wanted(&whole.view);
            if new == asked {
                return Ok(whole);
            }
            new.retain(|read| !asked.contains(read));
            if new.is_empty() {
                return Ok(whole);
            }
            let Loaded { view, seen } = self.store.load(scope, &new).await?;
            whole.view.merge(view);
            whole.seen.extend(seen);
            asked.extend(new);
        }
    }

    /// The scopes in which something happens, and what says that these are all.
    async fn scopes(&self, effect: &Effect) -> Result<(Seen, Vec<Scope>), StoreError> {
        let within = match &effect.scopes {
            Where::In(scopes) => return Ok((Seen::new(), scopes.clone())),
            Where::Everywhere => None,
            Where::InRegion(region) => Some(region),
        };
        let Loaded { view: View { mut scopes, .. }, seen } =
            self.store.load(None, &[Read::ScopesOf(effect.account)]).await?;
        scopes.retain(|scope| within.is_none_or(|region| scope.region == *region));
        Ok((seen, scopes))
    }

    /// What an effect comes to in one scope.
    async fn part(&self, scope: Scope, effect: &Effect) -> Result<Part, StoreError> {
        let command = Command::Account(effect.event.clone());
        let (seen, decision) = self.decide(&scope, effect.account, &command).await?;
        // What happened has happened: the rules of a scope refuse none of it, at most they change nothing.
        let changes = decision.map(|decision| decision.changes).unwrap_or_default();
        Ok(Part { scope: Some(scope), seen, changes })
    }
}

fn refused<R>(refusal: R) -> Setback<R> {
    Setback::Failed(Failure::Refused(refusal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{A, B, C, Fault, Faulty};
    use accede_membership::directory::OrganizationsCommand;
    use accede_membership::{Activity, Email, NewMember, Settings, Subject, Tags};

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
    fn an_account_that_leaves_is_left_in_no_scope_that_it_came_into_meanwhile() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.organize(&[A, B, C]);
        let designate = serde_json::json!({ "AdminAccountId": B });
        server.hub(A).ok("POST", "/organization/admin/enable", designate);
        let scope = Scope { service: Service::SecurityHub, region: "us-east-1".parse().unwrap() };
        let (b, c): (AccountId, AccountId) = (B.parse().unwrap(), C.parse().unwrap());
        let member =
            NewMember { account: Subject::Account(c), email: Email::Absent, tags: Tags::new() };
        let add = Command::CreateMembers { members: vec![member] };
        let leave = DirectoryCommand::Organizations(c, OrganizationsCommand::LeaveOrganization);
        store.set(Fault::Yields);
        // Both have decided before either commits; adding is the first to.
        let outcomes = server.race((&scope, b, &add), &leave);
        assert!(matches!(outcomes, (Ok(_), Ok(_))), "{outcomes:?}");
        let rows = server.hub(B).get("/members?OnlyAssociated=false");
        assert_eq!(rows["Members"][0]["MemberStatus"], "Deleted");
        assert_eq!(server.hub(C).get("/administrator"), serde_json::json!({}));
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
                let standards = false;
                let command = Command::EnableService { settings, tags, activity, standards };
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
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == refused).count(), 19);
    }
}
