//! JSON of what is answered most, written piece by piece.
//!
//! Lists of members and invitations are names, ids and times, of which `serde_json` looks at each byte for something to
//! escape; that was the larger part of what a list cost. Names of members need no escape, nor do ids and times, and
//! other texts are looked at in words of eight bytes. All other answers are written by `serde_json`.

mod text;

use accede_membership::{AccountId, InvitationId, Timestamp};
use serde::Serialize;

use super::timestamp::Iso8601;

/// What an answer begins with room for: a list of some twenty items.
const ROOM: usize = 4 << 10;

/// A structure that writes its own members.
pub(crate) trait Shape {
    /// Writes the members, in their order.
    fn write(&self, json: &mut Json<'_>);
}

/// An object that is being written, between its braces.
pub(crate) struct Json<'a>(&'a mut Vec<u8>);

/// The JSON text of a structure.
pub(crate) fn to_vec(shape: &impl Shape) -> Vec<u8> {
    let mut out = Vec::with_capacity(ROOM);
    append(&mut out, shape);
    out
}

/// Appends the JSON text of a structure.
#[inline]
pub(crate) fn append(out: &mut Vec<u8>, shape: &impl Shape) {
    let start = out.len();
    shape.write(&mut Json(out));
    // Every member begins with a comma, and the first one's place is the brace's.
    match out.get_mut(start) {
        Some(comma) => *comma = b'{',
        None => out.push(b'{'),
    }
    out.push(b'}');
}

/// The beginning of a member with this name, which needs no escape: one piece, to be copied as a whole.
macro_rules! member {
    ($name:literal) => {
        $crate::wire::json::Member(concat!(",\"", $name, "\":"))
    };
}
pub(crate) use member;

/// What a member begins with: see [`member`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member(pub(crate) &'static str);

impl Json<'_> {
    #[inline]
    fn begin(&mut self, member: Member) {
        self.0.extend_from_slice(member.0.as_bytes());
    }

    #[inline]
    fn plain<const N: usize>(&mut self, member: Member, text: [u8; N]) {
        self.begin(member);
        self.0.push(b'"');
        self.0.extend_from_slice(&text);
        self.0.push(b'"');
    }

    /// A word of the model, which needs no escape.
    #[inline]
    pub(crate) fn word(&mut self, member: Member, word: &'static str) {
        self.begin(member);
        self.0.push(b'"');
        self.0.extend_from_slice(word.as_bytes());
        self.0.push(b'"');
    }

    /// An account id, as its 12 digits.
    #[inline]
    pub(crate) fn account(&mut self, member: Member, account: AccountId) {
        self.plain(member, account.digits());
    }

    /// An invitation id, as its 32 lower-case hexadecimal digits.
    #[inline]
    pub(crate) fn id(&mut self, member: Member, id: InvitationId) {
        self.plain(member, id.digits());
    }

    /// A moment, as `2022-05-19T10:07:01.364Z`.
    #[inline]
    pub(crate) fn time(&mut self, member: Member, time: Timestamp) {
        self.plain(member, Iso8601(time).text());
    }

    /// Any text.
    pub(crate) fn text(&mut self, member: Member, value: &str) {
        self.begin(member);
        text::quoted(self.0, value);
    }

    /// A structure.
    pub(crate) fn object(&mut self, member: Member, shape: &impl Shape) {
        self.begin(member);
        append(self.0, shape);
    }

    /// A list of structures.
    pub(crate) fn list<S: Shape>(&mut self, member: Member, shapes: impl Iterator<Item = S>) {
        self.begin(member);
        self.0.push(b'[');
        for (place, shape) in shapes.enumerate() {
            if place > 0 {
                self.0.push(b',');
            }
            append(self.0, &shape);
        }
        self.0.push(b']');
    }

    /// Anything else, which `serde_json` writes.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, member: Member, value: &T) {
        self.begin(member);
        // What is answered can be written, and nothing fails in memory.
        let _ = serde_json::to_writer(&mut *self.0, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Whole<'a>(&'a [&'a str]);

    struct Item<'a>(&'a str);

    impl Shape for Item<'_> {
        fn write(&self, json: &mut Json<'_>) {
            if !self.0.is_empty() {
                json.text(member!("Text"), self.0);
            }
        }
    }

    impl Shape for Whole<'_> {
        fn write(&self, json: &mut Json<'_>) {
            json.account(member!("Account"), AccountId::new(42).unwrap());
            json.id(member!("Id"), InvitationId(0xab));
            json.time(member!("Time"), Timestamp(1_652_954_821_364));
            json.list(member!("Items"), self.0.iter().copied().map(Item));
            json.object(member!("First"), &Item(self.0.first().copied().unwrap_or_default()));
            json.value(member!("Value"), &(1, [true], "\""));
        }
    }

    #[test]
    fn what_is_written_is_json() {
        let written = |texts| String::from_utf8(to_vec(&Whole(texts))).unwrap();
        let scalars = concat!(
            r#""Account":"000000000042","Id":"000000000000000000000000000000ab","#,
            r#""Time":"2022-05-19T10:07:01.364Z""#
        );
        let value = r#""Value":[1,[true],"\""]"#;
        let none = format!(r#"{{{scalars},"Items":[],"First":{{}},{value}}}"#);
        assert_eq!(written(&[]), none);
        let some = written(&["a {", "", "\"é\"\n["]);
        let items = r#"[{"Text":"a {"},{},{"Text":"\"é\"\n["}]"#;
        assert_eq!(
            some,
            format!(r#"{{{scalars},"Items":{items},"First":{{"Text":"a {{"}},{value}}}"#)
        );
        let read: serde_json::Value = serde_json::from_str(&some).unwrap();
        assert_eq!(read["Items"][2]["Text"], "\"é\"\n[");
    }
}
