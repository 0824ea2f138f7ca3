//! `accede init`: a store, a sealing key, an account and its key; and what to type next.

use std::path::Path;

use serde::Serialize;

use super::{block_on, print, sealing_whereabouts, write};
use crate::cli::{Init, Output};
use crate::control::{Answer, KeyView, Reach, Request, Whereabouts};
use crate::place::Place;
use crate::sealing::Source;

/// What was made, for programs: the key, and where the rest is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Made {
    #[serde(flatten)]
    key: KeyView,
    /// Absent where a server was asked through a socket that was named without a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<String>,
    /// Absent where it is in no file, or where only the server knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    sealing_key_file: Option<String>,
}

/// Makes it all, and prints it.
///
/// # Errors
///
/// One line that says why it was not done.
pub(crate) fn run(init: Init) -> Result<(), String> {
    let Init { account, email, name, format, target, sealing } = init;
    let at = sealing_whereabouts(target, sealing)?;
    let request = Request::Initialize { account, email, name };
    let (key, here) = block_on(ask(&at, &request))?;
    let mut out = Vec::new();
    match format {
        Output::Json => write(&mut out, &made(&at, key, here))?,
        Output::Text => out.extend(text(&at, &key, here).into_bytes()),
    }
    print(&out)
}

/// Asks for it: the key, and whether this process opened the store.
async fn ask(at: &Whereabouts, request: &Request) -> Result<(KeyView, bool), String> {
    let mut reach = Reach::store(at, request).await?;
    let answer = reach.ask(at, request).await?;
    match answer {
        Answer::Key(key) => Ok((key, matches!(reach, Reach::Here(_)))),
        Answer::Error(problem) => Err(problem.message),
        _ => Err("what the server answers is no key".to_owned()),
    }
}

fn made(at: &Whereabouts, key: KeyView, here: bool) -> Made {
    let shown = |path: &Path| path.display().to_string();
    Made {
        key,
        store: at.place.as_ref().and_then(Place::file).map(shown),
        sealing_key_file: sealing(at).filter(|_| here).and_then(Source::file).map(|f| shown(&f)),
    }
}

fn sealing(at: &Whereabouts) -> Option<&Source> {
    at.sealing.as_ref()
}

/// What was made, and what to type next, for people.
fn text(at: &Whereabouts, key: &KeyView, here: bool) -> String {
    let secret = key.secret_access_key.as_ref().map_or("", |secret| secret.0.as_str());
    let (id, account) = (&key.access_key_id, &key.account);
    let kept = match at.place.as_ref().filter(|_| here) {
        Some(place) => {
            let store = place.whereabouts().replacen("the", "The", 1) + ".\n";
            let sealing = sealing(at).and_then(Source::file).map(|file| {
                format!(
                    "Its sealing key is {}: keep a copy apart from the store's, for without it no access key \
                     can be used.\n",
                    file.display()
                )
            });
            store + &sealing.unwrap_or_default()
        }
        _ => "The server that was asked has the store: if it runs in mode open, stop it first.\n"
            .to_owned(),
    };
    format!(
        "{kept}The account is {account}. The secret below is shown this once.\n\n\
         Start the server:\n\n    accede serve --auth verify{flags}\n\n\
         Point a client at it:\n\n    \
         export AWS_ENDPOINT_URL=http://127.0.0.1:4610\n    \
         export AWS_ACCESS_KEY_ID={id}\n    \
         export AWS_SECRET_ACCESS_KEY={secret}\n    \
         export AWS_DEFAULT_REGION=us-east-1\n    \
         aws sts get-caller-identity\n",
        flags = flags(at),
    )
}

/// The flags that lead a server to the same store and the same sealing key.
fn flags(at: &Whereabouts) -> String {
    let flag = |name: &str, path: &Path| format!(" {name} {}", quoted(&path.to_string_lossy()));
    let store = match &at.place {
        Some(Place::File(file)) => flag("--store", file),
        Some(Place::Postgres(url)) => format!(" --store {}", quoted(url.secret())),
        _ => String::new(),
    };
    let sealing = match &at.sealing {
        Some(Source::File(file)) => flag("--sealing-key-file", file),
        _ => String::new(),
    };
    store + &sealing
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        for (word, shown) in [
            ("/var/lib/accede.db", "/var/lib/accede.db"),
            ("my store.db", "'my store.db'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), shown);
        }
    }
}
