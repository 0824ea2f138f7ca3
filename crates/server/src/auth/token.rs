//! What is in a session token before it is sealed: the fields of a session one after the other.
//!
//! Numbers have eight bytes, texts and lists begin with their length. What comes after the last field is
//! there to make the token longer.

use super::access_key::AccessKey;
use super::identity::{AssumedRole, Identity};
use super::session::{Secret, Session, Tag};

/// The form of what follows. Tokens of any other are not read.
const VERSION: u8 = 1;

const ROOT: u8 = 0;
const ASSUMED_ROLE: u8 = 1;
const USER: u8 = 2;

/// A session as bytes.
pub(crate) fn write(session: &Session) -> Vec<u8> {
    let Session { key: _, secret, partition, issued, expires, identity, .. } = session;
    let mut out = vec![VERSION];
    out.extend_from_slice(&secret.0);
    out.extend_from_slice(&issued.to_be_bytes());
    out.extend_from_slice(&expires.to_be_bytes());
    write_text(&mut out, partition);
    match identity {
        Identity::Root => out.push(ROOT),
        Identity::User(name) => {
            out.push(USER);
            write_text(&mut out, name);
        }
        Identity::AssumedRole(AssumedRole { role, role_id, session }) => {
            out.push(ASSUMED_ROLE);
            [role, role_id, session].into_iter().for_each(|text| write_text(&mut out, text));
        }
    }
    // No source identity is empty, so that none can be written as one.
    write_text(&mut out, session.source_identity.as_deref().unwrap_or_default());
    write_length(&mut out, session.tags.len());
    for Tag { key, value, transitive } in &session.tags {
        write_text(&mut out, key);
        write_text(&mut out, value);
        out.push(u8::from(*transitive));
    }
    write_length(&mut out, session.policies.len());
    session.policies.iter().for_each(|policy| write_text(&mut out, policy));
    out
}

/// The session of this key, from bytes that were written here.
pub(crate) fn read(key: AccessKey, bytes: &[u8]) -> Option<Session> {
    let mut rest = bytes;
    if read_bytes(&mut rest)? != [VERSION] {
        return None;
    }
    let secret = Secret(read_bytes(&mut rest)?);
    let issued = i64::from_be_bytes(read_bytes(&mut rest)?);
    let expires = i64::from_be_bytes(read_bytes(&mut rest)?);
    let partition = read_text(&mut rest)?;
    let identity = match read_bytes(&mut rest)? {
        [ROOT] => Identity::Root,
        [USER] => Identity::User(read_text(&mut rest)?),
        [ASSUMED_ROLE] => Identity::AssumedRole(AssumedRole {
            role: read_text(&mut rest)?,
            role_id: read_text(&mut rest)?,
            session: read_text(&mut rest)?,
        }),
        _ => return None,
    };
    let source_identity = Some(read_text(&mut rest)?).filter(|text| !text.is_empty());
    let tags = read_list(&mut rest, |rest| {
        let (key, value) = (read_text(rest)?, read_text(rest)?);
        Some(Tag { key, value, transitive: read_bytes(rest)? == [1] })
    })?;
    let policies = read_list(&mut rest, read_text)?;
    Some(Session {
        key,
        secret,
        partition,
        issued,
        expires,
        identity,
        source_identity,
        tags,
        policies,
    })
}

/// Seven bits in each byte, the lowest first; the highest bit says that there are more.
fn write_length(out: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        out.push(length as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

fn read_bytes<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*bytes)
}

/// A length of up to 21 bits: more than a token has.
fn read_length(rest: &mut &[u8]) -> Option<usize> {
    let mut length = 0;
    for place in 0..3 {
        let [byte] = read_bytes(rest)?;
        length |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(length);
        }
    }
    None
}

fn read_text(rest: &mut &[u8]) -> Option<String> {
    let length = read_length(rest)?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(bytes.to_vec()).ok()
}

fn read_list<T>(rest: &mut &[u8], item: fn(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    (0..read_length(rest)?).map(|_| item(rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::session::tests::{bare, of_a_user, whole};
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        for session in [whole(), bare(), of_a_user()] {
            let mut bytes = write(&session);
            assert_eq!(read(session.key, &bytes).as_ref(), Some(&session));
            bytes.extend([0; 100]);
            assert_eq!(read(session.key, &bytes).as_ref(), Some(&session), "made longer");
        }
    }

    #[test]
    fn reads_nothing_else() {
        for session in [whole(), bare(), of_a_user()] {
            let bytes = write(&session);
            for length in 0..bytes.len() {
                assert_eq!(read(session.key, &bytes[..length]), None, "{length}");
            }
            let mut other = bytes.clone();
            other[0] = VERSION + 1;
            assert_eq!(read(session.key, &other), None, "another version");
        }
        assert_eq!(read(bare().key, &[0xff; 500]), None);
    }

    #[test]
    fn lengths_are_short() {
        for length in [0, 1, 127, 128, 300, 4096, 0x1f_ffff] {
            let mut bytes = Vec::new();
            write_length(&mut bytes, length);
            assert_eq!(read_length(&mut &bytes[..]), Some(length));
        }
    }
}
