//! Whether the store answers, looked up at most once a second: looking writes to it, and anybody may ask.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::engine::Engine;
use crate::log;

/// How long an outcome holds.
const HOLDS: Duration = Duration::from_secs(1);

/// The last outcome, and when it was asked for.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    /// Whether the store answers. Who asks meanwhile waits for the same outcome.
    pub(crate) async fn check(&self, engine: &Engine, now: Instant) -> bool {
        let mut last = self.0.lock().await;
        if let Some((then, outcome)) = *last
            && now.saturating_duration_since(then) < HOLDS
        {
            return outcome;
        }
        let outcome = engine.ready().await;
        if let Err(fault) = &outcome {
            log::fault(&format!("not ready: {fault}"));
        }
        *last = Some((now, outcome.is_ok()));
        outcome.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::testing::{Fault, Faulty};
    use accede_membership::Quotas;
    use accede_store::Store;
    use std::sync::Arc;

    #[test]
    fn an_outcome_holds_for_a_second() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = Faulty::new(Fault::None);
        let engine = Engine::new(Arc::clone(&store) as Arc<dyn Store>, Quotas::default());
        let (readiness, start) = (Readiness::default(), clock::instant());
        let check = |millis| {
            let now = start + Duration::from_millis(millis);
            runtime.block_on(readiness.check(&engine, now))
        };
        assert!(check(0));
        store.set(Fault::Commits);
        assert!(check(999) && !check(1000));
        store.set(Fault::None);
        assert!(!check(1999) && check(2000));
    }
}
