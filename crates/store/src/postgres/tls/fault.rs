//! What is wrong with TLS, in words.

use std::error::Error as _;

use rustls::{AlertDescription, CertificateError, Error};

/// What is said of a server that does not know TLS where it has to be.
pub(in super::super) const NO_TLS: &str = "server does not support TLS";

/// Why TLS with a server cannot be had however often it is tried; nothing if that is not what happened.
pub(in super::super) fn why(error: &tokio_postgres::Error) -> Option<String> {
    let cause = error.source()?;
    if cause.to_string() == NO_TLS {
        return Some("the server does not speak TLS, which sslmode asks for".to_owned());
    }
    let io: &std::io::Error = cause.downcast_ref()?;
    said(io.get_ref()?.downcast_ref()?)
}

fn said(error: &Error) -> Option<String> {
    match error {
        Error::InvalidCertificate(error) => Some(of_certificate(error)),
        Error::AlertReceived(alert) => of_alert(*alert),
        Error::PeerIncompatible(_)
        | Error::NoApplicationProtocol
        | Error::NoCertificatesPresented => Some(format!("TLS with the server: {error}")),
        _ => None,
    }
}

fn of_certificate(error: &CertificateError) -> String {
    let it = "the server's certificate";
    match error {
        CertificateError::UnknownIssuer => {
            format!("{it} is not signed by one that is trusted (sslrootcert)")
        }
        CertificateError::BadSignature => {
            format!("{it} has a wrong signature: not by the one that is trusted (sslrootcert)")
        }
        CertificateError::NotValidForName => format!("{it} is for another host"),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let expected = expected.to_str();
            if presented.is_empty() {
                return format!("{it} names no host (subjectAltName), hence not {expected}");
            }
            format!("{it} is not for {expected} but for {}", presented.join(", "))
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            format!("{it} has expired")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            format!("{it} is not valid yet")
        }
        other => format!("{it} cannot be used: {other}"),
    }
}

/// What the server did not like. A server that has troubles of its own may be well the next time.
fn of_alert(alert: AlertDescription) -> Option<String> {
    use AlertDescription as Alert;
    match alert {
        Alert::CloseNotify | Alert::UserCanceled | Alert::InternalError => None,
        Alert::CertificateRequired => {
            Some("the server asks for a client certificate (sslcert, sslkey)".to_owned())
        }
        Alert::UnknownCA
        | Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::AccessDenied
        | Alert::DecryptError => {
            Some(format!("the server does not accept the client certificate ({alert:?})"))
        }
        other => Some(format!("the server refuses TLS ({other:?})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_time_does_not_heal_is_told_from_the_rest() {
        for (error, word) in [
            (CertificateError::UnknownIssuer.into(), "not signed"),
            (CertificateError::Expired.into(), "expired"),
            (CertificateError::NotValidForName.into(), "another host"),
            (CertificateError::BadEncoding.into(), "cannot be used"),
            (Error::AlertReceived(AlertDescription::UnknownCA), "client certificate"),
            (Error::AlertReceived(AlertDescription::CertificateRequired), "sslcert"),
            (Error::AlertReceived(AlertDescription::HandshakeFailure), "refuses"),
        ] {
            let said = said(&error).unwrap();
            assert!(said.contains(word) && !said.contains('\n'), "{said}");
        }
        for passing in [
            Error::AlertReceived(AlertDescription::InternalError),
            Error::General("closed".to_owned()),
            Error::DecryptError,
        ] {
            assert_eq!(said(&passing), None, "{passing}");
        }
    }
}
