//! Roles that the operator made: who may assume them, and for how long.

use accede_membership::access::Role;

use super::super::testing::{lifetime, said};
use crate::testing::{A, B, C, Fault, Faulty, Keys, Server, element, role};

const ARN: &str = "arn:aws:iam::222222222222:role/demo";

fn form(arn: &str, parameters: &str) -> String {
    format!("Action=AssumeRole&RoleSessionName=test&RoleArn={arn}{parameters}")
}

fn not_authorized(account: &str, arn: &str) -> String {
    format!(
        "403 AccessDenied: User: arn:aws:iam::{account}:root is not authorized to perform: \
         sts:AssumeRole on resource: {arn}"
    )
}

/// Both modes, with a role of B that A may assume.
fn servers(role: &Role) -> [Server; 2] {
    [Server::new(), Server::verifying()].map(|server| {
        server.make_role(role.clone());
        server
    })
}

#[test]
fn a_role_is_for_those_whom_it_trusts() {
    for server in servers(&role(B, "demo", &[A])) {
        let answer = server.sts(A).raw("POST", "/", form(ARN, "").as_bytes());
        let id = element(&answer, "AssumedRoleId");
        assert_eq!(id.as_deref(), Some("AROAEXAMPLEEXAMPLE234:test"), "the role's own id");
        let keys = Keys::of(&answer);
        let who = server.sts(A).session(&keys).raw("POST", "/", b"Action=GetCallerIdentity");
        let arn = "arn:aws:sts::222222222222:assumed-role/demo/test";
        assert_eq!(element(&who, "Arn").as_deref(), Some(arn));
        assert_eq!(element(&who, "UserId"), id);
        for stranger in [B, C] {
            let refused = said(&server.sts(stranger), &form(ARN, ""));
            assert_eq!(
                refused,
                not_authorized(stranger, ARN),
                "its own account no more than others"
            );
        }
    }
}

#[test]
fn every_denial_says_the_same() {
    let made = Role {
        path: "/team/".to_owned(),
        external_id: Some("an/id".to_owned()),
        ..role(B, "Demo", &[A])
    };
    let arn = |path: &str| format!("arn:aws:iam::222222222222:role{path}");
    for server in servers(&made) {
        let ask =
            |path: &str, parameters: &str| said(&server.sts(A), &form(&arn(path), parameters));
        let refused = |path: &str| not_authorized(A, &arn(path));
        let right = "&ExternalId=an/id";
        assert!(ask("/team/Demo", right).starts_with("200 <AssumedRoleUser>"));
        for (path, parameters) in [
            ("/team/Demo", ""),
            ("/team/Demo", "&ExternalId=an/other"),
            ("/team/Demo", "&ExternalId=AN/ID"),
            ("/Demo", right),
            ("/team/demo", right),
            ("/TEAM/Demo", right),
        ] {
            assert_eq!(ask(path, parameters), refused(path), "{path} {parameters}");
        }
    }
}

#[test]
fn a_role_that_nobody_made_can_be_assumed_where_callers_are_known_by_their_word() {
    let (open, verify) = (Server::new(), Server::verifying());
    assert!(said(&open.sts(A), &form(ARN, "")).starts_with("200 "));
    assert_eq!(said(&verify.sts(A), &form(ARN, "")), not_authorized(A, ARN));
    for server in [&open, &verify] {
        server.suspend(B);
    }
    assert!(said(&open.sts(A), &form(ARN, "")).starts_with("200 "));
}

#[test]
fn the_roles_of_an_account_that_is_suspended_are_nobodys() {
    for server in servers(&role(B, "demo", &[A])) {
        server.suspend(B);
        assert_eq!(said(&server.sts(A), &form(ARN, "")), not_authorized(A, ARN));
    }
}

#[test]
fn a_session_is_no_longer_than_the_role_allows() {
    for server in servers(&Role { max_session: 7_200, ..role(B, "demo", &[A]) }) {
        let ask = |seconds: u32| form(ARN, &format!("&DurationSeconds={seconds}"));
        let answer = server.sts(A).raw("POST", "/", ask(7_200).as_bytes());
        assert_eq!(lifetime(&answer), 7_200);
        let why = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
        assert_eq!(said(&server.sts(A), &ask(7_201)), format!("400 ValidationError: {why}"));
        assert_eq!(said(&server.sts(C), &ask(7_201)), not_authorized(C, ARN), "trust comes first");
    }
}

#[test]
fn a_store_that_fails_is_an_internal_failure() {
    let server = Faulty::new(Fault::Loads).server();
    let answer = "500 InternalFailure: The server met an unexpected condition.";
    assert_eq!(said(&server.sts(A), &form(ARN, "")), answer);
}
