//! What a server says besides answers, and what else can go wrong with a session.

use std::fmt;

/// Why something could not be had from a server.
#[derive(Debug)]
pub(in super::super) enum Error {
    /// The server says why.
    Said(Box<Said>),
    /// No session could be begun.
    Unreached(tokio_postgres::Error),
    /// The server cannot be written to.
    Standby,
    /// The connection broke, or what came over it made no sense.
    Lost(String),
    /// It cannot be sent: it is too large.
    Unsendable(String),
    /// Something else failed that was sent together with it.
    Beside,
}

/// An error or a notice of the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Said {
    /// `ERROR`, `FATAL`, `WARNING`…, in no language.
    pub(in super::super) severity: String,
    /// The SQLSTATE.
    pub(in super::super) code: String,
    pub(in super::super) message: String,
    pub(in super::super) detail: Option<String>,
}

impl Said {
    /// Reads the fields of a message: each has a letter and a text.
    pub(super) fn read(body: &[u8]) -> Said {
        let mut said = Said::default();
        let mut rest = body;
        while let Some((kind, after)) = rest.split_first().filter(|(kind, _)| **kind != 0) {
            let end = after.iter().position(|byte| *byte == 0).unwrap_or(after.len());
            let text = || String::from_utf8_lossy(&after[..end]).into_owned();
            match kind {
                b'V' => said.severity = text(),
                // Servers before 9.6 say it in their own language alone.
                b'S' if said.severity.is_empty() => said.severity = text(),
                b'C' => said.code = text(),
                b'M' => said.message = text(),
                b'D' => said.detail = Some(text()),
                _ => {}
            }
            rest = after.get(end + 1..).unwrap_or_default();
        }
        said
    }

    /// Whether it is a warning, or, in a language of its own, has the code of one.
    pub(super) fn is_warning(&self) -> bool {
        const KNOWN: [&str; 5] = ["NOTICE", "DEBUG", "INFO", "LOG", "ERROR"];
        self.severity == "WARNING"
            || (self.code == "01000" && !KNOWN.contains(&self.severity.as_str()))
    }
}

impl Error {
    /// What the server said, if it said something.
    pub(in super::super) fn said(&self) -> Option<&Said> {
        if let Error::Said(said) = self { Some(said) } else { None }
    }

    pub(super) fn lost(why: impl fmt::Display) -> Error {
        Error::Lost(why.to_string())
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Error {
        let Some(database) = error.as_db_error() else { return Error::Unreached(error) };
        Error::Said(Box::new(Said {
            severity: database.severity().to_owned(),
            code: database.code().code().to_owned(),
            message: database.message().to_owned(),
            detail: database.detail().map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read() {
        let said = Said::read(b"SFEHLER\0VERROR\0C23505\0Mtaken\0DKey (a)=(1)\0Fnbtinsert.c\0\0");
        let expected = Said {
            severity: "ERROR".to_owned(),
            code: "23505".to_owned(),
            message: "taken".to_owned(),
            detail: Some("Key (a)=(1)".to_owned()),
        };
        assert_eq!(said, expected);
        assert_eq!(Said::read(b"C1"), Said { code: "1".to_owned(), ..Said::default() });
        assert_eq!(Said::read(b""), Said::default());
    }

    #[test]
    fn warnings_are_told_from_notices() {
        let said = |severity: &str, code: &str| Said {
            severity: severity.to_owned(),
            code: code.to_owned(),
            ..Said::default()
        };
        assert!(said("WARNING", "01000").is_warning() && said("WARNING", "25P01").is_warning());
        assert!(said("WARNUNG", "01000").is_warning());
        assert!(!said("NOTICE", "01000").is_warning() && !said("HINWEIS", "00000").is_warning());
    }
}
