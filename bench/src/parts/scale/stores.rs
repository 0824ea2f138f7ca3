//! The stores that are compared: all made before anything is measured.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accede_membership::Service;

use super::asked::{Asked, Request};
use crate::Problem;
use crate::clock::Start;
use crate::http::Template;
use crate::loader::{self, Pairs, People, Shape};
use crate::options::Options;

/// How many accounts every store has.
const ACCOUNTS: u64 = 100_000;
/// How many events a store has, at most; a tenth of its relationships otherwise.
const EVENTS: u64 = 100_000;
/// A run that is to be quick stops here.
const QUICK: u64 = 1_000_000;
/// What is compared with what: the first with the last.
const SIZES: [(&str, u64); 3] =
    [("10 thousand", 10_000), ("1 million", 1_000_000), ("10 million", 10_000_000)];

/// A store that was made.
pub(super) struct Stored {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) file: PathBuf,
    /// How long it took to make.
    pub(super) took: Duration,
    pub(super) bytes: u64,
}

/// Makes a store of each size in a folder.
///
/// # Errors
/// When one cannot be made.
pub(super) fn of_every_size(options: &Options, folder: &Path) -> Result<Vec<Stored>, Problem> {
    let most = if options.quick { QUICK } else { u64::MAX };
    let sizes = SIZES.into_iter().filter(|(_, relationships)| *relationships <= most);
    sizes.map(|(name, relationships)| Stored::make(folder, name, usual(relationships))).collect()
}

/// What a store of so many relationships is like.
pub(super) fn usual(relationships: u64) -> Shape {
    Shape { events: EVENTS.min(relationships / 10), ..Shape::of(ACCOUNTS, relationships) }
}

impl Stored {
    /// Makes one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn make(folder: &Path, name: &'static str, shape: Shape) -> Result<Stored, Problem> {
        eprintln!("bench: {name} …");
        let (start, file) = (Start::now(), folder.join(format!("{name}.db").replace(' ', "-")));
        loader::load(&file, &shape)?;
        let bytes = std::fs::metadata(&file)?.len();
        Ok(Stored { name, shape, file, took: start.elapsed(), bytes })
    }

    /// The same in another file of its folder.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub(super) fn copied(&self) -> Result<Stored, Problem> {
        let Stored { name, took, bytes, .. } = *self;
        let file = self.file.with_extension("copy.db");
        std::fs::copy(&self.file, &file)?;
        Ok(Stored { name, shape: self.shape, file, took, bytes })
    }

    pub(super) fn path(&self) -> String {
        self.file.to_string_lossy().into_owned()
    }

    /// A list of invitations of whoever has one, in Security Hub in every Region.
    ///
    /// # Errors
    /// When there cannot be such a store.
    pub(super) fn lists(&self) -> Result<Asked, Problem> {
        self.asked("/invitations", |pairs| pairs.members(), |pairs, which| pairs.member(which))
    }

    /// The first members of whoever has some.
    ///
    /// # Errors
    /// As for [`lists`](Stored::lists).
    pub(super) fn members(&self) -> Result<Asked, Problem> {
        let target = "/members?OnlyAssociated=false&MaxResults=25";
        self.asked(target, |pairs| pairs.hosts(), |pairs, which| pairs.host(which))
    }

    fn asked(
        &self,
        target: &str,
        count: impl Fn(&Pairs) -> u64,
        one: impl Fn(&Pairs, u64) -> u64,
    ) -> Result<Asked, Problem> {
        let people = People::of(&self.shape)?;
        let mut requests = Vec::new();
        for (scope, number) in self.shape.scopes().iter().zip(0..) {
            if scope.service != Service::SecurityHub {
                continue;
            }
            let region = scope.region.as_str();
            let template = Arc::new(Template::within("securityhub", region, "GET", target));
            let pairs = Pairs::of(people, &self.shape, number)?;
            requests.extend((0..count(&pairs)).map(|which| {
                let account = people.id(one(&pairs, which)).number();
                Request { template: Arc::clone(&template), account, body: String::new() }
            }));
        }
        Ok(Asked::of(requests))
    }
}
