//! The database that servers are measured on, with what was captured while it was made.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::accounts::SAMPLE;
use super::operation::Operation;
use super::seed;
use crate::Problem;
use crate::clock::Start;
use crate::cluster::Cluster;
use crate::cpu::Family;
use crate::http::{Line, Template};
use crate::node::Node;
use crate::statements::{self, Sent};

/// As in production, but that the database looks sooner at what has changed. What is logged is in a file of its own.
pub(super) const SETTINGS: &str = "-c fsync=on -c synchronous_commit=on -c autovacuum_naptime=5 \
    -c shared_buffers=512MB -c max_wal_size=4GB -c logging_collector=on -c log_destination=csvlog \
    -c log_directory=statements -c log_filename=all -c log_rotation_age=0 -c log_rotation_size=0";

/// How long the database may take to look at what it holds.
const ANALYZED: Duration = Duration::from_secs(120);

const DATABASE: &str = "bench";

/// The database.
pub(super) struct Place {
    pub(super) cluster: Cluster,
}

impl Place {
    /// Makes the database and its accounts.
    pub(super) fn new(server: &Path, cluster: Cluster) -> Result<Place, Problem> {
        cluster.sql("postgres", &format!("CREATE DATABASE {DATABASE}"));
        let place = Place { cluster };
        for account in [SAMPLE.administrator, SAMPLE.invited, SAMPLE.created] {
            let mut command = Command::new(server);
            let email = format!("{account}@example.com");
            command.args(["account", "create", "--name", "One of many", "--email", &email]);
            command.args(["--id", &account.to_string(), "--store", &place.url()]);
            let created = command.stdin(Stdio::null()).output()?;
            if !created.status.success() {
                return Err(String::from_utf8_lossy(&created.stderr).into());
            }
        }
        Ok(place)
    }

    pub(super) fn url(&self) -> String {
        self.cluster.url(DATABASE, "")
    }

    /// All processes of the database.
    pub(super) fn family(&self) -> Result<Family, Problem> {
        let text = std::fs::read_to_string(self.cluster.folder().join("data/postmaster.pid"))?;
        Ok(Family(text.lines().next().unwrap_or_default().parse()?))
    }

    /// The statements that a server sends for each operation. Their rows are what all others are copied from.
    pub(super) fn capture(&self, server: &Path) -> Result<Vec<(Operation, Vec<Sent>)>, Problem> {
        let options = Cluster::options(&["log_statement=all", "log_parameter_max_length=-1"]);
        let node = Node::start(server, &self.cluster.url(DATABASE, &options))?;
        let mut line = Line::to(node.address)?;
        let mut once = |account, method, target, body: &str| {
            line.ask(&Template::of(method, target), account, body).map(drop)
        };
        let (administrator, invited) = (SAMPLE.administrator, SAMPLE.invited);
        for account in [administrator, invited, SAMPLE.created] {
            once(account, "POST", "/accounts", "{}")?;
        }
        let details = [invited, SAMPLE.created]
            .map(|id| format!("{{\"AccountId\":\"{id}\",\"Email\":\"{id}@example.com\"}}"));
        let members = format!("{{\"AccountDetails\":[{}]}}", details.join(","));
        once(administrator, "POST", "/members", &members)?;
        let before = self.sent()?.len();
        let body = format!("{{\"AccountIds\":[\"{invited}\"]}}");
        once(administrator, "POST", "/members/invite", &body)?;
        let between = self.sent()?.len();
        once(invited, "GET", "/invitations", "")?;
        let mut all = self.sent()?;
        let list = all.split_off(between);
        let invite = all.split_off(before);
        Ok(vec![(Operation::ListInvitations, list), (Operation::InviteMembers, invite)])
    }

    /// Everything that was sent to the database until now.
    fn sent(&self) -> Result<Vec<Sent>, Problem> {
        // What writes the log is another process.
        std::thread::sleep(Duration::from_millis(500));
        let file: PathBuf = self.cluster.folder().join("data/statements/all.csv");
        let mut all = statements::statements(&String::from_utf8_lossy(&std::fs::read(file)?));
        all.retain(|sent| sent.database == DATABASE);
        Ok(all)
    }

    /// Fills the database, and waits until it knows what it holds.
    pub(super) fn fill(&self, rounds: u64) -> Result<(), Problem> {
        self.cluster.sql(DATABASE, &seed::sql(rounds));
        let start = Start::now();
        while self.cluster.sql(DATABASE, seed::IS_ANALYZED).trim() != "0" {
            if start.elapsed() > ANALYZED {
                return Err("the database does not look at what it holds".into());
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        Ok(())
    }

    /// Requires that all is as Accede itself writes it, whoever has written it.
    ///
    /// # Errors
    /// When it finds what is not.
    pub(super) fn check(&self, server: &Path) -> Result<(), Problem> {
        let mut check = Command::new(server);
        let output = check.args(["store", "check", "--store", &self.url()]).output()?;
        if output.status.success() {
            return Ok(());
        }
        let all = [output.stdout, output.stderr].concat();
        let found: Vec<_> =
            String::from_utf8_lossy(&all).lines().take(9).map(str::to_owned).collect();
        Err(format!("the database is not as it should be:\n{}", found.join("\n")).into())
    }
}
