//! Credentials: access keys, and roles that other accounts may assume (semantics §10.1).
//!
//! Like the directory, they lie outside the scopes. What a secret is, how it is sealed and how requests are
//! signed with it is none of the rules' business: they know whose a key is, whether it may be used, and who may
//! assume a role.

mod command;
pub mod decide;
mod key;
mod refusal;
mod reply;
mod role;

pub use command::{AccessCommand, EventsOf, Stranger};
pub use decide::AccessDecision;
pub use key::{AccessKey, KeyId, KeyStatus, LastUse, NotAKeyId};
pub use refusal::AccessRefusal;
pub use reply::AccessReply;
pub use role::{Role, RoleKey};
