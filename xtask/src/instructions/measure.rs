//! Counting: the same server twice, once with more requests of a kind than the other time. What it took to start, to
//! warm up and to end is in both, so that the difference is the requests'.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use super::callgrind;
use super::client::Client;
use super::requests::{Request, Store, VERIFY};
use super::scene::{MANY, Scene, TWENTY};
use super::server::{Server, Setup};
use super::sign::{self, Key};
use super::valgrind::{Tool, Valgrind};
use crate::process;

/// Where it is counted, with a filled store to start from.
pub(super) struct Bench {
    valgrind: Valgrind,
    program: PathBuf,
    folder: PathBuf,
    /// The stores that are there to be copied, with the keys of the accounts that take turns.
    filled: Mutex<BTreeMap<Scene, Vec<Key>>>,
}

impl Bench {
    /// # Errors
    /// When there is no place for it.
    pub(super) fn new(
        valgrind: Valgrind,
        program: PathBuf,
        target: &Path,
    ) -> Result<Bench, String> {
        let folder = target.join(format!("instructions-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Bench { valgrind, program, folder, filled: Mutex::default() })
    }

    /// A store with this in it, which is made the first time, and its keys.
    fn filled(&self, scene: Scene) -> Result<(PathBuf, Vec<Key>), String> {
        let store = self.folder.join(format!("{scene:?}.db"));
        let mut filled = self.filled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = filled.get(&scene) {
            return Ok((store, keys.clone()));
        }
        let server = Server::start(&self.setup(&format!("{scene:?}"), &store, &[]))?;
        scene.set(&mut server.client()?)?;
        server.stop()?;
        let keys =
            (0..MANY).map(|n| self.key(&store, TWENTY + n)).collect::<Result<Vec<_>, _>>()?;
        filled.insert(scene, keys.clone());
        Ok((store, keys))
    }

    fn setup(&self, name: &str, store: &Path, flags: &'static [&'static str]) -> Setup {
        let (program, log) = (self.program.clone(), self.folder.join(format!("{name}.log")));
        Setup { program, store: store.display().to_string(), log, flags }
    }

    fn key(&self, store: &Path, account: u64) -> Result<Key, String> {
        let mut command = Command::new(&self.program);
        command.args(["key", "create", "--account", &format!("{account:012}"), "--store"]);
        command.arg(store);
        let said = process::read(command)?;
        let made: serde_json::Value = serde_json::from_str(&said).map_err(|e| e.to_string())?;
        let text = |name: &str| made[name].as_str().map(str::to_owned);
        let (id, secret) = (text("AccessKeyId"), text("SecretAccessKey"));
        let (id, secret) = id.zip(secret).ok_or_else(|| format!("no key in {said}"))?;
        Ok(Key { id, secret })
    }

    /// How many instructions one such request takes.
    ///
    /// # Errors
    /// When it is not answered as it has to be.
    pub(super) fn count(&self, request: &Request) -> Result<u64, String> {
        let (few, many) = self.both(request, Tool::Callgrind)?;
        let total = callgrind::total(&many)?.saturating_sub(callgrind::total(&few)?);
        Ok(total / request.count)
    }

    /// What a tool says of the server without and with the requests that are counted.
    ///
    /// # Errors
    /// When one is not answered as it has to be.
    pub(super) fn both(&self, request: &Request, tool: Tool) -> Result<(String, String), String> {
        let run = |more| {
            let file = self.run(request, more, tool)?;
            let text = std::fs::read_to_string(&file);
            let _ = std::fs::remove_file(&file);
            text.map_err(|error| format!("{}: {error}", file.display()))
        };
        Ok((run(0)?, run(request.count)?))
    }

    /// Runs a server with as many requests of a kind beyond the warm-up; says where the tool's answer is.
    fn run(&self, request: &Request, more: u64, tool: Tool) -> Result<PathBuf, String> {
        let name = format!("{}-{tool:?}-{more}", request.name);
        let answer = self.folder.join(format!("{name}.out"));
        let (store, keys) = match request.store {
            Store::Memory => (PathBuf::from("memory"), Vec::new()),
            Store::Sqlite => self.copy(request.scene, &name)?,
        };
        let server = Server::watched(
            &self.setup(&name, &store, request.flags),
            &self.valgrind,
            tool,
            &answer,
        )?;
        let mut client = server.client()?;
        if request.store == Store::Memory {
            request.scene.set(&mut client)?;
        }
        let mut all = 0..request.warm_up + more;
        let asked = all.try_for_each(|n| ask(request, n, &keys, &mut client));
        asked.map_err(|problem| format!("{}: {problem}\n{}", request.name, server.said()))?;
        drop(client);
        server.stop()?;
        Ok(answer)
    }

    /// A store of its own, like the filled one, and the same keys.
    fn copy(&self, scene: Scene, name: &str) -> Result<(PathBuf, Vec<Key>), String> {
        let (from, keys) = self.filled(scene)?;
        let to = self.folder.join(format!("{name}.db"));
        for end in ["", "-key"] {
            let with = |path: &Path| format!("{}{end}", path.display());
            std::fs::copy(with(&from), with(&to)).map_err(|e| format!("{}: {e}", with(&from)))?;
        }
        Ok((to, keys))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Asks the `n`th time, and looks at the answer.
fn ask(request: &Request, n: u64, keys: &[Key], client: &mut Client) -> Result<(), String> {
    let (account, ask) = (request.ask)(n);
    let written = if request.flags == VERIFY {
        let key = account.checked_sub(TWENTY).and_then(|n| keys.get(n as usize));
        ask.signed(key.ok_or("it has no key")?, &sign::now())
    } else {
        ask.unsigned(account)
    };
    let body = String::from_utf8_lossy(client.ask(&written)?);
    let (word, times) = request.answer;
    let found = body.matches(word).count();
    if found >= times { Ok(()) } else { Err(format!("{found} × {word} in {body}")) }
}
