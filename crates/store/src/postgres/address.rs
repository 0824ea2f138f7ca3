//! Where the database is: a connection string of libpq's form, and what it says of this program's own matters.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, SslNegotiation, TargetSessionAttrs};

use super::{passfile, tls};
use crate::StoreError;

/// How long an attempt to reach a host may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long what was sent may stay unconfirmed before the connection counts as lost, where the system can tell.
const UNCONFIRMED: Duration = Duration::from_secs(10);
/// How long a connection may be silent before the system asks whether the other end is there.
const SILENT: Duration = Duration::from_secs(30);

/// How a server is reached, and how it is used.
#[derive(Clone)]
pub(super) struct Address {
    /// Each host by itself: they are tried at the same time.
    pub(super) hosts: Vec<Config>,
    /// How many connections there may be.
    pub(super) connections: usize,
    /// Whether statements are prepared once for each connection. Not where a pooler gives every transaction another.
    pub(super) prepares: bool,
    /// What holds a record that a commit depends on and does not change.
    pub(super) hold: Hold,
    /// What connections are secured with.
    pub(super) tls: tls::Tls,
    /// Where passwords are that are not in the address.
    pub(super) passfile: Option<PathBuf>,
    /// What the log says of it: no password.
    pub(super) shown: String,
}

/// How strictly a record is held that a commit depends on and does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// Others may hold it too.
    Share,
    /// Nobody else may: for engines that know no other lock.
    Update,
}

impl Hold {
    /// What is written behind a statement.
    pub(super) fn clause(self) -> &'static str {
        match self {
            Hold::Share => " FOR SHARE",
            Hold::Update => " FOR UPDATE",
        }
    }
}

/// How many connections there may be unless the address says it: what three servers open fits PostgreSQL's default
/// limit of 100.
const CONNECTIONS: usize = 24;
const CONNECTIONS_MAX: usize = 1_000;

impl Address {
    /// Reads `postgres://user:password@host1,host2/database?parameters`.
    ///
    /// # Errors
    ///
    /// One line that says what makes no sense; it never repeats the address, which can have a password in it.
    pub(super) fn parse(url: &str) -> Result<Address, StoreError> {
        let (address, own) = Own::split(url)?;
        let mut config: Config = address
            .parse()
            .map_err(|error: tokio_postgres::Error| wrong(super::fault::unreached(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            config.host("localhost");
        }
        if config.get_target_session_attrs() == TargetSessionAttrs::ReadOnly {
            return Err(wrong("target_session_attrs=read-only cannot be written to"));
        }
        let tls = own.tls.finish().map_err(wrong)?;
        let is_direct = config.get_ssl_negotiation() == SslNegotiation::Direct;
        if is_direct && tls.mode() != SslMode::Require {
            return Err(wrong("sslnegotiation=direct needs sslmode=require or a stronger one"));
        }
        config.ssl_mode(tls.mode());
        let (hosts, passfile) = (each_host(&config)?, own.passfile);
        let (connections, prepares, hold) = (own.connections, own.prepares, own.hold);
        let shown = shown(&config);
        Ok(Address { hosts, connections, prepares, hold, tls, passfile, shown })
    }

    /// Each host with its password, which may be in a file. That is read anew each time: passwords change, and those of
    /// some engines are good for minutes.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong with the file.
    pub(super) fn with_passwords(&self) -> Result<Vec<Config>, StoreError> {
        let mut hosts = self.hosts.clone();
        if let Some(file) = &self.passfile {
            let each = hosts.iter_mut().try_for_each(|host| passfile::look_up(file, host));
            each.map_err(StoreError::new)?;
        }
        Ok(hosts)
    }

    /// Whether the files that it names are there and make sense.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong with them.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.tls.connector()?;
        self.with_passwords().map(drop)
    }
}

fn wrong(why: impl std::fmt::Display) -> StoreError {
    StoreError::new(format!("the address of the database: {why}"))
}

/// The parameters that libpq does not know, and those that it does but the client of the database does not.
struct Own {
    connections: usize,
    prepares: bool,
    hold: Hold,
    tls: tls::Parameters,
    passfile: Option<PathBuf>,
}

impl Own {
    /// Takes them out of an address.
    fn split(url: &str) -> Result<(String, Own), StoreError> {
        let (connections, hold) = (CONNECTIONS, Hold::Share);
        let tls = tls::Parameters::default();
        let mut own = Own { connections, prepares: true, hold, tls, passfile: None };
        let Some((address, parameters)) = url.split_once('?') else {
            return Ok((url.to_owned(), own));
        };
        let mut others = Vec::new();
        for parameter in parameters.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            if !own.take(name, value)? {
                others.push(parameter);
            }
        }
        let mark = if others.is_empty() { "" } else { "?" };
        Ok((format!("{address}{mark}{}", others.join("&")), own))
    }

    /// Whether the parameter is one of them.
    fn take(&mut self, name: &str, value: &str) -> Result<bool, StoreError> {
        let decoded = percent_decode_str(value).decode_utf8();
        let value = &*decoded.map_err(|_| wrong(format!("{name} is not UTF-8")))?;
        let wrong = |may: &str| wrong(format!("{name} is {may}, not {value:?}"));
        match name {
            "connections" => {
                let number = value.parse().ok().filter(|n| (2..=CONNECTIONS_MAX).contains(n));
                self.connections = number.ok_or_else(|| wrong("a number from 2 to 1000"))?;
            }
            "prepared_statements" => {
                self.prepares = match value {
                    "on" => true,
                    "off" => false,
                    _ => return Err(wrong("on or off")),
                };
            }
            "row_locks" => {
                self.hold = match value {
                    "share" => Hold::Share,
                    "update" => Hold::Update,
                    _ => return Err(wrong("share or update")),
                };
            }
            "passfile" if !value.is_empty() => self.passfile = Some(value.into()),
            // There is no GSSAPI here, which these do not insist on.
            "gssencmode" if matches!(value, "disable" | "prefer") => {}
            "gssencmode" => return Err(wrong("disable or prefer")),
            _ => return self.tls.take(name, value).map_err(wrong),
        }
        Ok(true)
    }
}

/// The same configuration once for each host.
fn each_host(config: &Config) -> Result<Vec<Config>, StoreError> {
    let (hosts, addresses, ports) =
        (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
    let number = hosts.len().max(addresses.len());
    if ports.len() > 1 && ports.len() != number {
        return Err(wrong("there are not as many ports as hosts"));
    }
    let one = |index: usize| {
        let mut one = without_hosts(config);
        match hosts.get(index) {
            Some(Host::Tcp(name)) => drop(one.host(name)),
            #[cfg(unix)]
            // As libpq has it: there is no TLS over one, and nobody to keep out.
            Some(Host::Unix(path)) => drop(one.host_path(path).ssl_mode(SslMode::Disable)),
            // The name that a certificate has to be for.
            None => drop(addresses.get(index).map(|address| one.host(address.to_string()))),
        }
        if let Some(address) = addresses.get(index) {
            one.hostaddr(*address);
        }
        one.port(ports.get(index).or(ports.first()).copied().unwrap_or(5432));
        one
    };
    Ok((0..number).map(one).collect())
}

/// All that concerns every host.
fn without_hosts(config: &Config) -> Config {
    let mut one = Config::new();
    if let Some(user) = config.get_user() {
        one.user(user);
    }
    if let Some(password) = config.get_password() {
        one.password(password);
    }
    if let Some(name) = config.get_dbname() {
        one.dbname(name);
    }
    if let Some(options) = config.get_options() {
        one.options(options);
    }
    one.application_name(config.get_application_name().unwrap_or("accede"))
        .ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .channel_binding(config.get_channel_binding())
        .connect_timeout(config.get_connect_timeout().copied().unwrap_or(CONNECT))
        .tcp_user_timeout(config.get_tcp_user_timeout().copied().unwrap_or(UNCONFIRMED))
        .keepalives(config.get_keepalives())
        .keepalives_idle(config.get_keepalives_idle().min(SILENT))
        // Whether the server can be written to is found out once it is reached, whatever the address says.
        .target_session_attrs(TargetSessionAttrs::Any);
    one
}

fn shown(config: &Config) -> String {
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    };
    let mut hosts: Vec<String> = config.get_hosts().iter().map(host).collect();
    if hosts.is_empty() {
        hosts = config.get_hostaddrs().iter().map(ToString::to_string).collect();
    }
    let name = config.get_dbname().or(config.get_user()).unwrap_or("?");
    format!("database {name} at {}", hosts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(url: &str) -> String {
        Address::parse(url).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn every_host_is_by_itself() {
        let url = "postgres://ann:secret@one,two:7/accede?options=-c%20a%3Db&application_name=x";
        let address = Address::parse(url).unwrap();
        let ports: Vec<_> = address.hosts.iter().map(|host| host.get_ports().to_vec()).collect();
        assert_eq!(ports, [[5432], [7]]);
        for host in &address.hosts {
            assert_eq!((host.get_hosts().len(), host.get_user()), (1, Some("ann")));
            assert_eq!(host.get_options(), Some("-c a=b"));
            assert_eq!(host.get_target_session_attrs(), TargetSessionAttrs::Any);
        }
        assert_eq!(address.shown, "database accede at one, two");
        assert_eq!((address.connections, address.prepares), (24, true));
    }

    #[test]
    fn our_own_parameters_are_taken_out() {
        let url = "postgresql://h/d?connections=2&prepared_statements=off&row_locks=update";
        let address = Address::parse(url).unwrap();
        assert_eq!((address.connections, address.prepares), (2, false));
        assert_eq!(address.hold, Hold::Update);
        assert!(Address::parse("postgres:///d?host=/tmp&connections=1000").is_ok());
    }

    #[test]
    fn tls_is_for_hosts_that_are_reached_over_a_network() {
        let url = "postgres://%2Ftmp,db.example/d?sslmode=verify-full&sslrootcert=%2Fca%20x";
        let address = Address::parse(url).unwrap();
        let modes: Vec<_> = address.hosts.iter().map(Config::get_ssl_mode).collect();
        assert_eq!(modes, [SslMode::Disable, SslMode::Require]);
        assert!(format!("{:?}", address.tls).contains("/ca x"));
        let address = Address::parse("postgres:///d?hostaddr=192.0.2.1").unwrap();
        assert_eq!(address.hosts[0].get_hosts(), [Host::Tcp("192.0.2.1".to_owned())]);
    }

    #[test]
    fn files_are_looked_at_when_they_are_needed() {
        let address = Address::parse("postgres://u@h/d?passfile=/nowhere/at/all").unwrap();
        assert!(address.check().unwrap_err().to_string().contains("/nowhere/at/all"));
        let address = Address::parse("postgres://u@h/d?sslrootcert=/nowhere/ca.pem").unwrap();
        assert!(address.check().unwrap_err().to_string().contains("/nowhere/ca.pem"));
        assert!(Address::parse("postgres://u:secret@h/d").unwrap().check().is_ok());
    }

    #[test]
    fn what_makes_no_sense_is_said_without_the_password() {
        for (url, word) in [
            ("postgres://u:secret@h/d?connections=1", "connections"),
            ("postgres://u:secret@h/d?connections=many", "connections"),
            ("postgres://u:secret@h/d?prepared_statements=1", "on or off"),
            ("postgres://u:secret@h/d?row_locks=none", "row_locks"),
            ("postgres://u:secret@h/d?colour=red", "colour"),
            ("postgres://u:secret@h/d?target_session_attrs=read-only", "read-only"),
            ("postgres://u:secret@h/d?sslmode=full", "verify-full"),
            ("postgres://u:secret@h/d?sslmode=verify-ca", "sslrootcert"),
            ("postgres://u:secret@h/d?sslnegotiation=direct", "sslmode"),
            ("postgres://u:secret@h/d?gssencmode=require", "prefer"),
            ("postgres://u:secret@h:x/d", "port"),
            ("postgres://u:secret@a:1,b:2,c/d?port=1,2", "port"),
        ] {
            let why = why(url);
            assert!(why.contains(word) && !why.contains("secret"), "{url}: {why}");
        }
    }
}
