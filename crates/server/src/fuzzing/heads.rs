//! The front door: a request with any method, target and headers, to the whole server in each of its modes. Whatever
//! its credential is like, it is answered; and in mode `verify` it is refused, because nobody has a key.

use super::incoming;
use super::whole::Server;
use crate::auth::Credential;

pub(super) fn run(bytes: &[u8]) {
    let Some(request) = incoming::read(bytes) else { return };
    if let Ok(Credential { access_key, region, service, .. }) = Credential::of(&request) {
        let scope = [&access_key, &region, &service];
        assert!(scope.iter().all(|part| !part.is_empty() && !part.contains('/')), "{scope:?}");
    }
    Server::new().answer(&request);
    let server = Server::verifying();
    let answer = server.answer(&request);
    let own_page = request.path().starts_with("/_accede/");
    assert!(answer.status >= 400 || own_page, "let in without a key: {request:?}");
    assert_eq!(server.recorded(), Vec::<String>::new(), "a stranger left a record: {request:?}");
}
