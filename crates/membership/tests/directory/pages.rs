//! Lists that are read page by page show what they show as a whole.

use accede_membership::AccountId;
use accede_membership::directory::{
    ChildKind, DirectoryCommand, DirectoryReply, FeatureSet, HandshakesOf, ListPage,
    OperatorCommand, OrganizationsCommand as Asked,
};

use crate::lab::{Lab, MACIE, OTHER, a, account, b, by, d, m, operator, page, x};

/// What a page shows, one text for each item, and where the next begins.
fn items(reply: DirectoryReply) -> (Vec<String>, Option<u64>) {
    fn texts<T: std::fmt::Debug>(items: Vec<T>) -> Vec<String> {
        items.into_iter().map(|item| format!("{item:?}")).collect()
    }
    match reply {
        DirectoryReply::Accounts { accounts, next, .. } => (texts(accounts), next),
        DirectoryReply::Children { children, next } => (texts(children), next),
        DirectoryReply::Creations { creations, next } => (texts(creations), next),
        DirectoryReply::Delegated { administrators, next, .. } => (texts(administrators), next),
        DirectoryReply::Handshakes { handshakes, next } => (texts(handshakes), next),
        DirectoryReply::Services { services, next } => (texts(services), next),
        DirectoryReply::Units { units, next } => (texts(units), next),
        reply => panic!("no page: {reply:?}"),
    }
}

/// A lab in which every list has three items or more.
fn full() -> Lab {
    let mut lab = Lab::delegated();
    for (id, principal) in [(a(), OTHER), (b(), OTHER), (d(), MACIE)] {
        lab.register(id, principal);
    }
    lab.trust("third.amazonaws.com");
    lab.register(d(), "third.amazonaws.com");
    for name in ["One", "Two", "Three"] {
        lab.unit(lab.root(), name);
        let command = lab.creation(&format!("{name}@example.com"));
        lab.did(m(), command);
    }
    for number in 1..=3 {
        lab.create_organization(account(number), FeatureSet::All);
        lab.invite(account(number), x());
        lab.invite(m(), account(100 + number));
    }
    lab
}

type List = Box<dyn Fn(ListPage) -> DirectoryCommand>;

fn list(caller: AccountId, command: impl Fn(ListPage) -> Asked + 'static) -> List {
    Box::new(move |page| by(caller, command(page)))
}

fn lists(lab: &Lab) -> Vec<List> {
    let parent = lab.root();
    let handshakes = |of| move |page| Asked::ListHandshakes { of, state: None, page };
    let children = |kind| move |page| Asked::ListChildren { parent, kind, page };
    let (succeeded, failed) = (true, true);
    let principal = || Some(OTHER.to_owned());
    vec![
        list(m(), |page| Asked::ListAccounts { page }),
        list(m(), move |page| Asked::ListAccountsForParent { parent, page }),
        list(m(), children(ChildKind::Account)),
        list(m(), children(ChildKind::Unit)),
        list(m(), move |page| Asked::ListUnits { parent, page }),
        list(m(), |page| Asked::ListServiceAccess { page }),
        list(m(), |page| Asked::ListDelegatedAdministrators { principal: None, page }),
        list(m(), move |page| Asked::ListDelegatedAdministrators { principal: principal(), page }),
        list(m(), |page| Asked::ListDelegatedServices { id: d(), page }),
        list(m(), move |page| Asked::ListCreateAccountStatus { succeeded, failed, page }),
        list(m(), handshakes(HandshakesOf::Organization)),
        list(x(), handshakes(HandshakesOf::Account)),
        Box::new(|page| operator(OperatorCommand::ListAccounts { page })),
    ]
}

#[test]
fn pages_add_up_to_the_whole() {
    let mut lab = full();
    for list in lists(&lab) {
        let mut ask = |after, limit| {
            let command = list(page(after, limit));
            items(lab.ask(&command).unwrap_or_else(|r| panic!("{command:?}: {r:?}")))
        };
        let (whole, next) = ask(None, 1_000);
        assert!(whole.len() >= 3 && next.is_none(), "{whole:?}");
        for limit in 1..=whole.len() {
            let (mut shown, mut after) = (Vec::new(), None);
            loop {
                let (items, next) = ask(after, limit);
                assert!(items.len() == limit || next.is_none());
                shown.extend(items);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(shown, whole);
        }
    }
}

#[test]
fn a_page_of_what_is_passed_over_still_leads_on() {
    let mut lab = full();
    let command = lab.creation("one@example.com");
    lab.did(m(), command);
    let failed = |after| {
        let page = page(after, 1);
        Asked::ListCreateAccountStatus { succeeded: false, failed: true, page }
    };
    let (mut shown, mut after, mut pages) = (0, None, 0);
    loop {
        let (items, next) = items(lab.did(m(), failed(after)));
        (shown, pages) = (shown + items.len(), pages + 1);
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((shown, pages), (1, 4));
    assert_eq!(lab.world.creations.len(), 4);
}
