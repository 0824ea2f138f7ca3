//! TLS: the certificate, the key, and taking new ones without a restart.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Where the certificate and its key are, as PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    /// The certificate of the server first, then those that lead to one that clients trust.
    pub(crate) certificate: PathBuf,
    /// Its key: PKCS#8, PKCS#1 or SEC1.
    pub(crate) key: PathBuf,
}

/// What connections are secured with.
#[derive(Debug)]
pub(crate) struct Tls {
    files: TlsFiles,
    current: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    /// Reads certificate and key.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong with them.
    pub(crate) fn new(files: TlsFiles) -> Result<Tls, String> {
        let current = RwLock::new(config(&files)?);
        Ok(Tls { files, current })
    }

    /// Reads the files anew, for connections that come from now on.
    ///
    /// # Errors
    ///
    /// One line that says what is wrong with them. What was there before stays in use.
    pub(crate) fn reload(&self) -> Result<(), String> {
        let fresh = config(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Shakes hands with a client.
    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let current = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        TlsAcceptor::from(current).accept(stream).await
    }
}

fn config(files: &TlsFiles) -> Result<Arc<ServerConfig>, String> {
    let chain = chain(&files.certificate)?;
    let key = key(&files.key)?;
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let unusable = |error: rustls::Error| match error {
        rustls::Error::InconsistentKeys(_) => format!(
            "the key {} does not belong to the certificate {}",
            files.key.display(),
            files.certificate.display()
        ),
        other => format!(
            "the certificate {} and the key {} cannot be used: {other}",
            files.certificate.display(),
            files.key.display()
        ),
    };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = read.map_err(|error| unreadable("certificate", path, &error))?;
    if chain.is_empty() {
        return Err(unreadable("certificate", path, &pem::Error::NoItemsFound));
    }
    Ok(chain)
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| unreadable("key", path, &error))
}

/// Says what is wrong with a file, and nothing of what is in it.
fn unreadable(what: &str, path: &Path, error: &pem::Error) -> String {
    let why = match error {
        pem::Error::Io(error) => error.to_string(),
        pem::Error::NoItemsFound => format!("there is no PEM {what} in it"),
        _ => "it is not well-formed PEM".to_owned(),
    };
    format!("cannot read the {what} {}: {why}", path.display())
}
