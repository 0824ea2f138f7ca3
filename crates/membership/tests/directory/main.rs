//! The rules of accounts and organizations: tables of cases for everything that can be asked, and a simulation.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod accounts;
mod callers;
mod delegation;
mod handshakes;
mod invariants;
mod invitations;
mod joining;
mod lab;
mod operators;
mod organizations;
mod pages;
mod refusals;
mod simulation;
mod steps;
mod tagging;
mod units;
