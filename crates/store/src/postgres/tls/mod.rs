//! TLS to the database, with libpq's parameters and what they mean there.
//!
//! Two things differ. A file that is named has to be there, whatever `sslmode` is. And nothing is looked for in the
//! user's folder: only what is named is used.

mod certificate;
mod connector;
mod fault;
mod files;
mod verifier;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, SupportedProtocolVersion};
use tokio_postgres::config::SslMode;

use crate::StoreError;
pub(super) use connector::{Connector, Handshake};
pub(super) use fault::{NO_TLS, why};
use verifier::{Roots, Verifier};

/// What connections are secured with.
#[derive(Debug, Clone)]
pub(super) struct Tls {
    mode: Mode,
    roots: Option<Source>,
    /// The client's certificate and its key.
    client: Option<(PathBuf, PathBuf)>,
    says_name: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
}

/// `sslmode`, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Which certificates are trusted to sign the server's.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// Those of the system.
    System,
    File(PathBuf),
}

/// The parameters, as they are read one after the other.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    mode: Option<Mode>,
    roots: Option<Source>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    hides_name: bool,
    least: Option<u8>,
    most: Option<u8>,
}

impl Parameters {
    /// Whether the parameter is one of these. `value` is what it stands for, with nothing encoded.
    ///
    /// # Errors
    ///
    /// What the value may be.
    pub(super) fn take(&mut self, name: &str, value: &str) -> Result<bool, &'static str> {
        let path =
            |of: &'static str| if value.is_empty() { Err(of) } else { Ok(Some(value.into())) };
        match name {
            "sslmode" => self.mode = Some(mode(value)?),
            "sslrootcert" if value == "system" => self.roots = Some(Source::System),
            "sslrootcert" => self.roots = path("a file or system")?.map(Source::File),
            "sslcert" => self.certificate = path("a file")?,
            "sslkey" => self.key = path("a file")?,
            "sslsni" => {
                self.hides_name = match value {
                    "0" => true,
                    "1" => false,
                    _ => return Err("0 or 1"),
                };
            }
            "ssl_min_protocol_version" => self.least = version(value)?,
            "ssl_max_protocol_version" => self.most = version(value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What they are together.
    ///
    /// # Errors
    ///
    /// Why they do not go together.
    pub(super) fn finish(self) -> Result<Tls, &'static str> {
        let by_default =
            if self.roots == Some(Source::System) { Mode::VerifyFull } else { Mode::Prefer };
        let mode = self.mode.unwrap_or(by_default);
        // As libpq has it: anybody can have a certificate that the system trusts, for a name of their own.
        if self.roots == Some(Source::System) && mode != Mode::VerifyFull {
            return Err("sslrootcert=system goes with sslmode=verify-full alone");
        }
        if mode >= Mode::VerifyCa && self.roots.is_none() {
            return Err("sslmode=verify-ca and verify-full need sslrootcert, a file or system");
        }
        let client = match (self.certificate, self.key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err("sslcert and sslkey go together"),
        };
        let (least, most) = (self.least.unwrap_or(2), self.most.unwrap_or(3));
        let all = [(2, &rustls::version::TLS12), (3, &rustls::version::TLS13)];
        let may = all.iter().filter(|(number, _)| (least..=most).contains(number));
        let versions: Vec<_> = may.map(|(_, version)| *version).collect();
        if versions.is_empty() {
            return Err("ssl_min_protocol_version is above ssl_max_protocol_version");
        }
        Ok(Tls { mode, roots: self.roots, client, says_name: !self.hides_name, versions })
    }
}

fn mode(value: &str) -> Result<Mode, &'static str> {
    Ok(match value {
        "disable" => Mode::Disable,
        // What it prefers is no TLS; what is better is as good.
        "allow" | "prefer" => Mode::Prefer,
        "require" => Mode::Require,
        "verify-ca" => Mode::VerifyCa,
        "verify-full" => Mode::VerifyFull,
        _ => return Err("disable, prefer, require, verify-ca or verify-full"),
    })
}

fn version(value: &str) -> Result<Option<u8>, &'static str> {
    match value {
        "TLSv1.2" => Ok(Some(2)),
        "TLSv1.3" => Ok(Some(3)),
        _ => Err("TLSv1.2 or TLSv1.3"),
    }
}

impl Tls {
    /// What the protocol has to know of it.
    pub(super) fn mode(&self) -> SslMode {
        match self.mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
        }
    }

    /// Reads the files, for connections that are opened now: they can be replaced at any time.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong with them.
    pub(super) fn connector(&self) -> Result<Connector, StoreError> {
        if self.mode == Mode::Disable {
            return Ok(Connector::none());
        }
        self.config().map(Connector::with).map_err(StoreError::new)
    }

    fn config(&self) -> Result<ClientConfig, String> {
        let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
        let roots = match &self.roots {
            None => None,
            Some(Source::System) => Some(Roots::of(files::system()?, "the system's certificates")?),
            Some(Source::File(path)) => {
                let named = format!("sslrootcert {}", path.display());
                Some(Roots::of(files::certificates("sslrootcert", path)?, &named)?)
            }
        };
        let algorithms = provider.signature_verification_algorithms;
        let verifier = Verifier { roots, names: self.mode == Mode::VerifyFull, algorithms };
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions)
            .map_err(|error| format!("TLS: {error}"))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &self.client {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain = files::certificates("sslcert", certificate)?;
                builder
                    .with_client_auth_cert(chain, files::key(key)?)
                    .map_err(|error| unusable(certificate, key, &error))?
            }
        };
        config.enable_sni = self.says_name;
        // What PostgreSQL 17 asks for where nothing precedes TLS. Older ones take no notice.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(config)
    }
}

fn unusable(certificate: &std::path::Path, key: &std::path::Path, error: &rustls::Error) -> String {
    let (certificate, key) = (certificate.display(), key.display());
    match error {
        rustls::Error::InconsistentKeys(_) => {
            format!("sslkey {key} does not belong to sslcert {certificate}")
        }
        other => format!("sslcert {certificate} and sslkey {key} cannot be used: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parameters: &[(&str, &str)]) -> Result<Tls, &'static str> {
        let mut all = Parameters::default();
        for (name, value) in parameters {
            assert!(all.take(name, value)?, "{name}");
        }
        all.finish()
    }

    #[test]
    fn modes_are_those_of_libpq() {
        for (text, mode, postgres) in [
            ("disable", Mode::Disable, SslMode::Disable),
            ("allow", Mode::Prefer, SslMode::Prefer),
            ("prefer", Mode::Prefer, SslMode::Prefer),
            ("require", Mode::Require, SslMode::Require),
            ("verify-ca", Mode::VerifyCa, SslMode::Require),
            ("verify-full", Mode::VerifyFull, SslMode::Require),
        ] {
            let tls = read(&[("sslmode", text), ("sslrootcert", "/ca")]).unwrap();
            assert_eq!((tls.mode, tls.mode()), (mode, postgres), "{text}");
        }
        assert_eq!(read(&[]).unwrap().mode, Mode::Prefer);
        assert_eq!(read(&[("sslrootcert", "system")]).unwrap().mode, Mode::VerifyFull);
        assert!(!Parameters::default().take("colour", "red").unwrap());
    }

    #[test]
    fn what_does_not_go_together_is_said() {
        for (parameters, word) in [
            (&[("sslmode", "verify-full")][..], "sslrootcert"),
            (&[("sslmode", "full")], "verify-full"),
            (&[("sslmode", "require"), ("sslrootcert", "system")], "system"),
            (&[("sslrootcert", "")], "file"),
            (&[("sslcert", "/c")], "together"),
            (&[("sslkey", "/k")], "together"),
            (&[("sslsni", "yes")], "0 or 1"),
            (&[("ssl_min_protocol_version", "TLSv1")], "TLSv1.2"),
            (
                &[("ssl_min_protocol_version", "TLSv1.3"), ("ssl_max_protocol_version", "TLSv1.2")],
                "above",
            ),
        ] {
            let why = read(parameters).unwrap_err();
            assert!(why.contains(word), "{parameters:?}: {why}");
        }
        let newest = read(&[("ssl_min_protocol_version", "TLSv1.3")]).unwrap();
        assert_eq!(newest.versions, [&rustls::version::TLS13]);
    }
}
