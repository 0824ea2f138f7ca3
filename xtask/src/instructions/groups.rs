//! What the instructions are for, by the source that they come from.

use std::collections::BTreeMap;

use super::callgrind::{Place, Profile};

/// A kind of work.
pub(super) struct Group {
    pub(super) name: &'static str,
    /// What is in the path of its sources.
    sources: &'static [&'static str],
    /// What is in the names of its functions, where the source says nothing: the standard library's, and those of
    /// programs without debug information.
    functions: &'static [&'static str],
}

const fn group(
    name: &'static str,
    sources: &'static [&'static str],
    functions: &'static [&'static str],
) -> Group {
    Group { name, sources, functions }
}

/// Every group; the first that fits is it.
pub(super) const GROUPS: &[Group] = &[
    group(
        "memory: allocator",
        &["/malloc/", "malloc.c"],
        &[
            "__rust_alloc",
            "__rust_dealloc",
            "__rust_realloc",
            "__rdl_",
            "malloc",
            "calloc",
            "_int_free",
        ],
    ),
    group(
        "memory: copies, comparisons",
        &["/multiarch/mem", "/multiarch/str", "memmove", "memcmp", "memset"],
        &["memcpy", "memmove", "memset", "memcmp"],
    ),
    group(
        "HTTP: hyper",
        &["/hyper-", "/httparse-", "/http-", "/http-body", "/httpdate-", "/hyper-util-"],
        &["hyper::", "hyper_util::", "httparse::", "http::header", "http::uri"],
    ),
    group("HTTP: connections", &["crates/server/src/http/"], &["accede::http::"]),
    group("tokio", &["/tokio-", "/mio-", "/socket2-", "/bytes-"], &["tokio::", "mio::", "bytes::"]),
    group(
        "cryptography",
        &["/ring-", "/chacha20", "/poly1305", "/aead-", "/cipher-"],
        &["ring::", "ring_core", "sha256_block", "sha2_", "chacha20"],
    ),
    group("callers", &["crates/server/src/auth"], &["accede::auth"]),
    group(
        "log, records",
        &["crates/server/src/log", "crates/server/src/audit"],
        &["accede::log", "accede::audit"],
    ),
    group(
        "wire: JSON, forms",
        &["crates/server/src/wire", "/serde", "/itoa-", "/zmij-", "/ryu-", "/memchr-", "/percent"],
        &["serde_json::", "serde::", "accede::wire"],
    ),
    group("services", &["crates/server/src/services"], &["accede::services"]),
    group("engine", &["crates/server/src/"], &["accede::"]),
    group("rules", &["crates/membership/"], &["accede_membership::"]),
    group("store: SQLite", &["/libsqlite3-sys", "/sqlite3"], &["sqlite3", "vdbe"]),
    group("store: rusqlite", &["/rusqlite-", "/hashlink-"], &["rusqlite::", "hashlink::"]),
    group("store", &["crates/store/"], &["accede_store::"]),
    group("random numbers", &["/rand", "/getrandom"], &["rand::", "rand_core::", "getrandom"]),
    group(
        "system: calls, threads",
        &["sysdeps/", "nptl/", "./io/", "./socket/", "./time/"],
        &["pthread", "futex", "__lll_"],
    ),
];

/// What belongs to none.
pub(super) const REST: &str = "the rest";

/// Code of the standard library belongs to whoever has it done.
const STANDARD: &[&str] = &["/rustc/", "/library/", "???"];

/// The group of a piece of code.
pub(super) fn of(place: &Place) -> &'static str {
    let Place { function, home, source } = place;
    let is_standard = |file: &str| STANDARD.iter().any(|word| file.contains(word));
    let mut files = [source, home].into_iter().filter(|file| !is_standard(file));
    let by_source = files.find_map(|file| find(|group| group.sources, file));
    by_source.or_else(|| find(|group| group.functions, function)).unwrap_or(REST)
}

/// Instructions in each group. What belongs to none itself belongs to those who call it, by what it takes for each.
pub(super) fn sums(profile: &Profile) -> BTreeMap<&'static str, f64> {
    let mut callers: BTreeMap<&str, Vec<(&Place, i64)>> = BTreeMap::new();
    for ((callee, place), count) in profile.calls.iter().filter(|(_, count)| **count > 0) {
        callers.entry(callee).or_default().push((place, *count));
    }
    let mut sums = BTreeMap::new();
    for (place, count) in &profile.own {
        for (name, share) in owners(place, &callers, DEEPEST) {
            *sums.entry(name).or_default() += *count as f64 * share;
        }
    }
    sums
}

/// How far callers are looked for: the standard library's functions call each other.
const DEEPEST: usize = 5;

/// Whose a piece of code is, and to which part.
fn owners(
    place: &Place,
    callers: &BTreeMap<&str, Vec<(&Place, i64)>>,
    deep: usize,
) -> Vec<(&'static str, f64)> {
    let name = of(place);
    let known = callers.get(place.function.as_str()).filter(|_| name == REST && deep > 0);
    let Some(known) = known else { return vec![(name, 1.0)] };
    let all: i64 = known.iter().map(|(_, count)| count).sum();
    let part = |(caller, count): &(&Place, i64)| {
        let share = *count as f64 / all as f64;
        let theirs = owners(caller, callers, deep - 1).into_iter();
        theirs.map(move |(name, part)| (name, part * share)).collect::<Vec<_>>()
    };
    known.iter().flat_map(part).collect()
}

fn find(words: fn(&Group) -> &'static [&'static str], text: &str) -> Option<&'static str> {
    let fits = |group: &&Group| words(group).iter().any(|word| text.contains(word));
    GROUPS.iter().find(fits).map(|group| group.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_grouped_by_its_source_and_else_by_its_function() {
        let cargo = ".cargo/registry/src/x";
        let standard = "/rustc/5980/library/core/src/str/iter.rs";
        for (source, home, function, group) in [
            (
                "./malloc/./malloc/malloc.c",
                "./malloc/./malloc/malloc.c",
                "malloc",
                "memory: allocator",
            ),
            ("crates/store/src/sqlite/rows.rs", "crates/store/src/sqlite/rows.rs", "f", "store"),
            // What was inlined belongs to where it is from.
            (
                &format!("{cargo}/hyper-1.12.0/src/a.rs"),
                "crates/server/src/http/a.rs",
                "f",
                "HTTP: hyper",
            ),
            ("crates/server/src/auth/open.rs", "crates/server/src/http/a.rs", "f", "callers"),
            // The standard library works for others.
            (standard, "crates/server/src/auth/open.rs", "f", "callers"),
            (standard, standard, "<accede_store::Loaded as core::fmt::Debug>::fmt", "store"),
            (standard, standard, "core::fmt::write", REST),
            ("???", "???", "sqlite3VdbeExec", "store: SQLite"),
            ("???", "???", "ring_core_0_17_14__sha256_block_data_order_avx", "cryptography"),
        ] {
            let [function, home, source] = [function, home, source].map(str::to_owned);
            let place = Place { function, home, source };
            assert_eq!(of(&place), group, "{place:?}");
        }
    }

    #[test]
    fn what_the_standard_library_does_is_its_callers() {
        let place = |function: &str, source: &str| {
            let [function, source] = [function, source].map(str::to_owned);
            Place { function, home: source.clone(), source }
        };
        let (std, other) = (place("core::a", "/rustc/"), place("core::b", "/rustc/"));
        let (store, rules) =
            (place("f", "crates/store/a.rs"), place("g", "crates/membership/a.rs"));
        let profile = Profile {
            own: [(std.clone(), 100), (store.clone(), 5)].into(),
            calls: [
                (("core::a".to_owned(), store), 30),
                (("core::a".to_owned(), other), 90),
                (("core::b".to_owned(), rules), 10),
                (("core::b".to_owned(), std), 10),
            ]
            .into(),
            ..Profile::default()
        };
        let sums = sums(&profile);
        // A quarter, and of what goes in circles what comes out of it.
        assert!(sums["store"] > 30.0 && sums["rules"] > 37.5, "{sums:?}");
        assert!((sums.values().sum::<f64>() - 105.0).abs() < 1e-6, "{sums:?}");
    }
}
