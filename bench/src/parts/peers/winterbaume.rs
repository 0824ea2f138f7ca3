//! winterbaume, mocks of AWS in Rust: its Security Hub, over hyper.

use std::path::Path;
use std::process::Command;

use super::{Asking, CONNECTIONS};
use crate::Problem;
use crate::crowd::{self, CROWD, OF_20};
use crate::http::Template;
use crate::measure::{Served, captions, take_turns};
use crate::node::{Node, Serve};
use crate::options::Options;
use crate::report::{Goal, Report, table};

const WHAT_IT_DOES: &str = "winterbaume's ListInvitations of Security Hub is a stub: the list is empty, whoever asks and \
    whoever has invited them. It checks no signature and looks nothing up. It is served by hyper without a log, as in \
    `bench/winterbaume`.";

/// Compares its empty list with a real one.
///
/// # Errors
/// When a server cannot be started, or answers what it must not.
pub(super) fn compare(
    options: &Options,
    program: &Path,
    report: &mut Report,
) -> Result<(), Problem> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let file = folder.path().join("accede.db");
    let node = Serve::on(&options.server, &file.to_string_lossy()).start()?;
    crowd::fill(node.address, &[OF_20])?;
    let stub = Node::of(Command::new(program))?;
    let asking = |least| Asking {
        template: Template::of("GET", "/invitations"),
        first: OF_20.member(0),
        accounts: CROWD,
        least,
    };
    let (full, empty) = (asking(2_000), asking(2));
    let mut ours = Served::new("Accede, SQLite, 20 invitations", &node, CONNECTIONS, &full);
    let mut theirs = Served::new("winterbaume, none", &stub, CONNECTIONS, &empty);
    let all = take_turns(options, options.time, &mut [&mut ours, &mut theirs])?;
    let name = "Security Hub's ListInvitations";
    let rows = [all[0].row(name, Some(&all[1])), all[1].row(name, None)];
    report.say(WHAT_IT_DOES);
    report.say(&table(&captions("of winterbaume"), &rows));
    report.reach(Goal::ListsBesideStub, all[0].of(&all[1]));
    Ok(())
}
