//! File descriptors: every connection takes one, and the store must not be left without.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many descriptors are for everything but connections: the store, the listener, the runtime, the
/// standard streams.
const OTHERS: u64 = 64;

/// Has the system grant descriptors for so many connections, and says for how many there are some.
pub(crate) fn for_connections(wanted: usize) -> usize {
    let needed = u64::try_from(wanted).unwrap_or(u64::MAX).saturating_add(OTHERS);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < needed) {
        let raised = maximum.map_or(needed, |maximum| maximum.min(needed));
        // A system that refuses this has fewer connections.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum });
    }
    room(getrlimit(Resource::Nofile).current, wanted)
}

fn room(granted: Option<u64>, wanted: usize) -> usize {
    let room = granted.map_or(u64::MAX, |granted| granted.saturating_sub(OTHERS).max(1));
    usize::try_from(room).unwrap_or(usize::MAX).min(wanted)
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn leaves_descriptors_for_everything_else() {
        for (granted, wanted, expected) in [
            (None, 4096, 4096),
            (Some(1 << 20), 4096, 4096),
            (Some(4160), 4096, 4096),
            (Some(256), 4096, 192),
            (Some(10), 4096, 1),
        ] {
            assert_eq!(room(granted, wanted), expected, "{granted:?}");
        }
    }
}
