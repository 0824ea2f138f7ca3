//! moto, the mock of AWS in Python, as a server.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{CONNECTIONS, HOSTS, INVITATIONS, MEMBERS, PATIENCE, account_ids, fill, lists};
use crate::Problem;
use crate::clock::Start;
use crate::cpu::Family;
use crate::crowd::CROWD;
use crate::http::{Line, Template};
use crate::load::Work;
use crate::measure::{Sample, Served, Side, captions, take_turns};
use crate::node::Serve;
use crate::options::Options;
use crate::report::{Figures, Report, table};

/// Its server closes a connection after each answer.
const WHAT_IT_DOES: &str = "moto has no invitations of Security Hub. Of Macie's, ListInvitations shows the ones that the \
    caller itself has sent, so that is what it is asked for: nobody is delivered any. It checks no signature, keeps everything \
    in memory, and closes the connection after each answer; a new one is opened for each request.";

/// Compares with it.
///
/// # Errors
/// When a server cannot be started, or answers what it must not.
pub(super) fn compare(
    options: &Options,
    python: &Path,
    report: &mut Report,
) -> Result<(), Problem> {
    let moto = Moto::start(python)?;
    let started = options.rounds.min(3);
    let mut starts = Figures::default();
    for _ in 0..started {
        starts.add(Moto::start(python)?.took.as_secs_f64() * 1e3);
    }
    let idle = Family(moto.process.id()).memory()?;
    let mut line = Line::to(moto.address)?;
    line.ask(&Template::to("macie2", "POST", "/macie"), HOSTS, "{}")?;
    let invite = Template::to("macie2", "POST", "/invitations");
    Line::to(moto.address)?.ask(&invite, HOSTS, &account_ids(MEMBERS, INVITATIONS))?;
    let node = Serve::on(&options.server, "memory").start()?;
    fill(&mut Line::to(node.address)?)?;
    let (received, sent) = (lists(MEMBERS, CROWD / 10), lists(HOSTS, 1));
    let mut ours = Served::new("Accede, memory", &node, CONNECTIONS, &received);
    let mut theirs = Asked { moto: &moto, work: &sent };
    let all = take_turns(options, options.time, &mut [&mut ours, &mut theirs])?;
    let name = "Macie's ListInvitations, 20";
    let rows = [all[0].row(name, Some(&all[1])), all[1].row(name, None)];
    report.say(WHAT_IT_DOES);
    report.say(&format!(
        "moto: start to first answer {} ms; memory when idle {idle:.0} MB.",
        starts.shown(0)
    ));
    report.say(&table(&captions("of moto"), &rows));
    Ok(())
}

struct Moto {
    process: Child,
    address: SocketAddr,
    /// From the start to the first answer.
    took: Duration,
}

impl Moto {
    fn start(python: &Path) -> Result<Moto, Problem> {
        // A port that was free a moment ago: it says nowhere which one it would take.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(python);
        command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &address.port().to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Start::now();
        let mut moto = Moto { process: command.spawn()?, address, took: Duration::ZERO };
        let list = Template::to("macie2", "GET", "/invitations");
        while start.elapsed() < PATIENCE {
            if Line::to(address).and_then(|mut line| line.ask(&list, HOSTS, "")).is_ok() {
                moto.took = start.elapsed();
                return Ok(moto);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("moto does not answer".into())
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// It is asked by threads, each of which opens a connection for each request.
struct Asked<'a> {
    moto: &'a Moto,
    work: &'a dyn Work,
}

impl Side for Asked<'_> {
    fn name(&self) -> &str {
        "moto"
    }

    fn run(&mut self, time: Duration, _: u64) -> Result<Sample, Problem> {
        let family = Family(self.moto.process.id());
        let (used, start) = (family.used()?, Start::now());
        let ask = || -> Result<(u64, crate::load::Latencies), Problem> {
            let (mut client, mut request) = (self.work.client(), Vec::new());
            let (mut done, mut latencies) = (0, crate::load::Latencies::default());
            while start.elapsed() < time {
                let asked = start.elapsed();
                client.ask(done, &mut request);
                let mut line = Line::to(self.moto.address)?;
                let answer = line.exchange(&request)?;
                if !client.hears(&answer) {
                    return Err(
                        format!("moto answers {}", String::from_utf8_lossy(answer.body)).into()
                    );
                }
                latencies.add(start.elapsed().saturating_sub(asked));
                done += 1;
            }
            Ok((done, latencies))
        };
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join()).collect()
        });
        let took = start.elapsed();
        let mut sample = Sample { memory: family.memory()?, ..Sample::default() };
        let mut all = 0;
        for outcome in outcomes {
            let (done, latencies) = outcome.map_err(|_| "a thread has panicked")??;
            all += done;
            sample.latencies.merge(&latencies);
        }
        sample.rate = all as f64 / took.as_secs_f64();
        sample.cpu = (family.used()? - used).as_secs_f64() * 1e6 / all.max(1) as f64;
        Ok(sample)
    }
}
