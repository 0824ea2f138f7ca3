//! A laboratory: keys and roles, real commands, and a clock.

use std::collections::BTreeSet;

use accede_membership::access::decide::{decide, reads};
use accede_membership::access::{
    AccessCommand, AccessKey, AccessRefusal, AccessReply, KeyId, KeyStatus, LastUse, Role, RoleKey,
    Stranger,
};
use accede_membership::directory::{Account, AccountState};
use accede_membership::{AccountId, Change, Read, Timestamp, View, World};

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::new(number).expect("12 digits")
}

/// Whose the roles of most tests are.
pub(crate) fn a() -> AccountId {
    account(111_111_111_111)
}

/// Whom they trust.
pub(crate) fn b() -> AccountId {
    account(222_222_222_222)
}

/// Nobody to them.
pub(crate) fn x() -> AccountId {
    account(999_999_999_999)
}

pub(crate) fn key_id(number: u64) -> KeyId {
    KeyId::parse(&format!("AKIA{number:016}")).expect("20 characters")
}

pub(crate) fn key(number: u64, account: AccountId) -> AccessKey {
    AccessKey {
        id: key_id(number),
        account,
        user: None,
        sealed: vec![7; 70],
        status: KeyStatus::Active,
        created_at: Timestamp(0),
        last_used: None,
    }
}

/// A role of `a` that trusts `b`.
pub(crate) fn role(name: &str) -> Role {
    Role {
        account: a(),
        name: name.to_owned(),
        path: "/".to_owned(),
        id: "AROAEXAMPLEEXAMPLE234".to_owned(),
        trusts: BTreeSet::from([b()]),
        external_id: None,
        max_session: 3_600,
        created_at: Timestamp(0),
    }
}

pub(crate) fn used(at: i64, service: &str) -> LastUse {
    LastUse { at: Timestamp(at), service: service.to_owned(), region: "us-east-1".to_owned() }
}

/// `AssumeRole` by `b`, of the role that [`role`] makes.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) caller: AccountId,
    pub(crate) of: AccountId,
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) external_id: Option<&'static str>,
    pub(crate) seconds: u32,
    pub(crate) stranger: Stranger,
}

pub(crate) fn ask() -> Ask {
    let stranger = Stranger::Denied;
    let (name, path, external_id) = ("Demo", "/", None);
    Ask { caller: b(), of: a(), name, path, external_id, seconds: 3_600, stranger }
}

impl From<Ask> for AccessCommand {
    fn from(ask: Ask) -> AccessCommand {
        AccessCommand::AssumeRole {
            caller: ask.caller,
            role: RoleKey::of(ask.of, ask.name),
            name: ask.name.to_owned(),
            path: ask.path.to_owned(),
            external_id: ask.external_id.map(str::to_owned),
            seconds: ask.seconds,
            stranger: ask.stranger,
        }
    }
}

/// Records, and a clock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lab {
    pub(crate) world: World,
    pub(crate) clock: i64,
}

impl Lab {
    /// Where `a` has a role named `Demo` and `b` a key numbered 1.
    pub(crate) fn furnished() -> Lab {
        let mut lab = Lab::default();
        lab.did(AccessCommand::CreateRole(role("Demo")));
        lab.did(AccessCommand::CreateKey(key(1, b())));
        lab
    }

    /// What a command sees: reads are asked for until nothing new is wanted.
    pub(crate) fn view(&self, command: &AccessCommand) -> View {
        let (mut view, mut asked) = (View::default(), BTreeSet::<Read>::new());
        for _round in 0..3 {
            let wanted = reads(command, &view).into_iter();
            let new: Vec<Read> = wanted.filter(|read| asked.insert(read.clone())).collect();
            if new.is_empty() {
                return view;
            }
            view.merge(self.world.load(&new));
        }
        panic!("{command:?} wants ever more")
    }

    /// Asks, and stores what is decided.
    pub(crate) fn ask(&mut self, command: &AccessCommand) -> Result<AccessReply, AccessRefusal> {
        self.clock += 1;
        let view = self.view(command);
        let decision = decide(&view, command, Timestamp(self.clock))?;
        changes_each_once_what_was_seen(&view, &decision.changes);
        self.world.apply(&decision.changes);
        Ok(decision.reply)
    }

    /// Asks for what is not refused.
    pub(crate) fn did(&mut self, command: impl Into<AccessCommand>) -> AccessReply {
        let command = command.into();
        self.ask(&command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"))
    }

    /// Asks for what is refused, and changes nothing.
    pub(crate) fn refused(&mut self, command: impl Into<AccessCommand>) -> AccessRefusal {
        let (command, before) = (command.into(), self.world.clone());
        let refusal = self.ask(&command).expect_err("refused");
        assert_eq!(self.world, before, "{command:?}");
        refusal
    }

    pub(crate) fn set_state(&mut self, id: AccountId, state: AccountState) {
        let account = Account { state, ..Account::default() };
        self.world.accounts.insert(id, account);
    }

    pub(crate) fn key(&self, number: u64) -> &AccessKey {
        &self.world.access_keys[&key_id(number)]
    }
}

/// What a commit guards is what was seen, so that nothing else may change; and no record twice.
fn changes_each_once_what_was_seen(view: &View, changes: &[Change]) {
    let (mut keys, mut roles) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        let fine = match change {
            Change::AccessKey(id, _) => view.access_keys.contains_key(id) && keys.insert(*id),
            Change::Role(key, _) => view.roles.contains_key(key) && roles.insert(key.clone()),
            _ => false,
        };
        assert!(fine, "{change:?}");
    }
}
