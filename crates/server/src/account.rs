//! `accede account`: what the operator does with the directory of accounts.

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::{Account, AccountCommand, Target};
use crate::control::{Answer, Reach, Request, Whereabouts};
use crate::{config, log};

/// Runs a command and prints what it comes to, an account a line.
///
/// # Errors
///
/// One line that says why it was not done.
pub(crate) fn run(account: Account) -> Result<(), String> {
    let Account { command, target } = account;
    let (at, request) = (whereabouts(target)?, request(command));
    // What a store says about its faults goes to the log.
    let _flush = log::start(false).map_err(|error| format!("cannot start the log: {error}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    // The store is closed before anything is printed: whoever reads may take long.
    let lines = runtime.block_on(lines(&at, request))?;
    print(&lines)
}

/// Where the store is. A socket that is named without a store is all that counts.
fn whereabouts(Target { store, control }: Target) -> Result<Whereabouts, String> {
    let named = store.is_some() || control.is_none();
    let place = if named { Some(config::place(store)?) } else { None };
    Ok(Whereabouts { place, control })
}

fn request(command: AccountCommand) -> Request {
    match command {
        AccountCommand::Create { email, name, id } => Request::CreateAccount { id, email, name },
        AccountCommand::List => Request::ListAccounts { after: None },
        AccountCommand::Show(one) => Request::ShowAccount { id: one.id },
        AccountCommand::Suspend(one) => Request::SuspendAccount { id: one.id },
        AccountCommand::Reinstate(one) => Request::ReinstateAccount { id: one.id },
        AccountCommand::Close(one) => Request::CloseAccount { id: one.id },
        AccountCommand::DisableRegion(at) => {
            Request::DisableRegion { id: at.id, region: at.region }
        }
        AccountCommand::EnableRegion(at) => Request::EnableRegion { id: at.id, region: at.region },
    }
}

/// Asks, page by page if there are several, and writes down the accounts in the answers.
async fn lines(at: &Whereabouts, mut request: Request) -> Result<Vec<u8>, String> {
    let mut reach = Reach::store(at, &request).await?;
    let mut lines = Vec::new();
    loop {
        match reach.ask(at, &request).await? {
            Answer::Error(problem) => return Err(problem.message),
            Answer::Account(account) => {
                write(&mut lines, &account)?;
                return Ok(lines);
            }
            Answer::Accounts(page) => {
                for account in &page.accounts {
                    write(&mut lines, account)?;
                }
                let Some(next) = page.next else { return Ok(lines) };
                let after = next.parse().map_err(|_| format!("no account comes after {next}"))?;
                request = Request::ListAccounts { after: Some(after) };
            }
        }
    }
}

fn write(lines: &mut Vec<u8>, value: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(&mut *lines, value).map_err(|e| format!("cannot write JSON: {e}"))?;
    lines.push(b'\n');
    Ok(())
}

/// A reader that has seen enough is no fault.
fn print(lines: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(lines).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write the accounts: {error}"))
        }
        _ => Ok(()),
    }
}
