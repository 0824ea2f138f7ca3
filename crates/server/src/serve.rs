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
use crate::auth::{Open, Verify};
use crate::cli::Auth;
use crate::config::Config;
use crate::control::{self, Client, Socket};
use crate::engine::Engine;
use crate::guard::{Buckets, Guard};
use crate::http::{Threads, Tls};
use crate::{clock, http, log, sealing, upkeep};

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
    let tls = tls(config)?;
    let stop = told_to_stop().map_err(|error| format!("cannot wait for signals: {error}"))?;
    let threads = threads(config)
        .map_err(|error| format!("cannot start what serves connections: {error}"))?;
    let listener = http::bind(config.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let socket = control_socket(config).await?;
    let engine = Engine::new(store, config.quotas);
    let app = Arc::new(app(config, engine).await?);

    let limits = http::Limits { connections: connections(config), ..config.limits };
    log::notice(&config.place.whereabouts());
    let scheme = if tls.is_some() { "https" } else { "http" };
    announce(&format!("accede listening on {scheme}://{address}"));

    let (stopping, told) = watch::channel(false);
    let control = socket
        .map(|socket| tokio::spawn(control::serve(socket, Arc::clone(&app), limits.request, told)));
    let upkeep = tokio::spawn(upkeep::attend(
        Arc::clone(&app),
        config.audit_retention,
        stopping.subscribe(),
    ));
    let stop = async move {
        stop.await;
        let _ = stopping.send(true);
    };
    http::serve(listener, threads, Arc::clone(&app), limits, tls, stop).await;
    if let Some(control) = control
        && tokio::time::timeout(limits.shutdown, control).await.is_err()
    {
        log::notice("some commands did not finish in time and were cut off");
    }
    if tokio::time::timeout(limits.shutdown, upkeep::finish(&app, upkeep)).await.is_err() {
        log::notice("the last uses of access keys were not stored in time");
    }
    log::notice("stopped");
    Ok(())
}

/// Who serves connections.
fn threads(config: &Config) -> io::Result<Threads> {
    if config.place.is_remote() { Ok(Threads::shared()) } else { Threads::apart() }
}

/// Everything but the network, as the operator wants it.
async fn app(config: &Config, engine: Engine) -> Result<App, String> {
    let guard = Guard {
        foreign_pages: config.auth == Auth::Open,
        rates: config.rate_limits.then(Buckets::new),
    };
    match config.auth {
        Auth::Open => {
            let open = Open { default_account: config.default_account };
            // The sealing key is looked for once there is something to seal.
            let engine = engine.with_sealing(config.sealing.clone());
            Ok(App::new(engine, open).guarded(guard))
        }
        Auth::Verify => {
            let engine = engine.verifying(config.sealing.require()?);
            sealing::check(&engine).await?;
            Ok(App::new(engine, Verify::new()).guarded(guard))
        }
    }
}

/// The certificate and its key, if there are any; they are read anew at every SIGHUP, which would otherwise end
/// the process.
fn tls(config: &Config) -> Result<Option<Arc<Tls>>, String> {
    let tls = config.tls.clone().map(Tls::new).transpose()?.map(Arc::new);
    let mut hangup = signal(SignalKind::hangup())
        .map_err(|error| format!("cannot wait for signals: {error}"))?;
    let current = tls.clone();
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            reload(current.as_deref());
        }
    });
    Ok(tls)
}

fn reload(tls: Option<&Tls>) {
    match tls.map(Tls::reload) {
        None => log::notice("SIGHUP: there is nothing to read anew without --tls-cert"),
        Some(Ok(())) => log::notice("SIGHUP: new connections get the certificate as it is now"),
        Some(Err(why)) => log::fault(&format!("SIGHUP: {why}; the old certificate stays in use")),
    }
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
        match config.place.open(config.cache).await {
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
