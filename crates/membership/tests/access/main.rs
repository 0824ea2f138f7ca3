//! The rules of access keys and roles: tables of cases for everything that can be asked, and a simulation.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod assuming;
mod events;
mod keys;
mod lab;
mod refusals;
mod roles;
mod simulation;
