//! Access keys of a crowd, made through the control socket of a running server as `accede key create` makes them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::Problem;
use crate::http::digits;
use crate::sign::Signer;

/// So many are asked for at the same time.
const CONNECTIONS: usize = 32;

/// The key of each account.
pub(crate) type Keys = HashMap<u64, Signer>;

/// Makes a key for each of these accounts.
///
/// # Errors
/// When the server does not make one.
pub(crate) fn create(socket: &Path, accounts: &[u64]) -> Result<Keys, Problem> {
    let (next, keys) = (AtomicUsize::new(0), Mutex::new(Keys::new()));
    let ask = || -> Result<(), Problem> {
        let mut line = BufReader::new(UnixStream::connect(socket)?);
        while let Some(account) = accounts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let signer = one(&mut line, *account)?;
            keys.lock().map_err(|_| "another thread has panicked")?.insert(*account, signer);
        }
        Ok(())
    };
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    for outcome in outcomes {
        outcome.map_err(|_| "making keys has panicked")??;
    }
    Ok(keys.into_inner()?)
}

fn one(line: &mut BufReader<UnixStream>, account: u64) -> Result<Signer, Problem> {
    let account = digits(account);
    let account = String::from_utf8_lossy(&account);
    let asked = json!({ "Operation": "CreateKey", "Account": account }).to_string();
    line.get_mut().write_all(format!("{asked}\n").as_bytes())?;
    let mut said = String::new();
    line.read_line(&mut said)?;
    read(&said).ok_or_else(|| format!("no key for {account}: {said}").into())
}

/// The key in what a server says.
fn read(said: &str) -> Option<Signer> {
    let said: Value = serde_json::from_str(said).ok()?;
    let key = &said["Key"];
    Some(Signer::new(key["AccessKeyId"].as_str()?, key["SecretAccessKey"].as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_and_anything_else_is_none() {
        let said =
            r#"{"Key":{"AccessKeyId":"AKIA","SecretAccessKey":"s","Account":"000000000001"}}"#;
        assert!(read(said).is_some());
        assert!(read(r#"{"Error":{"Code":"X"}}"#).is_none() && read("").is_none());
    }
}
