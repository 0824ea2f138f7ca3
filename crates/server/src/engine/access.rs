//! Commands about credentials.

use accede_membership::access::{
    AccessCommand, AccessDecision, AccessRefusal, AccessReply, decide,
};
use accede_membership::{Timestamp, View};
use accede_store::{Loaded, Part};

use super::conclusion::{Conclusion, as_it_is, flat};
use super::{Engine, Failure, Fault, Setback};
use crate::clock;

/// How many uses of keys are stored in one commit.
const USES: usize = 256;

impl Engine {
    /// Carries out a command about credentials. Nothing is recorded.
    ///
    /// # Errors
    ///
    /// What the rules refuse, and faults of the store. Either way nothing has changed.
    pub(crate) async fn execute_access(
        &self,
        command: &AccessCommand,
    ) -> Result<AccessReply, Failure<AccessRefusal>> {
        flat(self.conclude_access(command, as_it_is).await)
    }

    /// The same, concluded as [`conclude`](Engine::conclude) says.
    ///
    /// # Errors
    ///
    /// Faults of the store. Then nothing has changed.
    pub(crate) async fn conclude_access<T>(
        &self,
        command: &AccessCommand,
        conclude: impl Fn(Timestamp, Result<AccessReply, AccessRefusal>) -> Conclusion<T>,
    ) -> Result<T, Fault> {
        self.persist(|| self.attempt_access(command, &conclude)).await
    }

    /// Stores when keys were used last. What cannot be stored now is kept for the next time.
    pub(crate) async fn store_uses(&self) {
        let all = self.uses.take();
        for uses in all.chunks(USES) {
            let command = AccessCommand::NoteUses(uses.to_vec());
            if self.execute_access(&command).await.is_err() {
                for (id, last) in uses {
                    self.uses.note(*id, last.at, &last.service, &last.region);
                }
            }
        }
    }

    /// One round about credentials.
    async fn attempt_access<T>(
        &self,
        command: &AccessCommand,
        conclude: impl Fn(Timestamp, Result<AccessReply, AccessRefusal>) -> Conclusion<T>,
    ) -> Result<T, Setback> {
        let wanted = |seen: &View| decide::reads(command, seen);
        let (Loaded { view, seen }, _) = self.look_up(None, wanted).await?;
        let now = clock::now();
        match decide::decide(&view, command, now) {
            Ok(AccessDecision { changes, reply }) => {
                let part = Part { scope: None, seen, changes };
                self.settle(vec![part], conclude(now, Ok(reply))).await
            }
            Err(refusal) => Ok(self.refuse(conclude(now, Err(refusal))).await),
        }
    }
}
