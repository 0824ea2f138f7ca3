//! What a running server does from time to time, whether anybody asks or not.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::audit;

/// How often it is done.
const EVERY: Duration = Duration::from_secs(60);

/// Attends to the store until the server is told to stop. The trail is kept for so many days.
pub(crate) async fn attend(app: Arc<App>, days: u32, stopping: watch::Receiver<bool>) {
    tokio::select! {
        () = store_uses(&app, stopping) => {}
        () = audit::keep(app.engine(), days) => {}
    }
}

async fn store_uses(app: &App, mut stopping: watch::Receiver<bool>) {
    while tokio::time::timeout(EVERY, stopping.wait_for(|stopping| *stopping)).await.is_err() {
        app.engine().store_uses().await;
    }
}

/// Waits for what is under way, and does the rest once no more requests come.
pub(crate) async fn finish(app: &App, attending: JoinHandle<()>) {
    // It ends when the server is told to stop; a panic of its own is in the log.
    let _ = attending.await;
    app.engine().store_uses().await;
}
