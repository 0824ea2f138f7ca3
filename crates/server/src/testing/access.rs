//! What the operator does with credentials.

use std::collections::BTreeSet;
use std::sync::Arc;

use accede_membership::access::{AccessCommand, AccessRefusal, AccessReply, Role};
use accede_membership::directory::{DirectoryCommand, OperatorCommand};
use accede_membership::{AccountId, Quotas, Timestamp};
use accede_store::MemoryStore;

use super::{SECRET, Server};
use crate::app::App;
use crate::auth::{Keyring, Open};
use crate::engine::{Engine, Failure};

/// A role of an account, which trusts others.
pub(crate) fn role(account: &str, name: &str, trusts: &[&str]) -> Role {
    Role {
        account: account.parse().unwrap(),
        name: name.to_owned(),
        path: "/".to_owned(),
        id: "AROAEXAMPLEEXAMPLE234".to_owned(),
        trusts: trusts.iter().map(|id| id.parse().unwrap()).collect::<BTreeSet<AccountId>>(),
        external_id: None,
        max_session: 3_600,
        created_at: Timestamp(0),
    }
}

impl Server {
    /// A server whose engine is that of mode `verify`, and whose callers are known by their word all the same.
    pub(crate) fn verifying() -> Server {
        let store = Arc::new(MemoryStore::new(SECRET));
        let server = Server::over(Arc::clone(&store) as _, Quotas::default());
        let engine = Engine::new(store, Quotas::default()).verifying(Keyring::new([9; 32]));
        let open = Open { default_account: AccountId::new(0).unwrap() };
        Server { app: App::new(engine, open), ..server }
    }

    /// Carries out a command about credentials.
    pub(crate) fn access(
        &self,
        command: &AccessCommand,
    ) -> Result<AccessReply, Failure<AccessRefusal>> {
        self.runtime.block_on(self.app.engine().execute_access(command))
    }

    /// Makes a role.
    pub(crate) fn make_role(&self, role: Role) {
        self.access(&AccessCommand::CreateRole(role)).unwrap();
    }

    /// Suspends an account, which gets a name for that.
    pub(crate) fn suspend(&self, account: &str) {
        let id = account.parse().unwrap();
        let (name, email) = ("A".to_owned(), format!("{account}@example.com"));
        for command in [
            OperatorCommand::CreateAccount { id, name, email },
            OperatorCommand::SuspendAccount { id },
        ] {
            let command = DirectoryCommand::Operator(command);
            self.runtime.block_on(self.app.engine().execute_directory(&command)).unwrap();
        }
    }
}
