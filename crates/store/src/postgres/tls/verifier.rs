//! Whether a server is the one that it says it is.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::certificate;

/// The certificates that are trusted.
#[derive(Debug)]
pub(super) struct Roots {
    anchors: RootCertStore,
    /// The same, for a server that has one of them for its own: what signs itself.
    themselves: Vec<CertificateDer<'static>>,
}

impl Roots {
    pub(super) fn of(all: Vec<CertificateDer<'static>>, named: &str) -> Result<Roots, String> {
        let mut anchors = RootCertStore::empty();
        // One that makes no sense, among many of a system, is no reason to trust none.
        let (added, _) = anchors.add_parsable_certificates(all.iter().cloned());
        if added == 0 {
            return Err(format!("{named}: there is no certificate in it that can be used"));
        }
        Ok(Roots { anchors, themselves: all })
    }

    /// Whether a server's certificate is itself one of them, and of this time.
    fn has(&self, certificate: &CertificateDer<'_>, now: UnixTime) -> Result<bool, Error> {
        if !self.themselves.iter().any(|one| one.as_ref() == certificate.as_ref()) {
            return Ok(false);
        }
        match certificate::validity(certificate) {
            None => Err(CertificateError::BadEncoding.into()),
            Some((from, _)) if now.as_secs() < from => Err(CertificateError::NotValidYet.into()),
            Some((_, until)) if now.as_secs() > until => Err(CertificateError::Expired.into()),
            Some(_) => Ok(true),
        }
    }
}

/// What looks at the server's certificate.
#[derive(Debug)]
pub(super) struct Verifier {
    /// Who has to have signed it; without these, anybody.
    pub(super) roots: Option<Roots>,
    /// Whether it has to be for the host that was asked for.
    pub(super) names: bool,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let parsed = ParsedCertificate::try_from(certificate)?;
        if let Some(roots) = &self.roots
            && !roots.has(certificate, now)?
        {
            let (anchors, all) = (&roots.anchors, self.algorithms.all);
            verify_server_cert_signed_by_trust_anchor(&parsed, anchors, others, now, all)?;
        }
        if self.names {
            verify_server_name(&parsed, name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    /// That the server has the certificate's key, whoever signed it: channel binding rests on it.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
