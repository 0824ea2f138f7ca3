//! Reaching a store: by opening it, or through the server that has it open.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accede_membership::Quotas;
use accede_store::Store;

use super::answer::Answer;
use super::client::{Client, Unanswered};
use super::handler::handle;
use super::request::Request;
use crate::engine::Engine;
use crate::place::Place;
use crate::sealing::Source;
use crate::{clock, entropy};

/// How long a store that is in use, and that no server answers for, is waited for: other commands have it open for
/// moments, and a server before it listens and after it has stopped listening.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many servers may stop before one is asked, so that whoever hangs up at once is not asked for ever.
const TRIES: u32 = 10;

/// Where a store may be found: in a place, through a socket, or both.
#[derive(Debug)]
pub(crate) struct Whereabouts {
    /// The store's place, unless only the socket counts.
    pub(crate) place: Option<Place>,
    /// The socket, where it is not the one beside the store's file.
    pub(crate) control: Option<PathBuf>,
    /// Where the sealing key is, for commands that may seal something.
    pub(crate) sealing: Option<Source>,
}

/// A store that was reached.
pub(crate) enum Reach {
    /// This process has opened it.
    Here(Box<Engine>),
    /// A server has it.
    There(Client),
}

impl Reach {
    /// Reaches the store, or makes it if `request` is to be carried out even where there is none.
    ///
    /// # Errors
    ///
    /// One line that says why it cannot be reached.
    pub(crate) async fn store(at: &Whereabouts, request: &Request) -> Result<Reach, String> {
        let started = clock::instant();
        loop {
            if let Some(reach) = attempt(at, request).await? {
                return Ok(reach);
            }
            if clock::micros_since(started) > PATIENCE.as_micros() as u64 {
                return Err(nobody_answers(at));
            }
            tokio::time::sleep(Duration::from_millis(5 + entropy::below(20))).await;
        }
    }

    /// Asks. A server that stops before it has read the request is left for whoever has the store next.
    ///
    /// # Errors
    ///
    /// One line that says why there is no answer.
    pub(crate) async fn ask(
        &mut self,
        at: &Whereabouts,
        request: &Request,
    ) -> Result<Answer, String> {
        for _ in 0..TRIES {
            match self {
                Reach::Here(engine) => return Ok(handle(engine, request).await),
                Reach::There(client) => match client.ask(request).await {
                    Ok(answer) => return Ok(answer),
                    Err(Unanswered::Unknown(why)) => return Err(why),
                    Err(Unanswered::Unread) => *self = Reach::store(at, request).await?,
                },
            }
        }
        Err("one server after the other stopped before it read what it was asked".to_owned())
    }
}

/// Tries once; `None` where the store is in use by somebody who cannot be asked.
async fn attempt(at: &Whereabouts, request: &Request) -> Result<Option<Reach>, String> {
    if let Some(control) = &at.control {
        if let Some(client) = Client::connect(control).await? {
            return Ok(Some(Reach::There(client)));
        }
        if at.place.as_ref().is_none_or(|place| *place == Place::Memory) {
            return Err(format!("no server listens at {}", control.display()));
        }
    }
    let place = at.place.as_ref().unwrap_or(&Place::Memory);
    match (place, place.file()) {
        (Place::Postgres(_), _) => {}
        (_, None) => return Err(in_memory()),
        (_, Some(file)) if !request.makes_the_store() && !file.exists() => {
            return Err(no_store(file));
        }
        (_, Some(_)) => {}
    }
    match place.open(0).await {
        Ok(store) => Ok(Some(Reach::Here(here(store, at)))),
        Err(fault) if fault.is_in_use() => match beside(at, place) {
            Some(control) => Ok(Client::connect(&control).await?.map(Reach::There)),
            None => Ok(None),
        },
        Err(fault) => Err(fault.to_string()),
    }
}

fn here(store: Arc<dyn Store>, at: &Whereabouts) -> Box<Engine> {
    let engine = Engine::new(store, Quotas::default());
    Box::new(match &at.sealing {
        Some(source) => engine.with_sealing(source.clone()),
        None => engine,
    })
}

/// The socket beside the store's file, unless another one was named.
fn beside(at: &Whereabouts, place: &Place) -> Option<PathBuf> {
    if at.control.is_some() { None } else { place.control() }
}

fn in_memory() -> String {
    "a store in memory is reached through its server alone: name the socket that it was given with --control"
        .to_owned()
}

fn no_store(file: &Path) -> String {
    format!(
        "there is no store at {}: `accede init`, `accede account create` and `accede serve` make one, --store names \
         another",
        file.display()
    )
}

fn nobody_answers(at: &Whereabouts) -> String {
    let file = at.place.as_ref().and_then(Place::file).unwrap_or(Path::new("")).display();
    let control = at.control.clone().or_else(|| at.place.as_ref()?.control()).unwrap_or_default();
    format!(
        "{file} is in use, and no server listens at {}: name its socket with --control",
        control.display()
    )
}
