//! Changes of inputs that libFuzzer does not think of: a JSON value for another, a step of a script for another.
//!
//! Half of the time libFuzzer's own changes are made, whatever the target.

use libfuzzer_sys::fuzzer_mutate;

/// Values at the edges of what a decoder expects.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "1",
    "51",
    "1e400",
    "18446744073709551616",
    "9223372036854775807",
    "0.5",
    "\"\"",
    "\" \"",
    "\"a\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"<&>\\\"'\"",
    "\"é\"",
    "\"111111111111\"",
    "\"222222222222\"",
    "\"ACTIVE\"",
    "\"us-east-1\"",
    "[]",
    "{}",
    "[null]",
    "[{}]",
    "[[]]",
    "{\"\":{}}",
];

/// What stands between the steps of a script.
const STEP: &[u8] = b"\n---\n";

/// Numbers from a seed: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Changes the first `size` bytes of `data`, and answers how many there are then.
pub(crate) fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed) << 1 | 1);
    let changed = match dice.below(4) {
        0 => value(&data[..size], &mut dice),
        1 => steps(&data[..size], &mut dice),
        _ => None,
    };
    match changed {
        Some(bytes) if bytes.len() <= max_size.min(data.len()) => {
            data[..bytes.len()].copy_from_slice(&bytes);
            bytes.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// One value of JSON for another.
fn value(data: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let starts: Vec<usize> = (0..data.len()).filter(|at| starts_a_value(data, *at)).collect();
    let start = *starts.get(dice.below(starts.len()))?;
    let length = length(&data[start..]);
    let with = match starts.get(dice.below(starts.len() * 2)) {
        Some(other) => &data[*other..*other + self::length(&data[*other..])],
        None => VALUES[dice.below(VALUES.len())].as_bytes(),
    };
    Some([&data[..start], with, &data[start + length..]].concat())
}

fn starts_a_value(data: &[u8], at: usize) -> bool {
    let before = data[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    matches!(before, Some(b':' | b'[' | b',')) && !matches!(data[at], b' ' | b'\n' | b']')
}

/// How long the value is that begins here, as far as its brackets and quotes tell.
fn length(data: &[u8]) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in data.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b',' | b'}' | b']' | b'\n' if depth == 0 => return at,
            _ => {}
        }
    }
    data.len()
}

/// One step of a script left out, told twice, or moved.
fn steps(data: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut steps = split(data);
    if steps.len() < 2 {
        return None;
    }
    let (from, to) = (dice.below(steps.len()), dice.below(steps.len()));
    match dice.below(3) {
        0 => drop(steps.remove(from)),
        1 => steps.insert(to, steps[from]),
        _ => steps.swap(from, to),
    }
    Some(steps.join(STEP))
}

fn split(data: &[u8]) -> Vec<&[u8]> {
    let mut steps = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(STEP.len()).position(|window| window == STEP) {
        steps.push(&rest[..at]);
        rest = &rest[at + STEP.len()..];
    }
    steps.push(rest);
    steps
}
