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
    /// What the server is told; for [`VERIFY`], requests are signed.
    pub(super) flags: &'static [&'static str],
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

/// Signatures are verified.
pub(super) const VERIFY: &[&str] = &["--auth", "verify"];
/// No answers are kept: each is read, decided and written anew.
const ANEW: &[&str] = &["--cache", "0"];

/// A request over SQLite in mode `open` whose answer is kept, from which the others differ.
const KEPT: Request = Request {
    name: "",
    store: Store::Sqlite,
    flags: &[],
    scene: Scene::Invited,
    // What is asked for twice is kept.
    warm_up: 2 * MANY,
    count: 4 * MANY,
    ask: |_| (TWENTY, invitations(HUB)),
    answer: (INVITATION, 20),
};
const READ: Request = Request { flags: ANEW, ..KEPT };
const PAGE: Request = Request {
    scene: Scene::Members,
    ask: |_| (LISTED, Ask::new(HUB, "GET", "/members?MaxResults=50&OnlyAssociated=false", "")),
    answer: (MEMBER, 50),
    ..KEPT
};

pub(super) const REQUESTS: &[Request] = &[
    Request { name: "list-20", ..KEPT },
    Request { name: "list-20-many", ask: |n| (TWENTY + n % MANY, invitations(HUB)), ..KEPT },
    Request { name: "list-20-verify", flags: VERIFY, ..KEPT },
    Request {
        name: "list-20-verify-many",
        flags: VERIFY,
        ask: |n| (TWENTY + n % MANY, invitations(HUB)),
        ..KEPT
    },
    Request { name: "members-page-50", ..PAGE },
    Request {
        name: "list-0-anew",
        ask: |_| (UNINVITED, invitations(HUB)),
        answer: ("[]", 1),
        ..READ
    },
    Request { name: "list-20-anew", ..READ },
    Request { name: "list-20-anew-memory", store: Store::Memory, scene: Scene::Few, ..READ },
    Request {
        name: "list-50-anew",
        ask: |_| (FIFTY, invitations(HUB)),
        answer: (INVITATION, 50),
        ..READ
    },
    Request {
        name: "macie-list-20-anew",
        scene: Scene::Macie,
        ask: |_| (TWENTY, invitations(MACIE)),
        answer: ("\"invitationId\":", 20),
        ..READ
    },
    Request { name: "members-page-50-anew", flags: ANEW, ..PAGE },
    Request {
        name: "get-members-50-anew",
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
        ..KEPT
    },
    Request {
        name: "invite-1",
        scene: Scene::Inviters,
        ask: invite_one,
        answer: INVITED_ALL,
        ..KEPT
    },
    Request {
        name: "invite-50",
        scene: Scene::Inviters,
        warm_up: 16,
        count: 32,
        ask: invite_fifty,
        answer: INVITED_ALL,
        ..KEPT
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
