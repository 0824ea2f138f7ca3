//! What an error of PostgreSQL means for whoever asked.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::tls;
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
    let Some(database) = error.as_db_error() else {
        // Of the connection: it was closed, or what came over it made no sense. What this program sends wrongly is
        // found before it is sent. Nor does time mend a certificate, or a password that is missing.
        let is_for_good = IN_VAIN.iter().any(|start| error.to_string().starts_with(start))
            || tls::why(error).is_some();
        return if is_for_good { Remedy::Nothing } else { Remedy::Reconnect };
    };
    by_code(database.code(), database.message())
}

fn by_code(code: &SqlState, message: &str) -> Remedy {
    match code.code() {
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

/// Whether a statement failed because one before it in the same transaction did.
pub(super) fn is_aftermath(error: &Error) -> bool {
    error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION)
}

/// Whether the end of a transaction may have been made although it was reported to have failed.
pub(super) fn leaves_doubt(error: &Error) -> bool {
    let Some(database) = error.as_db_error() else { return true };
    let code = database.code().code();
    code == "40003" || code.starts_with("08") || code.starts_with("57P")
}

/// The error in one line.
pub(super) fn fault(error: &Error) -> StoreError {
    StoreError::new(words(error))
}

/// What the server says, or what is wrong with the connection, in one line.
pub(super) fn words(error: &Error) -> String {
    if let Some(why) = tls::why(error) {
        return one_line(&why);
    }
    let Some(database) = error.as_db_error() else {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
        return one_line(&format!("{error}{}", cause.unwrap_or_default()));
    };
    let detail = database.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    one_line(&format!("{} [{}]{detail}", database.message(), database.code().code()))
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
            assert_eq!(by_code(&SqlState::from_code(code), ""), remedy, "{code}");
        }
        let stale = "cached plan must not change result type";
        assert_eq!(by_code(&SqlState::from_code("0A000"), stale), Remedy::Reconnect);
    }
}
