//! Commands in a scope.

use accede_membership::{
    AccountId, Command, Decision, Refusal, Reply, Scope, Timestamp, View, decide, reads,
};
use accede_store::{Loaded, Part, Seen, StoreError};

#[cfg(test)]
use super::Failure;
use super::conclusion::Conclusion;
#[cfg(test)]
use super::conclusion::{as_it_is, flat};
use super::{Engine, Fault, Setback};
use crate::clock;
use crate::entropy::RandomIds;

impl Engine {
    /// Carries out a command in a scope, of which nothing is recorded: for tests.
    ///
    /// # Errors
    ///
    /// What the rules refuse, and faults of the store. Either way nothing has changed.
    #[cfg(test)]
    pub(crate) async fn execute(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Result<Reply, Failure> {
        flat(self.conclude(scope, caller, command, as_it_is).await)
    }

    /// Carries out a command in a scope. `conclude` is asked once for each time that it is decided.
    ///
    /// # Errors
    ///
    /// Faults of the store. Then nothing has changed.
    pub(crate) async fn conclude<T>(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
        conclude: impl Fn(Timestamp, Result<Reply, Refusal>) -> Conclusion<T>,
    ) -> Result<T, Fault> {
        self.persist(|| self.attempt(scope, caller, command, &conclude)).await
    }

    /// One round in a scope.
    async fn attempt<T>(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
        conclude: impl Fn(Timestamp, Result<Reply, Refusal>) -> Conclusion<T>,
    ) -> Result<T, Setback> {
        let now = clock::now();
        let (seen, decision) = self.decide(scope, caller, command, now).await?;
        match decision {
            Ok(Decision { changes, reply }) => {
                let part = Part { scope: Some(scope.clone()), seen, changes };
                self.settle(vec![part], conclude(now, Ok(reply))).await
            }
            Err(refusal) => Ok(self.refuse(conclude(now, Err(refusal))).await),
        }
    }

    /// Loads and decides in a scope.
    pub(super) async fn decide(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
        now: Timestamp,
    ) -> Result<(Seen, Result<Decision, Refusal>), StoreError> {
        let rules = self.rules(scope.service);
        let wanted = |seen: &View| reads(rules, caller, command, seen);
        let (Loaded { view, seen }, _) = self.look_up(Some(scope), wanted).await?;
        let ids = &mut RandomIds;
        let decision = decide(rules, &scope.region, caller, &view, command, now, ids);
        Ok((seen, decision))
    }
}
