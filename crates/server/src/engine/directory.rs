//! Commands of the directory, and what they mean for scopes.

use accede_membership::directory::{
    self, DirectoryCommand, DirectoryDecision, DirectoryRefusal, DirectoryReply, Effect, Where,
};
use accede_membership::{Command, Read, Scope, Timestamp, View};
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
    /// Carries out a command of the directory, and what it means for scopes, in one step, of which nothing is recorded:
    /// for tests.
    ///
    /// # Errors
    ///
    /// What the rules refuse, and faults of the store. Either way nothing has changed.
    #[cfg(test)]
    pub(crate) async fn execute_directory(
        &self,
        command: &DirectoryCommand,
    ) -> Result<DirectoryReply, Failure<DirectoryRefusal>> {
        flat(self.conclude_directory(command, as_it_is).await)
    }

    /// Carries out a command of the directory, and what it means for scopes, in one step, concluded as
    /// [`conclude`](Engine::conclude) says.
    ///
    /// # Errors
    ///
    /// Faults of the store. Then nothing has changed.
    pub(crate) async fn conclude_directory<T>(
        &self,
        command: &DirectoryCommand,
        conclude: impl Fn(Timestamp, Result<DirectoryReply, DirectoryRefusal>) -> Conclusion<T>,
    ) -> Result<T, Fault> {
        self.persist(|| self.attempt_directory(command, &conclude)).await
    }

    /// One round in the directory.
    async fn attempt_directory<T>(
        &self,
        command: &DirectoryCommand,
        conclude: impl Fn(Timestamp, Result<DirectoryReply, DirectoryRefusal>) -> Conclusion<T>,
    ) -> Result<T, Setback> {
        let wanted = |seen: &View| directory::decide::reads(command, seen);
        let (Loaded { view, seen }, _) = self.look_up(None, wanted).await?;
        let (now, ids) = (clock::now(), &mut RandomIds);
        let decision = directory::decide::decide(&self.limits, &view, command, now, ids);
        let DirectoryDecision { changes, effects, reply } = match decision {
            Ok(decision) => decision,
            Err(refusal) => return Ok(self.refuse(conclude(now, Err(refusal))).await),
        };
        let mut parts = vec![Part { scope: None, seen, changes }];
        for effect in &effects {
            let (seen, scopes) = self.scopes(effect).await?;
            parts.push(Part { scope: None, seen, changes: Vec::new() });
            for scope in scopes {
                parts.push(self.part(scope, effect, now).await?);
            }
        }
        self.settle(parts, conclude(now, Ok(reply))).await
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
    async fn part(
        &self,
        scope: Scope,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<Part, StoreError> {
        let command = Command::Account(effect.event.clone());
        let (seen, decision) = self.decide(&scope, effect.account, &command, now).await?;
        // What happened has happened: the rules of a scope refuse none of it, at most they change nothing.
        let changes = decision.map(|decision| decision.changes).unwrap_or_default();
        Ok(Part { scope: Some(scope), seen, changes })
    }
}
