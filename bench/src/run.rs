//! A run: every part in turn, each with its block of the document as soon as it is through.

use crate::Problem;
use crate::load::alone;
use crate::machine;
use crate::options::Options;
use crate::parts::Part;
use crate::report::{self, Report};

/// Through so many connections the load generator shows what it can do by itself.
const CONNECTIONS: usize = 64;

/// Runs all parts that were asked for. One that cannot run says so in its block.
///
/// # Errors
/// When the load generator itself does not work, or the document cannot be written.
pub(crate) fn all(options: &Options) -> Result<(), Problem> {
    let generator = alone::described(CONNECTIONS, options.time)?;
    let foot = foot(options, &generator);
    for part in &options.parts {
        eprintln!("bench: {} …", part.name);
        let outcome = (part.run)(options);
        note(options, part, outcome, &foot)?;
    }
    Ok(())
}

/// What stands under the tables of every part: how they were made, when, and on what.
fn foot(options: &Options, generator: &str) -> String {
    let Options { typed, time, rounds, server, folder, .. } = options;
    let (seconds, machine) = (time.as_secs(), machine::described(server, folder));
    let each = if seconds == 1 { "a second".to_owned() } else { format!("{seconds} seconds") };
    format!("`{typed}`: {rounds} rounds of {each}. {generator} {machine}.")
}

/// Prints what came of a part, and writes it into the document.
fn note(
    options: &Options,
    part: &Part,
    outcome: Result<Report, Problem>,
    foot: &str,
) -> Result<(), Problem> {
    let report = outcome.unwrap_or_else(|problem| {
        let mut report = Report::default();
        report.say(&format!("Not measured: {problem}"));
        report
    });
    let text = format!("{}\n{foot}\n", report.text);
    println!("# {}\n\n{text}", part.name);
    let document = std::fs::read_to_string(&options.document)?;
    let document = report::replaced(&document, part.name, &text)?;
    let document = report::noted(&document, &report.reached)?;
    Ok(std::fs::write(&options.document, document)?)
}
