//! Mode `verify`: every request is signed, and its signature is checked.
//!
//! A lasting key is in the store, its secret sealed with the operator's key; a temporary one is in its session
//! token, which only a server with the same store and the same sealing key can have made. Keys and sessions of
//! an account that is not in use are as unknown as those that never were.

use accede_membership::access::{AccessCommand, AccessReply, KeyId};
use accede_membership::{AccountId, Region, Timestamp};

use super::access_key::TEMPORARY;
use super::known::{Holder, Known};
use super::sigv4::{Signature, SigningKeys};
use super::{AuthError, Caller, Credential, Identity};
use crate::engine::{Engine, Failure};
use crate::front::Incoming;

/// Callers by their signatures.
#[derive(Debug)]
pub(crate) struct Verify {
    signing_keys: SigningKeys,
    known: Known,
}

impl Verify {
    /// Knows nobody yet.
    pub(crate) fn new() -> Verify {
        Verify { signing_keys: SigningKeys::new(), known: Known::default() }
    }

    /// The caller that signed a request, in which this credential was found.
    ///
    /// # Errors
    ///
    /// Why there is none. What AWS does not tell apart is not told apart here.
    pub(crate) async fn caller(
        &self,
        request: &Incoming,
        credential: Option<&Credential<'_>>,
        engine: &Engine,
        now: Timestamp,
    ) -> Result<Caller, AuthError> {
        let signature = Signature::of(request, credential, now)?;
        let credential = signature.credential();
        let region: Region = credential.region.parse().map_err(|_| {
            AuthError::Scope("Credential should be scoped to a valid region.".to_owned())
        })?;
        if credential.access_key.starts_with(TEMPORARY) {
            let session = engine.sessions().of(&credential, &region).ok_or(AuthError::Unknown)?;
            if session.has_expired(now) {
                return Err(AuthError::Expired);
            }
            signature.check(&session.secret.text(), &self.signing_keys)?;
            self.admit(session.key.account(), engine).await?;
            let account = session.key.account();
            let access_key = credential.access_key.into_owned();
            let session = Some(Box::new(session));
            return Ok(Caller { account, region, access_key, holder: Identity::Root, session });
        }
        let id = KeyId::parse(&credential.access_key).ok_or(AuthError::Unknown)?;
        let holder = self.holder(id, engine).await?;
        // Lasting keys have no token.
        if credential.token.is_some() {
            return Err(AuthError::Unknown);
        }
        signature.check(holder.secret(), &self.signing_keys)?;
        engine.uses().note(id, now, &credential.service, &credential.region);
        let access_key = credential.access_key.into_owned();
        let account = holder.account;
        let holder = holder.user.map_or(Identity::Root, |name| Identity::User(name.to_string()));
        Ok(Caller { account, region, access_key, holder, session: None })
    }

    /// Who has a key, and its secret.
    async fn holder(&self, id: KeyId, engine: &Engine) -> Result<Holder, AuthError> {
        // Before the key is read: what changes meanwhile is read again.
        let epoch = engine.epoch();
        if let Some(holder) = self.known.holder(id, epoch) {
            return Ok(holder);
        }
        let key = match ask(engine, &AccessCommand::IdentifyKey { id }).await? {
            AccessReply::Key(key) => key,
            _ => return Err(AuthError::Unknown),
        };
        let secret = engine.keyring().and_then(|keyring| keyring.open(&key));
        let Some(secret) = secret else {
            crate::log::fault(&format!(
                "the secret of {id} is not sealed for it with this sealing key"
            ));
            return Err(AuthError::Unknown);
        };
        let holder = Holder::new(key.account, key.user.clone(), secret);
        self.known.know(id, holder.clone(), epoch);
        Ok(holder)
    }

    /// Lets a session in whose account is in use.
    async fn admit(&self, account: AccountId, engine: &Engine) -> Result<(), AuthError> {
        let epoch = engine.epoch();
        if self.known.is_admitted(account, epoch) {
            return Ok(());
        }
        ask(engine, &AccessCommand::Admit { account }).await?;
        self.known.admit(account, epoch);
        Ok(())
    }
}

async fn ask(engine: &Engine, command: &AccessCommand) -> Result<AccessReply, AuthError> {
    engine.execute_access(command).await.map_err(|failure| match failure {
        Failure::Refused(_) => AuthError::Unknown,
        Failure::Fault => AuthError::Fault,
    })
}
