//! Members by invitation (semantics §5.7), and the paging of both lists (§1.6).

mod common;

use accede_membership::{AccountId, Command, Page, Quotas, Refusal, Reply, Rules, StatusSet};
use common::Who::{A, B, M, N};
use common::commands::{
    WHOLE, accept, create, create_all, create_with_email, decline, delete, disassociate, invite,
    leave, suspend,
};
use common::{Lab, account, both, macie, macie_later, unprocessed};

/// Whether A may add one more row.
fn has_room(lab: &Lab) -> bool {
    let outcome = lab.clone().run(A, &create(account(7)));
    let refusals = |reply: &Reply| unprocessed(reply).iter().map(|u| u.refusal).collect::<Vec<_>>();
    match outcome.as_ref().map(refusals).as_deref() {
        Ok([]) => true,
        Ok([Refusal::QuotaExceeded]) => false,
        _ => unreachable!("{outcome:?}"),
    }
}

/// Scopes of both services in which A may have one member.
fn one_place() -> [Lab; 2] {
    both(Quotas { members: 1, ..Quotas::default() })
}

#[test]
fn a_row_takes_a_place_from_created_to_enabled() {
    for lab in one_place() {
        assert!(has_room(&lab));
        assert!(!has_room(&lab.clone().created()));
        assert!(!has_room(&lab.clone().invited()));
        assert!(!has_room(&lab.enabled()));
    }
    assert!(!has_room(&macie().paused().members_at_most(1)));
    assert!(!has_room(&macie().email_failed().members_at_most(1)));
    assert!(!has_room(&macie_later().invited().members_at_most(1)));
}

#[test]
fn an_account_lost_from_outside_keeps_its_place() {
    for lab in [macie().enabled().suspended(M), macie().enabled().region_off(M)] {
        assert!(!has_room(&lab.members_at_most(1)));
    }
}

#[test]
fn declining_frees_a_place() {
    for lab in one_place() {
        assert!(has_room(&lab.declined()));
    }
}

#[test]
fn leaving_frees_a_place() {
    for lab in one_place() {
        assert!(has_room(&lab.left()));
    }
    assert!(has_room(&macie().paused().after(M, leave()).members_at_most(1)));
}

#[test]
fn removing_and_deleting_free_a_place() {
    for lab in one_place() {
        assert!(has_room(&lab.clone().removed()));
        assert!(has_room(&lab.created().after(A, delete(M))));
    }
}

#[test]
fn inviting_again_takes_a_place() {
    for lab in one_place() {
        assert!(!has_room(&lab.clone().removed().after(A, invite(M))));
        assert!(!has_room(&lab.left().after(A, invite(M))));
    }
}

#[test]
fn accepting_again_takes_a_place() {
    for lab in one_place() {
        assert!(!has_room(&lab.left().after(M, accept(A, 1))));
    }
}

#[test]
fn accepting_needs_no_second_place() {
    for lab in one_place() {
        assert_eq!(lab.enabled().standing(M).administrator, Some(A.id()));
    }
}

#[test]
fn each_administrator_has_places_of_its_own() {
    for lab in one_place() {
        let lab = lab.enabled().after(B, create(N));
        assert!(!has_room(&lab));
        assert!(has_room(&lab.after(A, disassociate(M))));
    }
}

#[test]
fn organization_members_take_no_places() {
    let status = accede_membership::Status::Enabled;
    for lab in one_place() {
        assert!(has_room(&lab.organization(status)));
    }
}

#[test]
fn a_batch_takes_places_until_there_are_none() {
    for mut lab in both(Quotas { members: 2, ..Quotas::default() }) {
        let reply = lab.run(A, &create_all([M, N, B]));
        let left: Vec<_> =
            reply.iter().flat_map(unprocessed).map(|u| (u.subject.clone(), u.refusal)).collect();
        assert_eq!(left, [(B.into(), Refusal::QuotaExceeded)]);
        assert_eq!(lab.standing(A).tally.counted, 2);
    }
}

#[test]
fn the_tally_follows_every_transition() {
    let tally = |lab: &Lab| {
        let tally = lab.standing(A).tally;
        [tally.rows, tally.counted, tally.blocking, tally.associated]
    };
    let lab = macie();
    assert_eq!(tally(&lab), [0, 0, 0, 0]);
    assert_eq!(tally(&lab.clone().created()), [1, 1, 1, 0]);
    assert_eq!(tally(&lab.clone().invited()), [1, 1, 1, 0]);
    assert_eq!(tally(&lab.clone().enabled()), [1, 1, 1, 1]);
    assert_eq!(tally(&lab.clone().enabled().after(A, suspend(M))), [1, 1, 1, 1]);
    assert_eq!(tally(&lab.clone().left()), [1, 0, 0, 0]);
    assert_eq!(tally(&lab.clone().removed()), [1, 0, 0, 0]);
    assert_eq!(tally(&lab.clone().left().after(M, decline(A))), [0, 0, 0, 0]);
    assert_eq!(tally(&lab.declined()), [0, 0, 0, 0]);
    assert_eq!(tally(&macie().email_failed()), [1, 1, 0, 0]);
}

/// Reads a whole list page by page.
fn pages(lab: &mut Lab, limit: usize, ask: impl Fn(Page) -> Command) -> Vec<Vec<AccountId>> {
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let (keys, next) = match lab.run(A, &ask(Page { after, limit })) {
            Ok(Reply::MemberPage { members, next }) => {
                (members.iter().map(|r| r.pair.member).collect(), next)
            }
            Ok(Reply::InvitationPage { invitations, next }) => {
                (invitations.iter().map(|i| i.administrator).collect::<Vec<_>>(), next)
            }
            other => unreachable!("{other:?}"),
        };
        pages.push(keys);
        after = next;
        if next.is_none() {
            return pages;
        }
    }
}

#[test]
fn lists_come_in_pages_by_account_id() {
    let [one, two, three] = [1, 2, 3].map(account);
    for service in accede_membership::Service::WITH_MEMBERS {
        let mut lab = Lab::of(Rules::of(service, Quotas::default()));
        lab.must(A, create_all([three, one, two]));
        let members = |page| Command::ListMembers { statuses: StatusSet::ALL, page };
        assert_eq!(pages(&mut lab, 1, members), [[one], [two], [three]]);
        assert_eq!(pages(&mut lab, 2, members), [vec![one, two], vec![three]]);
        assert_eq!(
            pages(&mut lab, 3, members),
            [[one, two, three]],
            "no token on a full last page"
        );

        for from in [three, one, two] {
            lab.must(from, common::commands::enable());
            lab.must(from, create(A));
            lab.must(from, invite(A));
        }
        let invitations = |page| Command::ListInvitations { page };
        assert_eq!(pages(&mut lab, 2, invitations), [vec![one, two], vec![three]]);
        assert_eq!(pages(&mut lab, 3, invitations), [[one, two, three]]);
    }
}

#[test]
fn a_list_shows_the_statuses_asked_for() {
    let lab = macie().paused().after(A, create(N)).after(A, create(B)).after(A, invite(B));
    let mut lab = lab.after(A, create_with_email(account(1), accede_membership::Email::Absent));
    let mut shown = |statuses| match lab.run(A, &Command::ListMembers { statuses, page: WHOLE }) {
        Ok(Reply::MemberPage { members, .. }) => members.len(),
        other => unreachable!("{other:?}"),
    };
    assert_eq!(shown(StatusSet::ALL), 4);
    assert_eq!(shown(Rules::macie(Quotas::default()).listed), 1, "U11: Paused is listed");
    assert_eq!(shown(Rules::security_hub(Quotas::default()).listed), 0);
    assert_eq!(shown(StatusSet::of(&[accede_membership::Status::Created])), 2);
}
