//! Commands that only read: they are decided once, and nothing is stored.

use accede_membership::{AccountId, Command, Refusal, Reply, Scope, View, decide, reads};
use accede_store::answers::{Known, Question, Since, about};

use super::{Engine, Fault, Setback};
use crate::clock;
use crate::entropy::RandomIds;

/// What a command that only reads comes to.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) outcome: Result<Reply, Refusal>,
    /// Whether all that was read is about the caller alone.
    pub(crate) is_of_caller: bool,
}

impl Engine {
    /// Carries out a command that only reads.
    ///
    /// # Errors
    ///
    /// Faults of the store.
    pub(crate) async fn read(
        &self,
        scope: &Scope,
        caller: AccountId,
        command: &Command,
    ) -> Result<Reading, Fault> {
        let rules = self.rules(scope.service);
        let wanted = |seen: &View| reads(rules, caller, command, seen);
        let loaded = self.look_up(Some(scope), wanted).await.map_err(Setback::from);
        let Ok((loaded, asked)) = loaded else { return Err(Fault) };
        let (view, region, now) = (&loaded.view, &scope.region, clock::now());
        let decision = decide(rules, region, caller, view, command, now, &mut RandomIds);
        let outcome = decision.map(|decision| decision.reply);
        Ok(Reading { outcome, is_of_caller: about(caller, &asked) })
    }

    /// What is known of the answer to a question.
    ///
    /// # Errors
    ///
    /// Faults of the store.
    pub(crate) fn recall(&self, question: &Question<'_>) -> Result<Known, Fault> {
        match self.store.answers().map_err(Setback::from) {
            Ok(Some(answers)) => Ok(answers.recall(question)),
            Ok(None) => Ok(Known::Not(Since::NEVER)),
            Err(_) => Err(Fault),
        }
    }

    /// Keeps an answer that was read since a moment, if all that was read for it is about the caller alone.
    pub(crate) fn keep(&self, question: &Question<'_>, since: Since, answer: &[u8]) {
        if let Ok(Some(answers)) = self.store.answers() {
            answers.keep(question, since, answer);
        }
    }
}
