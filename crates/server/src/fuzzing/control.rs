//! Lines to the control socket: any text is answered in one line, a request is what its line says, and no secret that
//! was told is recorded. `$Name` in a line is what it is in a script.

use super::scripts::Scene;
use crate::control::Request;

/// More lines tell nothing new.
const MOST: usize = 8;

pub(super) fn run(bytes: &[u8]) {
    let mut scene = Scene::new();
    for line in bytes.split(|byte| *byte == b'\n').take(MOST) {
        if let Ok(request) = serde_json::from_slice::<Request>(line) {
            let written = serde_json::to_string(&request).expect("a request can be written");
            let again = serde_json::from_str::<Request>(&written);
            assert!(again.as_ref().is_ok_and(|again| *again == request), "{written}: {again:?}");
        }
        scene.order(line);
    }
    scene.look_at_the_records();
}
