//! Percent-encoding: any text as a part of a path and as a query. What is decoded, encoded and decoded again is the
//! same, and no parameter is made up.

use super::{script::percent, text};
use crate::wire::percent::{self, Query};

pub(super) fn run(bytes: &[u8]) {
    let raw = text(bytes);
    if let Some(decoded) = percent::decode_path(&raw) {
        assert_eq!(percent::decode_path(&percent(&decoded)), Some(decoded));
    }
    let Some(query) = Query::parse(&raw) else { return };
    let pair = |(name, value): (&str, &str)| format!("{}={}", percent(name), percent(value));
    let again = query.iter().map(pair).collect::<Vec<_>>().join("&");
    let again = Query::parse(&again).expect("what was encoded can be decoded");
    assert!(query.iter().eq(again.iter()), "{raw:?}");
    for (name, value) in query.iter() {
        assert!(query.all(name).any(|other| other == value), "{raw:?}");
        assert_eq!(query.get(name), query.all(name).next(), "{raw:?}");
    }
}
