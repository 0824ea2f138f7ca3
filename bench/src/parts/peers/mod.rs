//! Others who answer the same requests, as far as they do.

mod moto;
mod winterbaume;

use std::time::Duration;

use crate::Problem;
use crate::crowd::{BATCH, CROWD};
use crate::draw::scattered;
use crate::http::{Answer, Line, Template};
use crate::load::{Client, Work};
use crate::options::Options;
use crate::report::Report;

/// How many connections ask.
const CONNECTIONS: usize = 64;

/// Runs the part. Whoever is not here is left out, with the reason.
///
/// # Errors
/// When our own server cannot be started, or answers what it must not.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let mut report = Report::default();
    match &options.moto {
        Ok(python) => moto::compare(options, python, &mut report)?,
        Err(why) => report.say(&format!("moto is left out: {why}")),
    }
    match &options.winterbaume {
        Some(Ok(program)) => winterbaume::compare(options, program, &mut report)?,
        Some(Err(why)) => report.say(&format!("winterbaume is left out: {why}")),
        None => report.say("winterbaume is measured with `--winterbaume` only."),
    }
    Ok(report)
}

/// How long something takes to be there may be waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// One request of one of many accounts, drawn.
struct Asking {
    template: Template,
    first: u64,
    accounts: u64,
    least: usize,
}

impl Work for Asking {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(self)
    }
}

impl Client for &Asking {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        self.template.write(self.first + scattered(number) % self.accounts, "", out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.body.len() >= self.least
    }
}

/// How many invitations there are in a list.
const INVITATIONS: u64 = 20;
/// How long each is, at least.
const LEAST: u64 = 100;

/// Macie's ListInvitations of these accounts.
fn lists(first: u64, accounts: u64) -> Asking {
    let template = Template::to("macie2", "GET", "/invitations");
    Asking { template, first, accounts, least: (INVITATIONS * LEAST) as usize }
}

/// Those who invite, and those who are invited.
const HOSTS: u64 = 330_000_000_000;
const MEMBERS: u64 = 430_000_000_000;

/// Has twenty hosts invite everybody of a crowd, in Macie.
fn fill(line: &mut Line) -> Result<(), Problem> {
    let macie = |method, target| Template::to("macie2", method, target);
    let (enable, create, invite) =
        (macie("POST", "/macie"), macie("POST", "/members"), macie("POST", "/invitations"));
    for account in (HOSTS..HOSTS + INVITATIONS).chain(MEMBERS..MEMBERS + CROWD / 10) {
        line.ask(&enable, account, "{}")?;
    }
    for host in HOSTS..HOSTS + INVITATIONS {
        for member in MEMBERS..MEMBERS + CROWD / 10 {
            let body = format!(
                "{{\"account\":{{\"accountId\":\"{member}\",\"email\":\"{member}@example.com\"}}}}"
            );
            line.ask(&create, host, &body)?;
        }
        for first in (MEMBERS..MEMBERS + CROWD / 10).step_by(BATCH as usize) {
            line.ask(&invite, host, &account_ids(first, BATCH))?;
        }
    }
    Ok(())
}

/// Macie's spelling.
fn account_ids(first: u64, count: u64) -> String {
    let ids: Vec<String> = (first..first + count).map(|account| format!("\"{account}\"")).collect();
    format!("{{\"accountIds\":[{}]}}", ids.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_named_as_macie_does() {
        assert_eq!(account_ids(7, 2), "{\"accountIds\":[\"7\",\"8\"]}");
        let (work, mut out) = (lists(MEMBERS, 1), Vec::new());
        work.client().ask(5, &mut out);
        let text = String::from_utf8_lossy(&out);
        assert!(text.contains("=430000000000/20261121/us-east-1/macie2/"), "{text}");
        let mut client = work.client();
        assert!(!client.hears(&Answer { status: 200, body: b"{\"invitations\":[]}" }));
    }
}
