//! The same requests among ten thousand, a million and ten million relationships: nothing may depend on how many there
//! are. All stores are made first, and their servers take turns.

mod asked;
mod compare;
mod invites;
mod running;
mod shapes;
mod stores;
mod worst;

use std::path::Path;

use compare::{Compared, How};
use running::Running;
use stores::Stored;

use crate::Problem;
use crate::measure::captions;
use crate::options::Options;
use crate::report::{Figures, Goal, Report, table};

/// The size that the goals are about.
const GOAL: &str = "10 million";
/// How many connections ask at the same time.
const CONNECTIONS: [usize; 2] = [1, 64];
/// The same with many.
const MANY: usize = 64;

/// Runs the part.
///
/// # Errors
/// When a store cannot be made or a server does not answer as it must.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let mut report = Report::default();
    sizes(options, folder.path(), &mut report)?;
    worst::measure(options, folder.path(), &mut report)?;
    Ok(report)
}

fn sizes(options: &Options, folder: &Path, report: &mut Report) -> Result<(), Problem> {
    let stores = stores::of_every_size(options, folder)?;
    // A file is used by one server at a time, and the smallest has two.
    let copied = stores.first().map(Stored::copied).transpose()?;
    let starts = running::starts(options, &stores)?;
    let mut looked = Vec::new();
    let mut servers = Vec::new();
    // The largest first, which is looked at for longest: alone, to see whom that disturbs.
    for stored in stores.iter().rev() {
        let largest = servers.is_empty();
        let asked = if largest { Some(stored.lists()?) } else { None };
        servers.push(Running::start(options, stored, asked.as_ref(), &mut looked)?);
    }
    servers.reverse();
    let copy = copied.as_ref().ok_or("there are no stores")?;
    let forgetful = Running::forgetful(options, copy)?;
    let servers = (&servers[..], &forgetful);
    let mut compared = Vec::new();
    for connections in CONNECTIONS {
        let lists =
            servers.0.iter().map(|server| server.stored.lists()).collect::<Result<_, _>>()?;
        compared.push(compare::turns(
            options,
            folder,
            servers,
            "ListInvitations",
            lists,
            connections,
        )?);
        let members = servers.0.iter().map(|it| it.stored.members()).collect::<Result<_, _>>()?;
        compared.push(compare::turns(
            options,
            folder,
            servers,
            "ListMembers",
            members,
            connections,
        )?);
    }
    say_stores(servers.0, &starts, report)?;
    let mut rows: Vec<Vec<String>> = compared.iter().flat_map(Compared::rows).collect();
    rows.extend(looked.iter().map(|(work, measured)| measured.row(work, None)));
    report.say(&table(&captions("of bare hyper"), &rows));
    say_ratios(&compared, servers.0, report);
    Ok(())
}

/// What the stores and their servers are like.
fn say_stores(
    servers: &[Running<'_>],
    starts: &[Figures],
    report: &mut Report,
) -> Result<(), Problem> {
    let least = servers.first().map(|server| server.stored);
    let mut rows = Vec::new();
    for (server, start) in servers.iter().zip(starts) {
        let Stored { name, shape, took, bytes, .. } = server.stored;
        let each = least.filter(|least| least.bytes < *bytes).map(|least| {
            let more = shape.relationships - least.shape.relationships;
            format!("{:.0}", (bytes - least.bytes) as f64 / more as f64)
        });
        rows.push(vec![
            (*name).to_owned(),
            format!("{:.0}", took.as_secs_f64()),
            format!("{:.0}", *bytes as f64 / 1e6),
            each.unwrap_or_else(|| "–".to_owned()),
            start.shown(1),
            format!("{:.0}", server.looked.as_secs_f64()),
            format!("{:.1}", server.idle),
            format!("{:.1}", server.node.family().memory()?),
        ]);
    }
    let columns = [
        "relationships",
        "made in s",
        "file MB",
        "bytes for one more",
        "start to first answer ms",
        "looked at for s",
        "memory idle MB",
        "after all requests MB",
    ];
    report.say(&table(&columns, &rows));
    Ok(())
}

/// What the largest is beside the smallest, and beside what answers without a store.
fn say_ratios(compared: &[Compared], servers: &[Running<'_>], report: &mut Report) {
    let [Some(first), Some(last)] =
        [servers.first(), servers.last()].map(|server| Some(server?.stored.name))
    else {
        return;
    };
    let rows: Vec<Vec<String>> = compared
        .iter()
        .map(|compared| {
            let both =
                |how| [0.5, 0.99].map(|part| compared.latency(how, part).shown(2)).join(" / ");
            let mut row = vec![compared.work.clone()];
            row.extend([How::Read, How::Kept, How::ReadOfKept].map(both));
            row.push(compared.of_ceiling().shown(2));
            row
        })
        .collect();
    let of = |what: &str| format!("p50 / p99 of {last}, of {first}: {what}");
    let captions = [
        "work".to_owned(),
        of("read in both"),
        of("kept in both"),
        of("read, of kept"),
        format!("requests/s: {last} of bare hyper"),
    ];
    let captions: Vec<&str> = captions.iter().map(String::as_str).collect();
    report.say(&table(&captions, &rows));
    if last == GOAL {
        let worst = |hows: &[How], part: f64| {
            let all =
                hows.iter().flat_map(|how| compared.iter().map(|one| one.latency(*how, part)));
            all.max_by(|one, other| one.median().total_cmp(&other.median())).unwrap_or_default()
        };
        let alike = [How::Read, How::Kept];
        report.reach(Goal::PagesMedian, worst(&alike, 0.5));
        report.reach(Goal::PagesWorst, worst(&alike, 0.99));
        report.reach(Goal::PagesColdMedian, worst(&[How::ReadOfKept], 0.5));
        report.reach(Goal::PagesColdWorst, worst(&[How::ReadOfKept], 0.99));
        if let Some(lists) = compared.iter().find(|compared| compared.is_of_goal()) {
            report.reach(Goal::ListsCold, lists.of_ceiling());
        }
    }
}
