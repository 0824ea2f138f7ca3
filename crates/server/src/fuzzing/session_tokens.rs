//! Session tokens: what nobody sealed does not open; what was sealed and altered does not either; and what is in
//! one, whatever it is, is read without harm and written as it was read.

use super::page_tokens::altered;
use super::{SECRET, line, text};
use crate::auth::token;
use crate::auth::{AccessKey, Sessions, account_of};

pub(super) fn run(bytes: &[u8]) {
    let (id, plain) = line(bytes);
    let id = text(id);
    let named = AccessKey::parse(&id);
    if let Some(key) = named {
        assert_eq!((key.to_string(), account_of(&id)), (id.to_string(), Some(key.account())));
    }
    let sessions = Sessions::new(SECRET);
    let key = named.unwrap_or_else(a_key);
    assert_eq!(sessions.open(key, &text(plain)), None, "a token that was never given");

    let Some(session) = token::read(key, plain) else { return };
    assert_eq!(token::read(key, &token::write(&session)).as_ref(), Some(&session));
    let sealed = sessions.seal(&session, plain.len(), [9; 24]);
    let opened = sessions.open(key, &sealed);
    let fits = sealed.len() <= crate::auth::LARGEST;
    assert_eq!(opened.as_ref(), fits.then_some(&session));
    let altered = altered(&sealed, id.as_bytes());
    assert_eq!(sessions.open(key, &altered).is_some(), fits && altered == sealed, "{altered}");
}

fn a_key() -> AccessKey {
    AccessKey::new("111122223333".parse().expect("an account"), [3; 10])
}
