//! What is fuzzed: functions that take any bytes, and panic when something is not as it has to be.
//!
//! A target is one file here and one line in [`TARGETS`]; its seeds are in `fuzz/seeds/{name}`, at the top of the
//! repository. An ordinary test replays them; `cargo xtask fuzz` tries what comes of changing them, under libFuzzer
//! (`fuzz/`). Targets call the code as the server does, and nothing here is in the product.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a panic is how a target tells what it found"
)]

mod audit;
mod control;
mod documents;
mod forms;
mod heads;
mod incoming;
mod page_tokens;
#[cfg(test)]
mod recalled;
mod router;
mod script;
mod scripts;
mod session_tokens;
mod signatures;
mod urls;
mod whole;
mod xml;

#[cfg(test)]
mod tests;

/// Something that is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is called, and the folder of its seeds.
    pub name: &'static str,
    /// Takes any bytes.
    pub run: fn(&[u8]),
}

/// Everything that is fuzzed.
pub const TARGETS: &[Target] = &[
    Target { name: "audit", run: audit::run },
    Target { name: "control", run: control::run },
    Target { name: "documents", run: documents::run },
    Target { name: "forms", run: forms::run },
    Target { name: "heads", run: heads::run },
    Target { name: "page-tokens", run: page_tokens::run },
    Target { name: "router", run: router::run },
    Target { name: "scripts", run: scripts::run },
    Target { name: "session-tokens", run: session_tokens::run },
    Target { name: "signatures", run: signatures::run },
    Target { name: "urls", run: urls::run },
];

/// The secret of the stores.
const SECRET: [u8; 32] = [7; 32];

/// The bytes before and behind the first line end.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    (&bytes[..end], bytes.get(end + 1..).unwrap_or_default())
}

/// These bytes as text, whatever they are.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
