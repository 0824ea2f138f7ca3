//! What only a store in a server can get wrong: opening what is not its own or not of its time, many openers at once,
//! connections that are cut.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

#[path = "../cluster/mod.rs"]
mod cluster;
mod cut;
#[path = "../suite/entries.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod entries;
#[path = "../suite/make.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod make;
mod opening;
#[path = "../postgres_store/mod.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod postgres_store;
mod proxy;
