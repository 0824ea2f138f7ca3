//! Servers of large stores: how they start, and when they have come to rest.

use std::time::Duration;

use super::CONNECTIONS;
use super::asked::Asked;
use super::stores::Stored;
use crate::Problem;
use crate::clock::Start;
use crate::first_answer::first_answer;
use crate::measure::{Measured, Served, take_turns};
use crate::node::{Node, Serve};
use crate::options::Options;
use crate::report::Figures;
use crate::rest::until_it_rests;

/// A server of a store.
pub(super) struct Running<'a> {
    pub(super) stored: &'a Stored,
    pub(super) node: Node,
    /// How long it looked at its file in the background.
    pub(super) looked: Duration,
    /// Megabytes in memory when it had done so, and nobody had asked for much.
    pub(super) idle: f64,
}

/// How long each store's server takes to its first answer, in milliseconds, in turns.
///
/// # Errors
/// When one does not start.
pub(super) fn starts(options: &Options, stores: &[Stored]) -> Result<Vec<Figures>, Problem> {
    let mut all = vec![Figures::default(); stores.len()];
    for _ in 0..options.rounds {
        for (stored, figures) in stores.iter().zip(&mut all) {
            let serve = Serve::on(&options.server, &stored.path()).unheard();
            let (took, _) = first_answer(&serve)?;
            figures.add(took.as_secs_f64() * 1e3);
        }
    }
    Ok(all)
}

impl<'a> Running<'a> {
    /// Starts a server that keeps no answers, and waits until it has looked at its file.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn forgetful(options: &Options, stored: &'a Stored) -> Result<Running<'a>, Problem> {
        let serve = Serve::on(&options.server, &stored.path()).with(&["--cache", "0"]);
        Running::after(options, (&serve, stored), None, &mut Vec::new())
    }

    /// Starts a server and waits until it has looked at its file. What is given it is asked meanwhile.
    ///
    /// # Errors
    /// When it does not start, or answers what it must not.
    pub(super) fn start(
        options: &Options,
        stored: &'a Stored,
        asked: Option<&Asked>,
        meanwhile: &mut Vec<(String, Measured)>,
    ) -> Result<Running<'a>, Problem> {
        let serve = Serve::on(&options.server, &stored.path());
        Running::after(options, (&serve, stored), asked, meanwhile)
    }

    fn after(
        options: &Options,
        (serve, stored): (&Serve, &'a Stored),
        asked: Option<&Asked>,
        meanwhile: &mut Vec<(String, Measured)>,
    ) -> Result<Running<'a>, Problem> {
        let start = Start::now();
        let node = serve.clone().unheard().start()?;
        for connections in CONNECTIONS {
            let Some(asked) = asked else { break };
            let name = format!("{}, while its file is looked at", stored.name);
            let mut side = Served::new(&name, &node, connections, asked);
            let measured = take_turns(options, options.time, &mut [&mut side])?;
            let work = format!("ListInvitations, {connections}");
            meanwhile.extend(measured.into_iter().map(|measured| (work.clone(), measured)));
        }
        let looked = until_it_rests(&node, start)?;
        let idle = node.family().memory()?;
        Ok(Running { stored, node, looked, idle })
    }
}
