//! How many bytes a relationship takes in the file of a store that was filled by requests, and how many of them are the
//! records of the trail.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::Problem;
use crate::http::{Line, Template};
use crate::node::Serve;
use crate::options::Options;
use crate::report::{Report, table};

/// How many accounts invite.
const HOSTS: u64 = 10;
/// Of the first that invites, and the first that is invited.
const HOST: u64 = 300_000_000_000;
const MEMBER: u64 = 400_000_000_000;

/// Measures it.
///
/// # Errors
/// When a server does not answer as it must, or its file cannot be read.
pub(super) fn measure(
    options: &Options,
    folder: &Path,
    report: &mut Report,
) -> Result<(), Problem> {
    let mut rows = Vec::new();
    for (name, batch, each) in [("50 at once", 50, 1_000), ("one at a time", 1, 200)] {
        let file = folder.join(format!("by-{batch}.db"));
        fill(options, &file, batch, each)?;
        let of = |bytes: u64| format!("{:.0}", bytes as f64 / (HOSTS * each) as f64);
        let (all, trail, rows_of) = (size(&file)?, pages(&file, "event")?, relationships(&file)?);
        rows.push(vec![
            name.to_owned(),
            (HOSTS * each).to_string(),
            of(all),
            of(all.saturating_sub(trail)),
            of(rows_of),
        ]);
    }
    let captions = [
        "created and invited",
        "relationships",
        "bytes each, of the file",
        "without the trail",
        "of the relationship and its index",
    ];
    report.say(&table(&captions, &rows));
    Ok(())
}

/// Has a server make a store in which each host has invited so many, so many with one request.
fn fill(options: &Options, file: &Path, batch: u64, each: u64) -> Result<(), Problem> {
    let node = Serve::on(&options.server, &file.to_string_lossy()).unheard().start()?;
    let mut line = Line::to(node.address)?;
    let post = |target| Template::of("POST", target);
    let (enable, create, invite) = (post("/accounts"), post("/members"), post("/members/invite"));
    for host in HOST..HOST + HOSTS {
        line.ask(&enable, host, "{}")?;
        for first in (0..each).step_by(batch as usize) {
            let members = MEMBER + first..MEMBER + first + batch;
            let details: Vec<_> = members
                .clone()
                .map(|id| serde_json::json!({ "AccountId": id.to_string(), "Email": format!("account-{id}@example.com") }))
                .collect();
            let body = serde_json::json!({ "AccountDetails": details }).to_string();
            line.ask(&create, host, &body)?;
            let ids: Vec<String> = members.map(|id| id.to_string()).collect();
            line.ask(&invite, host, &serde_json::json!({ "AccountIds": ids }).to_string())?;
        }
    }
    node.stop()
}

fn size(file: &Path) -> Result<u64, Problem> {
    Ok(std::fs::metadata(file)?.len())
}

fn relationships(file: &Path) -> Result<u64, Problem> {
    Ok(pages(file, "relationship")? + pages(file, "invitation")?)
}

/// The bytes of the pages of a table, and of the indexes that are named after it.
fn pages(file: &Path, table: &str) -> Result<u64, Problem> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let sql = "SELECT COALESCE(SUM(pgsize), 0) FROM dbstat \
               WHERE aggregate = TRUE AND (name = ?1 OR name LIKE ?1 || '!_%' ESCAPE '!')";
    let bytes: i64 = connection.query_row(sql, [table], |row| row.get(0))?;
    Ok(bytes.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_those_of_a_table_and_its_indexes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let connection = Connection::open(&file).unwrap();
        let sql = "CREATE TABLE event (a); CREATE INDEX event_by_a ON event (a); CREATE TABLE eventual (a);";
        connection.execute_batch(sql).unwrap();
        let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
        let page = page.unsigned_abs();
        assert_eq!(pages(&file, "event").unwrap(), 2 * page);
        assert_eq!(pages(&file, "eventual").unwrap(), page);
        assert_eq!(pages(&file, "nothing").unwrap(), 0);
        assert_eq!(size(&file).unwrap(), 4 * page);
    }
}
