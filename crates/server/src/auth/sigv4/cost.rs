//! What a verification costs in CPU time, with its signing key known: `cargo test --release -p accede --lib -- --ignored --nocapture cost_of`.

use std::hint::black_box;

use super::near_misses::{SECRET, corpus};
use super::signer::NOW;
use super::{Signature, SigningKeys};

const ROUNDS: u32 = 50_000;

#[test]
#[ignore = "measures, and tests nothing"]
#[allow(clippy::print_stdout)]
fn cost_of_a_verification() {
    let keys = SigningKeys::new();
    for (name, draft) in corpus() {
        let request = draft.sent().unwrap();
        let start = cpu_nanos();
        for _ in 0..ROUNDS {
            let signature = Signature::of(black_box(&request), None, NOW).unwrap();
            signature.check(SECRET, &keys).unwrap();
        }
        let micros = (cpu_nanos() - start) as f64 / 1000.0 / f64::from(ROUNDS);
        println!("sigv4 cost: {micros:.2} µs, {name}");
    }
}

/// What this thread has used, as Linux counts it.
fn cpu_nanos() -> u64 {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    counts.split(' ').next().unwrap().parse().unwrap()
}
