//! Measures the embedded store alone, part by part: what a load takes, and what commits of the shape of
//! `InviteMembers` reach beside SQLite's own group commit with the same rows.
//!
//! * `engine fill FILE ACCOUNTS RELATIONSHIPS`: makes a store of invitations.
//! * `engine read FILE ACCOUNTS SHAPE COUNT`: `invitations`, `rows`, `fifty`, `count` or `invite`; accounts at random.
//! * `engine commit FILE SECONDS [TASKS]`: commits into a store that is made, and how long one took.
//! * `engine raw FILE SECONDS [TASKS]`: the same rows through rusqlite: no guards, no checksums, no contract.
//! * `engine serial FILE COUNT`: so many commits, one after the other, to count what one costs.
//!
//! `cargo run --release -p accede-store --example engine -- …`

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![allow(clippy::print_stdout, reason = "a measurement shows its numbers")]

mod commits;
mod fill;
mod raw;
mod reads;
mod shape;

use std::error::Error;
use std::path::Path;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    runtime.block_on(async {
        match words[..] {
            ["fill", file, accounts, relationships] => {
                fill::made(Path::new(file), accounts.parse()?, relationships.parse()?, true).await
            }
            ["read", file, accounts, shape, count] => {
                reads::read(Path::new(file), accounts.parse()?, shape, count.parse()?).await
            }
            ["commit", file, seconds] => {
                commits::store(Path::new(file), seconds.parse()?, 64).await
            }
            ["commit", file, seconds, tasks] => {
                commits::store(Path::new(file), seconds.parse()?, tasks.parse()?).await
            }
            ["raw", file, seconds] => commits::raw(Path::new(file), seconds.parse()?, 64).await,
            ["raw", file, seconds, tasks] => {
                commits::raw(Path::new(file), seconds.parse()?, tasks.parse()?).await
            }
            ["serial", file, count] => commits::serial(Path::new(file), count.parse()?).await,
            _ => Err("fill, read, commit, raw or serial?".into()),
        }
    })
}
