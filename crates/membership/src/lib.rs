//! The rules of membership between accounts.
//!
//! An administrator invites other accounts; they accept or decline; from then on both sides see one
//! relationship. This crate holds every rule of that, for every service, and nothing else: it has no
//! dependencies, does no I/O, reads no clock and draws no random numbers.
//!
//! # Load, decide, commit
//!
//! A [`Command`] says what it needs to see ([`reads`]); somebody loads that into a [`View`]; [`decide()`]
//! answers with a [`Decision`] (changes and a reply) or a [`Refusal`]; somebody stores the changes, if
//! nothing that was seen has changed since.
//!
//! # One relationship
//!
//! What the administrator's row shows, and what moves it (Security Hub S1–S16; Macie M1–M18 where it
//! differs):
//!
//! ```text
//!             invite              accept
//!  Created ───────────► Invited ───────────► Enabled ◄──────► Paused   (Macie)
//!     │  (Macie: by way     │ │                │  │   suspend / resume
//!     │   of EmailVerifi-   │ │ decline        │  │ leave
//!     │   cation…)          │ └──────────┐     │  └──────────┐
//!     │ remove              │ remove     ▼     │ remove      ▼
//!     └──────► Removed ◄────┴─────── (gone in  └──► Removed  Resigned ──accept──► Enabled
//!                 │                   Macie) Resigned            │
//!                 └── invite ──► Invited ◄──────────── invite ───┘
//!  any row that is not associated ── delete ──► gone
//! ```
//!
//! # Invariants
//!
//! * An account has at most one administrator: [`Standing::administrator`], one field of one record.
//! * No account is a member and has rows that make it an administrator at the same time.
//! * Row and invitation agree ([`Relationship::views_agree`]).
//! * A refused command, and a refused account of a batch, changes nothing.
//! * From every reachable state a sequence of client calls leads back to nothing.

pub mod access;
mod account;
mod change;
mod command;
pub mod decide;
pub mod directory;
mod discovery;
mod event;
pub mod invariants;
mod invitation_id;
mod reading;
mod refusal;
mod relationship;
mod reply;
mod rules;
mod scope;
mod standing;
mod status;
mod time;
mod view;
mod world;

pub use account::{AccountId, NotAnAccountId};
pub use change::Change;
pub use command::{
    AccountEvent, Aggregation, Command, Configuring, Delegation, Discovery, Email, NewMember,
    Resource, Subject,
};
pub use decide::{Decision, Ids, decide, reads};
pub use discovery::{AutoEnable, DiscoveryConfiguration};
pub use event::{Event, EventId, EventPlace};
pub use refusal::Refusal;
pub use relationship::{
    Invitation, InvitationId, InvitationState, Kind, Pair, Received, Relationship, Row,
};
pub use reply::{Reply, Unprocessed};
pub use rules::{Decline, Disable, EmailCheck, OverBatch, Quotas, Rules};
pub use scope::{NotARegion, Region, Scope, Service};
pub use standing::{Activity, Configuration, Settings, Standing, Switch, Tags, Tally};
pub use status::{Status, StatusSet};
pub use time::Timestamp;
pub use view::{Extent, Page, Party, Read, View};
pub use world::World;
