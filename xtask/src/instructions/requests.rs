//! The hot requests: what is counted.

use super::scene::{
    EACH, FIFTY, HUB, INVITED, INVITERS, INVITING, LISTED, MACIE, MANY, MEMBERS, Scene, TWENTY,
    UNINVITED, ids,
};
use super::sign::Ask;

/// Where the relationships are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    Memory,
    Sqlite,
}

/// A kind of request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request {
    /// What is typed for it.
    pub(super) name: &'static str,
    pub(super) store: Store,
    /// Signed, and verified.
    pub(super) verify: bool,
    /// What is in the store.
    pub(super) scene: Scene,
    /// How many come first.
    pub(super) warm_up: u64,
    /// Of how many after these it is the mean.
    pub(super) count: u64,
    /// Who asks, and what, the `n`th time.
    pub(super) ask: fn(u64) -> (u64, Ask),
    /// What is so many times in the answer, at least.
    pub(super) answer: (&'static str, usize),
}

const INVITATION: &str = "\"InvitationId\":";
const MEMBER: &str = "\"UpdatedAt\":";

/// A request that is read from SQLite in mode `open`, from which the others differ.
const READ: Request = Request {
    name: "",
    store: Store::Sqlite,
    verify: false,
    scene: Scene::Invited,
    // What is asked for twice is kept.
    warm_up: 2 * MANY,
    count: 4 * MANY,
    ask: |_| (TWENTY, invitations(HUB)),
    answer: (INVITATION, 20),
};

pub(super) const REQUESTS: &[Request] = &[
    Request { name: "list-0", ask: |_| (UNINVITED, invitations(HUB)), answer: ("[]", 1), ..READ },
    Request { name: "list-20", ..READ },
    Request { name: "list-20-many", ask: |n| (TWENTY + n % MANY, invitations(HUB)), ..READ },
    Request { name: "list-20-memory", store: Store::Memory, scene: Scene::Few, ..READ },
    Request { name: "list-20-verify", verify: true, ..READ },
    Request {
        name: "list-20-verify-many",
        verify: true,
        ask: |n| (TWENTY + n % MANY, invitations(HUB)),
        ..READ
    },
    Request {
        name: "list-50",
        ask: |_| (FIFTY, invitations(HUB)),
        answer: (INVITATION, 50),
        ..READ
    },
    Request {
        name: "macie-list-20",
        scene: Scene::Macie,
        ask: |_| (TWENTY, invitations(MACIE)),
        answer: ("\"invitationId\":", 20),
        ..READ
    },
    Request {
        name: "members-page-50",
        scene: Scene::Members,
        ask: |_| (LISTED, Ask::new(HUB, "GET", "/members?MaxResults=50&OnlyAssociated=false", "")),
        answer: (MEMBER, 50),
        ..READ
    },
    Request {
        name: "get-members-50",
        scene: Scene::Members,
        ask: |_| (LISTED, Ask::new(HUB, "POST", "/members/get", fifty(MEMBERS))),
        answer: (MEMBER, 50),
        ..READ
    },
    Request {
        name: "get-administrator",
        scene: Scene::Members,
        ask: |_| (MEMBERS, Ask::new(HUB, "GET", "/administrator", "")),
        answer: (INVITATION, 1),
        ..READ
    },
    Request {
        name: "invite-1",
        scene: Scene::Inviters,
        ask: invite_one,
        answer: INVITED_ALL,
        ..READ
    },
    Request {
        name: "invite-50",
        scene: Scene::Inviters,
        warm_up: 16,
        count: 32,
        ask: invite_fifty,
        answer: INVITED_ALL,
        ..READ
    },
];

const INVITED_ALL: (&str, usize) = ("\"UnprocessedAccounts\":[]", 1);

fn invitations(service: &'static str) -> Ask {
    Ask::new(service, "GET", "/invitations", "")
}

/// Everybody invites once before anybody does again.
fn invite_one(n: u64) -> (u64, Ask) {
    let (inviter, invited) = (INVITING + n % INVITERS, INVITED + n / INVITERS % EACH);
    (inviter, Ask::new(HUB, "POST", "/members/invite", ids(&[invited])))
}

fn invite_fifty(n: u64) -> (u64, Ask) {
    (INVITING + n % INVITERS, Ask::new(HUB, "POST", "/members/invite", fifty(INVITED)))
}

fn fifty(first: u64) -> String {
    ids(&(first..first + 50).collect::<Vec<_>>())
}
