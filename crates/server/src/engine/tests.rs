//! Commands that lose races, and what becomes of them.

use std::sync::Arc;

use super::*;
use crate::testing::{A, B, C, Fault, Faulty};
use accede_membership::access::EventsOf;
use accede_membership::directory::{DirectoryCommand, OperatorCommand, OrganizationsCommand};
use accede_membership::{
    AccountId, Activity, Command, Email, EventId, EventPlace, Extent, NewMember, Settings, Subject,
    Tags,
};
use accede_store::MemoryStore;

const TWICE: &str = "409 ConflictException: Macie has already been enabled";

#[test]
fn a_command_that_loses_races_is_tried_again_and_then_given_up() {
    let store = Faulty::new(Fault::None);
    let server = store.server();
    let (hub, macie) = (server.hub(A), server.macie(A));
    for (losses, status) in [(1, "ENABLED"), (2, "PAUSED"), (ATTEMPTS - 1, "ENABLED")] {
        let method = if losses == 1 { "POST" } else { "PATCH" };
        store.set(Fault::Losses(losses));
        let body = format!(r#"{{"status":"{status}"}}"#);
        assert_eq!(macie.says(method, "/macie", &body), "200 {}", "{losses}");
        assert_eq!(macie.get("/macie")["status"], status);
        assert_eq!(store.fault(), Fault::Losses(0));
    }
    let fault = "500 InternalException: The server met an unexpected condition.";
    store.set(Fault::Losses(ATTEMPTS));
    hub.at("POST", "/accounts").refuses("every race lost", "", fault);
    assert_eq!(store.fault(), Fault::Losses(0), "no more attempts than that");
    assert_eq!(hub.says("POST", "/accounts", ""), "200 {}", "the lane is free again");
}

#[test]
fn a_command_that_lost_a_race_is_decided_on_what_is_there_now() {
    let store = Faulty::new(Fault::Rival);
    let server = store.server();
    assert_eq!(server.macie(A).says("POST", "/macie", ""), TWICE);
    assert_eq!(server.macie(A).get("/macie")["status"], "ENABLED");
}

#[test]
fn what_only_reads_commits_nothing() {
    let store = Faulty::new(Fault::None);
    let server = store.server();
    let macie = server.macie(A);
    macie.ok("POST", "/macie", serde_json::json!({}));
    store.set(Fault::Losses(1));
    macie.get("/macie");
    assert_eq!(store.fault(), Fault::Losses(1));
}

#[test]
fn an_account_that_leaves_is_left_in_no_scope_that_it_came_into_meanwhile() {
    let store = Faulty::new(Fault::None);
    let server = store.server();
    server.organize(&[A, B, C]);
    let designate = serde_json::json!({ "AdminAccountId": B });
    server.hub(A).ok("POST", "/organization/admin/enable", designate);
    let scope = Scope { service: Service::SecurityHub, region: "us-east-1".parse().unwrap() };
    let (b, c): (AccountId, AccountId) = (B.parse().unwrap(), C.parse().unwrap());
    let member =
        NewMember { account: Subject::Account(c), email: Email::Absent, tags: Tags::new() };
    let add = Command::CreateMembers { members: vec![member] };
    let leave = DirectoryCommand::Organizations(c, OrganizationsCommand::LeaveOrganization);
    store.set(Fault::Yields);
    // Both have decided before either commits; adding is the first to.
    let outcomes = server.race((&scope, b, &add), &leave);
    assert!(matches!(outcomes, (Ok(_), Ok(_))), "{outcomes:?}");
    let rows = server.hub(B).get("/members?OnlyAssociated=false");
    assert_eq!(rows["Members"][0]["MemberStatus"], "Deleted");
    assert_eq!(server.hub(C).get("/administrator"), serde_json::json!({}));
}

#[test]
fn of_many_that_race_for_one_record_one_wins() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let engine = Arc::new(Engine::new(Faulty::new(Fault::Yields), Quotas::default()));
    let enable = || {
        let engine = Arc::clone(&engine);
        async move {
            let scope = Scope { service: Service::Macie, region: "us-east-1".parse().unwrap() };
            let (settings, tags) = (Settings::new(), Tags::new());
            let activity = Activity::Enabled;
            let standards = false;
            let command = Command::EnableService { settings, tags, activity, standards };
            engine.execute(&scope, A.parse().unwrap(), &command).await
        }
    };
    let outcomes = runtime.block_on(async {
        let racers: Vec<_> = (0..20).map(|_| tokio::spawn(enable())).collect();
        let mut outcomes = Vec::new();
        for racer in racers {
            outcomes.push(racer.await.unwrap());
        }
        outcomes
    });
    let refused = Err(Failure::Refused(Refusal::AlreadyEnabled));
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == refused).count(), 19);
}

#[test]
fn uses_of_keys_that_cannot_be_stored_are_kept() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = Faulty::new(Fault::Loads);
    let engine = Engine::new(Arc::clone(&store) as Arc<dyn Store>, Quotas::default());
    let id = "AKIAIOSFODNN7EXAMPLE".parse().unwrap();
    engine.uses().note(id, Timestamp(1), "sts", "us-east-1");
    runtime.block_on(engine.store_uses());
    store.set(Fault::None);
    let kept = engine.uses().take();
    assert_eq!(
        kept.iter().map(|(id, last)| (*id, last.at)).collect::<Vec<_>>(),
        [(id, Timestamp(1))]
    );
    engine.uses().note(id, Timestamp(2), "sts", "us-east-1");
    runtime.block_on(engine.store_uses());
    assert_eq!(engine.uses().take(), [], "a key that is gone is passed over");
}

#[test]
fn nothing_is_stored_of_what_does_not_stand_but_its_record() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new([7; 32]));
    let engine = Engine::new(Arc::clone(&store), Quotas::default());
    let a: AccountId = A.parse().unwrap();
    let scope = Scope { service: Service::Macie, region: "us-east-1".parse().unwrap() };
    let macie = Command::EnableService {
        settings: Settings::new(),
        tags: Tags::new(),
        activity: Activity::Enabled,
        standards: false,
    };
    let (name, email) = ("Ann".to_owned(), "ann@example.com".to_owned());
    let create = DirectoryCommand::Operator(OperatorCommand::CreateAccount { id: a, name, email });
    let record = |id| {
        let (region, place) =
            (scope.region.clone(), EventPlace { at: Timestamp(1), id: EventId(id) });
        Some(Box::new(Event { account: a, region, place, document: "{}".to_owned() }))
    };
    let stored = || {
        let all = Read::EventPage { of: EventsOf::Everybody, after: None, extent: Extent::ALL };
        let reads = [Read::Standing(a), Read::Account(a), all];
        let view = runtime.block_on(store.load(Some(&scope), &reads)).unwrap().view;
        (view.standings[&a].is_some(), view.accounts[&a].is_some(), view.event_page.len())
    };
    for (stands, expected) in [(false, (false, false, 2)), (true, (true, true, 4))] {
        let id = u128::from(stands) * 2;
        let answer = engine.conclude(&scope, a, &macie, |_, outcome| {
            assert!(outcome.is_ok(), "the rules have nothing against it");
            Conclusion { answer: "so", record: record(id), stands }
        });
        assert_eq!(runtime.block_on(answer), Ok("so"));
        let answer = engine.conclude_directory(&create, |_, outcome| {
            assert!(outcome.is_ok(), "the rules have nothing against it");
            Conclusion { answer: "so", record: record(id + 1), stands }
        });
        assert_eq!(runtime.block_on(answer), Ok("so"));
        assert_eq!(stored(), expected);
    }
}
