//! What an error of PostgreSQL means for whoever asked.

use super::tls;
use super::wire::{Error, Said};
use crate::StoreError;

/// What can be done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Something that was seen has changed.
    Conflict,
    /// Two transactions were in each other's way: do it all again.
    Again,
    /// The connection is of no use, or the server: do it all again, on another connection.
    Reconnect,
    /// None.
    Nothing,
}

/// How errors begin that come again however often it is tried.
const IN_VAIN: &[&str] = &["error serializing", "invalid configuration", "authentication error"];

/// What can be done about this error.
pub(super) fn remedy(error: &Error) -> Remedy {
    match error {
        Error::Said(said) => by_code(&said.code, &said.message),
        // Time does not mend a certificate, or a password that is missing.
        Error::Unreached(error) => {
            let is_for_good = IN_VAIN.iter().any(|start| error.to_string().starts_with(start))
                || tls::why(error).is_some();
            if is_for_good { Remedy::Nothing } else { Remedy::Reconnect }
        }
        Error::Standby | Error::Lost(_) => Remedy::Reconnect,
        Error::Beside => Remedy::Again,
        Error::Unsendable(_) => Remedy::Nothing,
    }
}

fn by_code(code: &str, message: &str) -> Remedy {
    match code {
        // A guard divides by zero where it does not hold.
        "22012" | "23505" => Remedy::Conflict,
        // Serialization failure, deadlock, lock not available.
        "40001" | "40P01" | "55P03" => Remedy::Again,
        // A standby, or one that was a primary; a transaction that failed before; too many connections; a statement
        // that this connection does not know any more; out of memory.
        "25006" | "25P02" | "53300" | "26000" | "53200" => Remedy::Reconnect,
        // A plan that a migration made void.
        "0A000" if message.contains("cached plan") => Remedy::Reconnect,
        // Canceled by an operator: nothing was done.
        "57014" => Remedy::Again,
        // A lost connection, and a server that stops, starts or crashed.
        code if code.starts_with("08") || code.starts_with("57P") => Remedy::Reconnect,
        _ => Remedy::Nothing,
    }
}

/// Whether the end of a transaction may have been made although it was reported to have failed.
pub(super) fn leaves_doubt(error: &Error) -> bool {
    match error {
        Error::Said(said) => said_in_doubt(said),
        Error::Unsendable(_) => false,
        Error::Unreached(_) | Error::Standby | Error::Lost(_) | Error::Beside => true,
    }
}

/// As for [`leaves_doubt`], of what the server said.
pub(super) fn said_in_doubt(said: &Said) -> bool {
    said.code == "40003" || said.code.starts_with("08") || said.code.starts_with("57P")
}

/// The error in one line.
pub(super) fn fault(error: &Error) -> StoreError {
    StoreError::new(words(error))
}

/// What the server says, or what is wrong with the connection, in one line.
pub(super) fn words(error: &Error) -> String {
    one_line(&match error {
        Error::Said(said) => {
            let Said { code, message, detail, .. } = &**said;
            let detail = detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("{message} [{code}]{detail}")
        }
        Error::Unreached(error) => tls::why(error).unwrap_or_else(|| unreached(error)),
        Error::Standby => "the database does not allow writes".to_owned(),
        Error::Lost(why) => format!("error communicating with the server: {why}"),
        Error::Unsendable(why) => format!("a statement cannot be sent: {why}"),
        Error::Beside => "what was sent with it failed".to_owned(),
    })
}

/// What is wrong with a connection that was not made, or with how it was to be.
pub(super) fn unreached(error: &tokio_postgres::Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_remedy() {
        for (code, remedy) in [
            ("22012", Remedy::Conflict),
            ("23505", Remedy::Conflict),
            ("40001", Remedy::Again),
            ("40P01", Remedy::Again),
            ("55P03", Remedy::Again),
            ("57014", Remedy::Again),
            ("08006", Remedy::Reconnect),
            ("25006", Remedy::Reconnect),
            ("25P02", Remedy::Reconnect),
            ("26000", Remedy::Reconnect),
            ("53300", Remedy::Reconnect),
            ("57P01", Remedy::Reconnect),
            ("57P02", Remedy::Reconnect),
            ("57P03", Remedy::Reconnect),
            ("53100", Remedy::Nothing),
            ("42501", Remedy::Nothing),
            ("0A000", Remedy::Nothing),
        ] {
            assert_eq!(by_code(code, ""), remedy, "{code}");
        }
        let stale = "cached plan must not change result type";
        assert_eq!(by_code("0A000", stale), Remedy::Reconnect);
    }
}
