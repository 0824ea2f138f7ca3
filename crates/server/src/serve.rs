//! `accede serve`: start, serve, stop.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use accede_store::{MemoryStore, SqliteStore, Store};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::auth::Open;
use crate::config::{Config, Place};
use crate::engine::Engine;
use crate::{entropy, http, log};

/// Serves until told to stop.
///
/// # Errors
///
/// One line that says why the server cannot start.
pub(crate) fn run(config: &Config) -> Result<(), String> {
    let _flush =
        log::start(config.log_requests).map_err(|e| format!("cannot start the log: {e}"))?;
    std::panic::set_hook(Box::new(log::panicked));
    let store = open(&config.place)?;
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    runtime.block_on(async {
        let served = serve(config, Arc::clone(&store)).await;
        // Closing the store can take as long as the disk does; meanwhile a second signal must be heard.
        let closed = tokio::task::spawn_blocking(move || drop(store)).await;
        served.and(closed.map_err(|error| format!("the store did not close: {error}")))
    })
}

async fn serve(config: &Config, store: Arc<dyn Store>) -> Result<(), String> {
    let cannot_listen = |error: io::Error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => " (choose another port with --listen, or 0 for a free one)",
            _ => "",
        };
        format!("cannot listen on {}: {error}{hint}", config.listen)
    };
    let stop = told_to_stop().map_err(|error| format!("cannot wait for signals: {error}"))?;
    let listener = http::bind(config.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let engine = Engine::new(store, config.quotas);
    let app = App::new(engine, Open { default_account: config.default_account });

    let wanted = config.limits.connections;
    let connections = http::for_connections(wanted);
    if connections < wanted {
        log::notice(&format!(
            "at most {connections} connections instead of {wanted}: the system grants no more files"
        ));
    }
    let limits = http::Limits { connections, ..config.limits };
    log::notice(&whereabouts(&config.place));
    announce(&format!("accede listening on http://{address}"));
    http::serve(listener, Arc::new(app), limits, stop).await;
    log::notice("stopped");
    Ok(())
}

fn open(place: &Place) -> Result<Arc<dyn Store>, String> {
    let secret = entropy::bytes();
    let file = match place {
        Place::Memory => return Ok(Arc::new(MemoryStore::new(secret))),
        Place::File(file) => file,
        Place::DefaultFile(file) => {
            let folder = file.parent().unwrap_or(Path::new("."));
            let cannot = |e| format!("cannot make the folder {}: {e}", folder.display());
            std::fs::create_dir_all(folder).map_err(cannot)?;
            file
        }
    };
    let store = SqliteStore::open(file, secret).map_err(|fault| fault.to_string())?;
    Ok(Arc::new(store))
}

fn whereabouts(place: &Place) -> String {
    match place {
        Place::Memory => {
            "the store is in memory: everything is forgotten when the server stops".to_owned()
        }
        Place::File(file) | Place::DefaultFile(file) => format!("the store is {}", file.display()),
    }
}

/// The one line on stdout. Nobody may be reading it, which is no reason not to serve.
fn announce(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Resolves at the first SIGTERM or SIGINT. A second one ends the process at once.
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        log::notice("stopping: requests that are under way may finish");
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(1);
        });
    })
}
