//! The organization route (semantics §9): rows S17–S25 and M18–M25, one by one, and the tables of §9.1 to §9.5.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "../common/mod.rs"]
#[macro_use]
mod common;

mod adding;
mod configuration;
mod designation;
mod macie;
mod moving;
mod security_hub;
