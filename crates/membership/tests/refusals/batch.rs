//! Batches beyond the limit (semantics §11 U20), and batches of which only some accounts are processed.

use accede_membership::{Command, Refusal, Reply, Status, Subject};

use crate::common::Who::{self, A, B, M, N};
use crate::common::commands::{create_all, delete, get, invite_all, junk, subjects};
use crate::common::{Lab, hub, macie, unprocessed};

refusals! {
    u20_macie_create: macie().batch_at_most(1), A create_all([M, N]) => Request TooManyAccounts;
    u20_macie_invite: macie().batch_at_most(1), A invite_all([M, N]) => Request TooManyAccounts;
    u20_macie_get: macie().batch_at_most(1), A get_all() => Request TooManyAccounts;
    u20_macie_disassociate: macie().batch_at_most(1), A disassociate_all() => Request TooManyAccounts;
    u20_macie_delete: macie().batch_at_most(1), A delete_all() => Request TooManyAccounts;
    u20_macie_decline: macie().batch_at_most(1), M decline_all() => Request TooManyAccounts;
    u20_macie_delete_invitations:
        macie().batch_at_most(1), M delete_invitations_all() => Request TooManyAccounts;

    u20_hub_create: hub().batch_at_most(0), A create_all([M]) => Account OverBatch;
    u20_hub_invite: hub().created().batch_at_most(0), A invite_all([M]) => Account OverBatch;
    u20_hub_get: hub().created().batch_at_most(0), A get(M) => Account OverBatch;
    u20_hub_delete: hub().created().batch_at_most(0), A delete(M) => Account OverBatch;
    u20_hub_decline: hub().invited().batch_at_most(0), M decline_all() => Account OverBatch;
    u20_hub_delete_invitations:
        hub().declined().batch_at_most(0), M delete_invitations_all() => Account OverBatch;
}

fn get_all() -> Command {
    Command::GetMembers { accounts: subjects([M, N]) }
}

fn disassociate_all() -> Command {
    Command::DisassociateMembers { accounts: subjects([M, N]) }
}

fn delete_all() -> Command {
    Command::DeleteMembers { accounts: subjects([M, N]) }
}

fn decline_all() -> Command {
    Command::DeclineInvitations { accounts: subjects([A, B]) }
}

fn delete_invitations_all() -> Command {
    Command::DeleteInvitations { accounts: subjects([A, B]) }
}

fn refused(lab: &mut Lab, who: Who, command: &Command) -> Vec<(Subject, Refusal)> {
    let reply = lab.run(who, command).unwrap_or(Reply::Done);
    unprocessed(&reply).iter().map(|one| (one.subject.clone(), one.refusal)).collect()
}

#[test]
fn u20_security_hub_processes_the_first_of_a_batch() {
    let mut lab = hub().batch_at_most(2);
    let unprocessed = refused(&mut lab, A, &create_all([M, N, B]));
    assert_eq!(unprocessed, [(B.into(), Refusal::OverBatch)]);
    let created = |who| lab.relationship(A, who).and_then(|r| r.status());
    assert_eq!([M, N, B].map(created), [Some(Status::Created), Some(Status::Created), None]);
}

#[test]
fn u20_macie_processes_a_batch_of_just_the_limit() {
    let mut lab = macie().batch_at_most(2);
    assert_eq!(refused(&mut lab, A, &create_all([M, N])), []);
    assert_eq!(refused(&mut lab, A, &invite_all([M, N])), []);
}

#[test]
fn a_batch_takes_its_accounts_one_after_another() {
    for mut lab in [hub().invited(), macie().invited()] {
        let subjects = [junk(), A.into(), M.into(), N.into(), N.into()];
        let unprocessed = refused(&mut lab, A, &create_all(subjects));
        let expected = [
            (junk(), Refusal::NotAnAccount),
            (A.into(), Refusal::Oneself),
            (M.into(), Refusal::RowExists),
            (N.into(), Refusal::RowExists),
        ];
        assert_eq!(unprocessed, expected, "in the order of the request; N twice");
        assert_eq!(lab.relationship(A, N).and_then(|r| r.status()), Some(Status::Created));
        assert_eq!(lab.relationship(A, M).and_then(|r| r.status()), Some(Status::Invited));
    }
}

#[test]
fn get_members_answers_in_the_order_of_the_request() {
    let mut lab = hub().created().after(A, create_all([N]));
    let command = Command::GetMembers { accounts: subjects([N, B, M]) };
    let Ok(Reply::Members { members, unprocessed }) = lab.run(A, &command) else {
        unreachable!("GetMembers answers with members");
    };
    assert_eq!(members.iter().map(|r| r.pair.member).collect::<Vec<_>>(), [N.id(), M.id()]);
    assert_eq!(unprocessed.iter().map(|u| &u.subject).collect::<Vec<_>>(), [&Subject::from(B)]);
}
