//! Answers that are kept in memory beside answers that are read anew: after every change of any kind, for everybody
//! who may see it, they are the same.

use std::sync::Arc;

use accede_membership::{Read, Scope, Timestamp};
use accede_store::answers::{Known, Question};
use accede_store::{
    Answers, Commit, CommitError, Entry, EntryKey, Loaded, Pending, Store, StoreError,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::script::{self, Step};
use super::scripts::Scene;
use super::tests::seeds;

const ACCOUNTS: [&str; 4] = ["A", "B", "C", "D"];
const REGIONS: [&str; 2] = ["us-east-1", "eu-west-1"];
const ALL: &str =
    r#"{"AccountIds": ["111111111111", "222222222222", "333333333333", "444444444444"]}"#;

/// What is asked after each step, so that all of it has been asked before.
const READS: &[(&str, &str, &str)] = &[
    ("securityhub", "GET /accounts", ""),
    ("securityhub", "GET /administrator", ""),
    ("securityhub", "GET /invitations", ""),
    ("securityhub", "GET /invitations/count", ""),
    ("securityhub", "GET /members", ""),
    ("securityhub", "GET /members?OnlyAssociated=false", ""),
    ("securityhub", "GET /organization/configuration", ""),
    ("securityhub", "POST /members/get", ALL),
    ("macie2", "GET /administrator", ""),
    ("macie2", "GET /invitations", ""),
    ("macie2", "GET /invitations/count", ""),
    ("macie2", "GET /macie", ""),
    ("macie2", "GET /members", ""),
    ("macie2", "GET /members?onlyAssociated=false", ""),
    ("macie2", "GET /members/111111111111", ""),
    ("macie2", "GET /members/222222222222", ""),
];

/// A store that keeps no answers.
#[derive(Debug)]
struct Forgetful(Arc<dyn Store>);

impl Store for Forgetful {
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        self.0.load(scope, reads)
    }

    fn answers(&self) -> Result<Option<&Answers>, StoreError> {
        Ok(None)
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        self.0.commit(commit)
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        self.0.ready()
    }

    fn secret(&self) -> [u8; 32] {
        self.0.secret()
    }

    fn epoch(&self) -> Option<u64> {
        self.0.epoch()
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        self.0.forget(before)
    }

    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        self.0.entries(after, limit)
    }
}

/// Two servers with one store, of which one keeps answers.
struct Both {
    keeps: Scene,
    forgets: Scene,
}

impl Both {
    fn new() -> Both {
        let keeps = Scene::new();
        let forgets = keeps.with(|store| Arc::new(Forgetful(store)));
        Both { keeps, forgets }
    }

    fn play(&mut self, step: &Step<'_>) {
        self.keeps.play(step);
        for who in ACCOUNTS {
            for region in REGIONS {
                for (service, what, body) in READS {
                    let read = Step { who, region, service, what, body: body.as_bytes() };
                    let [kept, now] = [&mut self.keeps, &mut self.forgets]
                        .map(|scene| scene.ask(&read).map(|answer| (answer.status, answer.body)));
                    assert_eq!(kept, now, "{who} {what} of {service} in {region}, after {step:?}");
                }
            }
        }
    }
}

#[test]
fn after_every_operation_that_is_served() {
    for (_, seed) in seeds("scripts") {
        let mut both = Both::new();
        script::steps(&seed).for_each(|step| both.play(&step));
    }
}

#[test]
fn after_whatever_accounts_do_with_each_other() {
    for seed in 0..8 {
        let (mut random, mut both) = (StdRng::seed_from_u64(seed), Both::new());
        for who in ACCOUNTS {
            for step in ["securityhub POST /accounts\n{}", "macie2 POST /macie\n{}"] {
                let step = format!("{who} {step}");
                script::steps(step.as_bytes()).for_each(|step| both.play(&step));
            }
        }
        for _ in 0..120 {
            let step = drawn(&mut random);
            script::steps(step.as_bytes()).for_each(|step| both.play(&step));
        }
    }
}

/// Something that an account does to another one. `ID` is that one's; `$InvitationId` the last that anybody was told.
const DEEDS: &[&str] = &[
    r#"securityhub POST /members|{"AccountDetails": [{"AccountId": "ID"}]}"#,
    r#"securityhub POST /members/invite|{"AccountIds": ["ID"]}"#,
    r#"securityhub POST /members/disassociate|{"AccountIds": ["ID"]}"#,
    r#"securityhub POST /members/delete|{"AccountIds": ["ID"]}"#,
    r#"securityhub POST /invitations/decline|{"AccountIds": ["ID"]}"#,
    r#"securityhub POST /invitations/delete|{"AccountIds": ["ID"]}"#,
    "securityhub GET /invitations|",
    r#"securityhub POST /administrator|{"AdministratorId": "ID", "InvitationId": "$InvitationId"}"#,
    "securityhub POST /administrator/disassociate|",
    "securityhub DELETE /accounts|",
    "securityhub POST /accounts|{}",
    r#"macie2 POST /members|{"account": {"accountId": "ID", "email": "x@example.com"}}"#,
    r#"macie2 POST /invitations|{"accountIds": ["ID"]}"#,
    "macie2 POST /members/disassociate/ID|{}",
    "macie2 DELETE /members/ID|",
    r#"macie2 POST /invitations/decline|{"accountIds": ["ID"]}"#,
    r#"macie2 POST /invitations/delete|{"accountIds": ["ID"]}"#,
    "macie2 GET /invitations|",
    r#"macie2 POST /invitations/accept|{"administratorAccountId": "ID", "invitationId": "$InvitationId"}"#,
    "macie2 POST /administrator/disassociate|{}",
    r#"macie2 PATCH /macie|{"status": "PAUSED"}"#,
    r#"macie2 PATCH /macie/members/ID|{"status": "PAUSED"}"#,
];

fn drawn(random: &mut StdRng) -> String {
    // Few, so that what one does follows from what another did.
    let place = random.random_range(0..3);
    let other = (place + random.random_range(1..3)) % 3;
    let id = (other + 1).to_string().repeat(12);
    let deed = DEEDS.choose(random).unwrap().replace("ID", &id).replace('|', "\n");
    format!("{} {deed}", ACCOUNTS[place])
}

#[test]
fn what_is_asked_again_is_kept() {
    let both = Both::new();
    let steps = [("A", "POST /accounts", "{}"), ("B", "POST /accounts", "{}")];
    let mut both = both;
    for (who, what, body) in steps {
        let (region, service) = (REGIONS[0], "securityhub");
        both.play(&Step { who, region, service, what, body: body.as_bytes() });
    }
    both.play(&Step {
        who: "C",
        region: REGIONS[0],
        service: "macie2",
        what: "GET /macie",
        body: b"",
    });
    let scope = Scope {
        service: accede_membership::Service::SecurityHub,
        region: REGIONS[0].parse().unwrap(),
    };
    let kept = |operation, words| {
        let account = "111111111111".parse().unwrap();
        let question = Question { scope: &scope, account, operation, words };
        both.keeps.store().answers().unwrap().map(|answers| answers.recall(&question))
    };
    let none: [&[u8]; 3] = [b"", b"", b""];
    assert!(matches!(kept("ListInvitations", none), Some(Known::Answer(_))));
    assert!(matches!(kept("ListMembers", none), Some(Known::Answer(_))));
    let get = [&b""[..], b"", ALL.as_bytes()];
    assert!(matches!(kept("GetMembers", get), Some(Known::Answer(_))));
    // What it says may change with what another account does.
    assert!(matches!(kept("GetAdministratorAccount", none), Some(Known::Not(_))));
}
