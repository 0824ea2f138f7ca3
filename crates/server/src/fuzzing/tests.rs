//! The seeds, replayed: what was found once is not found again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::scripts::Scene;
use super::{TARGETS, script};
use crate::services::Registry;

/// All seeds together are small, so that everybody has them.
const BYTES: usize = 1 << 20;

pub(super) fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

#[test]
fn every_target_has_seeds_and_passes_them() {
    let mut bytes = 0;
    for target in TARGETS {
        let seeds = seeds(target.name);
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for (path, seed) in seeds {
            bytes += seed.len();
            let run = || (target.run)(&seed);
            assert!(std::panic::catch_unwind(run).is_ok(), "{}", path.display());
        }
    }
    assert!(bytes < BYTES, "{bytes} bytes of seeds, at most {BYTES}");
}

#[test]
fn every_target_takes_what_no_seed_has() {
    for target in TARGETS {
        for bytes in [&b""[..], b"\n", b"\0", b"\xff\xfe\n\xff\n\xff", &[b'{'; 2000], &[b'\n'; 99]]
        {
            (target.run)(bytes);
        }
    }
}

/// A seed that is refused at the door shows the fuzzer nothing of what lies behind it.
#[test]
fn every_operation_that_is_served_has_a_seed_in_which_it_succeeds() {
    let mut succeeded = BTreeSet::new();
    for (_, seed) in seeds("scripts") {
        let mut scene = Scene::new();
        for step in script::steps(&seed) {
            let answer = scene.play(&step).filter(|answer| answer.status < 300);
            succeeded.extend(answer.map(|answer| (step.service.to_owned(), answer.operation)));
        }
    }
    let mut without = Vec::new();
    for (service, front) in Registry::new().all() {
        for claim in front.operations().iter().filter(|claim| claim.served) {
            if !succeeded.contains(&(service.to_owned(), claim.name)) {
                without.push(format!("{service} {}", claim.name));
            }
        }
    }
    // What it takes is always refused, as the service refuses what it did not encode itself.
    without.retain(|operation| operation != "sts DecodeAuthorizationMessage");
    assert_eq!(without, Vec::<String>::new(), "no seed shows these");
}
