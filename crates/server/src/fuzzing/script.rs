//! A script: requests one after the other, in words that are easily written, and as easily changed.
//!
//! Steps are parted by lines of `---`. The first line of a step is who asks, which service, and what: method and
//! target, or, of a service that speaks JSON 1.1, the operation's name. The rest is the body.
//!
//! ```text
//! A macie2 POST /members
//! {"account": {"accountId": "222222222222", "email": "b@example.com"}}
//! ---
//! B organizations DescribeOrganization
//! {}
//! ```
//!
//! `A` to `D` are accounts; `a` is whoever was given temporary credentials last; `A@eu-west-1` asks in that Region.
//! `$Name` in target or body is what the last answer with a member of this name had there; `$HandshakeId` is the
//! member `Id` in a `Handshake`, too. What is asked of the service `operator` is a line to the control socket.

use std::collections::BTreeMap;

use super::{line, text};

/// One request of a script.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) who: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) what: &'a str,
    pub(super) body: &'a [u8],
}

/// What stands between steps.
const BETWEEN: &[u8] = b"\n---\n";

/// The steps of a script. What is no step is passed over.
pub(super) fn steps(bytes: &[u8]) -> impl Iterator<Item = Step<'_>> {
    let mut rest = Some(bytes);
    let parts = std::iter::from_fn(move || {
        let bytes = rest?;
        let at = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        rest = at.map(|at| &bytes[at + BETWEEN.len()..]);
        Some(&bytes[..at.unwrap_or(bytes.len())])
    });
    parts.filter_map(step)
}

fn step(bytes: &[u8]) -> Option<Step<'_>> {
    let (first, body) = line(bytes);
    let mut words = std::str::from_utf8(first).ok()?.splitn(3, ' ');
    let (who, service, what) = (words.next()?, words.next()?, words.next()?);
    let (who, region) = who.split_once('@').unwrap_or((who, "us-east-1"));
    Some(Step { who, region, service, what, body })
}

/// What answers had in their members, by name.
pub(super) type Known = BTreeMap<String, String>;

/// These bytes with every `$Name` that is known replaced by what it stands for, written as `how` writes it.
pub(super) fn filled(bytes: &[u8], known: &Known, how: fn(&str) -> String) -> Vec<u8> {
    let mut parts = bytes.split(|byte| *byte == b'$');
    let mut out = parts.next().unwrap_or_default().to_vec();
    for part in parts {
        let end = part.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(part.len());
        match known.get(&text(&part[..end]).to_ascii_lowercase()) {
            Some(value) => {
                out.extend(how(value).into_bytes());
                out.extend(&part[end..]);
            }
            None => {
                out.push(b'$');
                out.extend(part);
            }
        }
    }
    out
}

/// As a part of a path, a query or a form.
pub(super) fn percent(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let digits = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    value.bytes().map(digits).collect()
}

/// As a part of a text in JSON.
pub(super) fn json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_read_leniently() {
        let bytes = b"A macie2 GET /x\n---\nno\n---\nb@eu-west-1 sts POST /\nA=$Token&B=$T\n";
        let read: Vec<Step<'_>> = steps(bytes).collect();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].what, read[0].body), ("GET /x", &b""[..]));
        assert_eq!((read[1].who, read[1].region), ("b", "eu-west-1"));
        let known = Known::from([("token".to_owned(), "a/\"b".to_owned())]);
        assert_eq!(filled(read[1].body, &known, percent), b"A=a%2F%22b&B=$T\n");
        assert_eq!(filled(b"{\"x\":\"$token\"}", &known, json), br#"{"x":"a/\"b"}"#);
    }
}
