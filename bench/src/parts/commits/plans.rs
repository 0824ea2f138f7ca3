//! What a server writes for each kind of work, as seen in a small file.

use std::path::Path;

use crate::Problem;
use crate::crowd::{self, BATCH};
use crate::engine::{Plan, Snapshot};
use crate::http::{Answer, Line, Template};
use crate::load::{Client, Work};
use crate::node::Serve;

use super::flow::{Flow, STEPS};

/// The plans of all kinds of work.
pub(super) struct Plans {
    pub(super) one: Plan,
    pub(super) fifty: Plan,
    pub(super) flow: Plan,
}

/// Captures them, each with accounts of its own.
///
/// # Errors
/// When the server does not answer as it must, or its file cannot be read.
pub(super) fn captured(server: &Path, folder: &Path) -> Result<Plans, Problem> {
    let file = folder.join("small.db");
    let node = Serve::on(server, &file.to_string_lossy()).start()?;
    let mut place = Place { line: Line::to(node.address)?, file: &file };
    let (administrator, member) = crowd::pair(0);
    place.enable(&[administrator, member])?;
    place.create(administrator, &[member])?;
    let singles = crowd::Singles::default();
    let one = place.plan(&mut *singles.client(), 1, &[administrator, member])?;
    // Nobody of the first batch.
    let number = 1;
    let (administrator, members) = crowd::batch(number);
    let all = [vec![administrator], members.clone()].concat();
    place.enable(&all)?;
    place.create(administrator, &members)?;
    let batches = crowd::Batches(std::sync::Arc::new(number.into()));
    let fifty = place.plan(&mut *batches.client(), 1, &all)?;
    let number = 10 * BATCH;
    let (administrator, member) = crowd::pair(number);
    place.enable(&[administrator, member])?;
    let flow = Flow(std::sync::Arc::new(number.into()));
    let flow = place.plan(&mut *flow.client(), STEPS, &[administrator, member])?;
    Ok(Plans { one, fifty, flow })
}

struct Place<'a> {
    line: Line,
    file: &'a Path,
}

impl Place<'_> {
    fn enable(&mut self, accounts: &[u64]) -> Result<(), Problem> {
        let template = Template::of("POST", "/accounts");
        for account in accounts {
            // Some take part twice.
            let mut request = Vec::new();
            template.write(*account, "{}", &mut request);
            let Answer { status, .. } = self.line.exchange(&request)?;
            if !matches!(status, 200 | 409) {
                return Err(format!("{account} cannot take part: {status}").into());
            }
        }
        Ok(())
    }

    fn create(&mut self, administrator: u64, members: &[u64]) -> Result<(), Problem> {
        let template = Template::of("POST", "/members");
        self.line.ask(&template, administrator, &crowd::details(members)).map(drop)
    }

    /// What each of these requests writes; those that write nothing are left out.
    fn plan(
        &mut self,
        client: &mut (dyn Client + '_),
        requests: usize,
        accounts: &[u64],
    ) -> Result<Plan, Problem> {
        let names = crowd::names(accounts);
        let (mut commits, mut request) = (Vec::new(), Vec::new());
        for _ in 0..requests {
            let before = Snapshot::of(self.file)?;
            client.ask(0, &mut request);
            let answer = self.line.exchange(&request)?;
            if !client.hears(&answer) {
                return Err(format!("{} is no answer", String::from_utf8_lossy(answer.body)).into());
            }
            let writes = before.writes(&Snapshot::of(self.file)?, &names);
            if !writes.is_empty() {
                commits.push(writes);
            }
        }
        Ok(Plan { commits })
    }
}
