//! The two ways in which callers are known.

use accede_membership::Timestamp;

use super::{AuthError, Caller, Credential, Open, Verify};
use crate::engine::Engine;
use crate::front::Incoming;

/// How callers are known.
#[derive(Debug)]
pub(crate) enum Gate {
    /// By their word.
    Open(Open),
    /// By their signatures.
    Verify(Box<Verify>),
}

impl From<Open> for Gate {
    fn from(open: Open) -> Gate {
        Gate::Open(open)
    }
}

impl From<Verify> for Gate {
    fn from(verify: Verify) -> Gate {
        Gate::Verify(Box::new(verify))
    }
}

impl Gate {
    /// Who sent a request.
    ///
    /// # Errors
    ///
    /// Why nobody is known to have.
    pub(crate) async fn caller(
        &self,
        request: &Incoming,
        credential: &Result<Credential<'_>, AuthError>,
        engine: &Engine,
        now: Timestamp,
    ) -> Result<Caller, AuthError> {
        match self {
            Gate::Open(open) => {
                open.caller(credential.as_ref().map_err(Clone::clone)?, engine.sessions(), now)
            }
            Gate::Verify(verify) => {
                verify.caller(request, credential.as_ref().ok(), engine, now).await
            }
        }
    }
}
