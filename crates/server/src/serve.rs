//! `accede serve`: start, serve, stop.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use accede_store::Store;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::App;
use crate::auth::Open;
use crate::config::Config;
use crate::control::{self, Client, Socket};
use crate::engine::Engine;
use crate::{clock, http, log};

/// How long a store that is in use is waited for, where no server has it: a command may have it open for a moment.
const PATIENCE: Duration = Duration::from_secs(3);

/// Serves until told to stop.
///
/// # Errors
///
/// One line that says why the server cannot start.
pub(crate) fn run(config: &Config) -> Result<(), String> {
    let _flush =
        log::start(config.log_requests).map_err(|e| format!("cannot start the log: {e}"))?;
    std::panic::set_hook(Box::new(log::panicked));
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    runtime.block_on(async {
        let store = open(config).await?;
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
    let socket = control_socket(config).await?;
    let engine = Engine::new(store, config.quotas);
    let app = Arc::new(App::new(engine, Open { default_account: config.default_account }));

    let limits = http::Limits { connections: connections(config), ..config.limits };
    log::notice(&config.place.whereabouts());
    announce(&format!("accede listening on http://{address}"));

    let (stopping, told) = watch::channel(false);
    let control = socket
        .map(|socket| tokio::spawn(control::serve(socket, Arc::clone(&app), limits.request, told)));
    let stop = async move {
        stop.await;
        let _ = stopping.send(true);
    };
    http::serve(listener, app, limits, stop).await;
    if let Some(control) = control
        && tokio::time::timeout(limits.shutdown, control).await.is_err()
    {
        log::notice("some commands did not finish in time and were cut off");
    }
    log::notice("stopped");
    Ok(())
}

/// For how many connections the system grants descriptors.
fn connections(config: &Config) -> usize {
    let wanted = config.limits.connections;
    let connections = http::for_connections(wanted);
    if connections < wanted {
        log::notice(&format!(
            "at most {connections} connections instead of {wanted}: the system grants no more files"
        ));
    }
    connections
}

/// Opens the store. One that is in use is waited for unless a server has it.
async fn open(config: &Config) -> Result<Arc<dyn Store>, String> {
    let started = clock::instant();
    loop {
        match config.place.open() {
            Ok(store) => return Ok(store),
            Err(fault) if fault.is_in_use() && !is_over(started) => {
                let control = control_path(config).unwrap_or_default();
                if matches!(Client::connect(&control).await, Ok(Some(_))) {
                    return Err(fault.to_string());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(fault) => return Err(fault.to_string()),
        }
    }
}

fn is_over(started: std::time::Instant) -> bool {
    u128::from(clock::micros_since(started)) > PATIENCE.as_micros()
}

fn control_path(config: &Config) -> Option<PathBuf> {
    config.control.clone().or_else(|| config.place.control())
}

/// Makes the control socket. Without one that the operator did not ask for, the server serves all the same.
async fn control_socket(config: &Config) -> Result<Option<Socket>, String> {
    let Some(path) = control_path(config) else { return Ok(None) };
    match Socket::bind(&path).await {
        Ok(socket) => {
            log::notice(&format!("the control socket is {}", path.display()));
            Ok(Some(socket))
        }
        Err(error) => {
            let what = format!("cannot make the control socket {}: {error}", path.display());
            if config.control.is_some() {
                return Err(what);
            }
            log::notice(&format!("{what}; `accede account` cannot reach this server"));
            Ok(None)
        }
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
