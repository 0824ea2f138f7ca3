//! How much memory an answer takes, so far as it matters.

use std::mem::size_of;

use accede_membership::{Pair, Read, Received, Relationship, Standing};

use crate::{Key, Loaded, Version};

/// What it takes to keep anything for a key: the key, twice, with its Region's name, and its places.
pub(super) const SLOT: usize = 300;
/// What it takes to keep an answer: the list that it is in, and what the system adds to each piece of memory.
const ANSWER: usize = 100;
/// How many entries a node of a map has room for.
const NODE: usize = 11;
/// A node of a map of texts, and what the system adds to its texts.
const TEXTS: usize = NODE * 2 * size_of::<String>() + 64;

/// What is left over of lists that grew goes.
pub(super) fn shrink(loaded: &mut Loaded) {
    loaded.view.invitations.shrink_to_fit();
    loaded.view.rows.shrink_to_fit();
    loaded.seen.shrink_to_fit();
}

/// The bytes that reads and their answer take.
pub(super) fn of(reads: &[Read], loaded: &Loaded) -> usize {
    let view = &loaded.view;
    let standings = view.standings.len().div_ceil(NODE) * NODE;
    let of_standing = |standing: &Standing| {
        let Standing { settings, tags, configuration, .. } = standing;
        [settings, tags, configuration].into_iter().map(|all| texts(all.iter())).sum::<usize>()
    };
    ANSWER
        + size_of_val(reads)
        + size_of::<Loaded>()
        + standings * (size_of::<Option<Standing>>() + 8)
        + view.standings.values().flatten().map(of_standing).sum::<usize>()
        + view.relationships.len().div_ceil(NODE) * NODE * size_of::<(Pair, Relationship)>()
        + view.invitations.capacity() * size_of::<Received>()
        + view.rows.capacity() * size_of::<Relationship>()
        + view.rows.iter().map(of_row).sum::<usize>()
        + loaded.seen.capacity() * size_of::<(Key, Version)>()
}

/// What a relationship takes besides its place in a list.
fn of_row(relationship: &Relationship) -> usize {
    let Some(row) = &relationship.row else { return 0 };
    let text = |text: &Option<String>| text.as_ref().map_or(0, |text| text.capacity() + 16);
    text(&row.email) + text(&row.message) + texts(row.tags.iter())
}

fn texts<'a>(all: impl ExactSizeIterator<Item = (&'a String, &'a String)>) -> usize {
    let nodes = all.len().div_ceil(NODE);
    nodes * TEXTS + all.map(|(name, value)| name.len() + value.len()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::{AccountId, Timestamp};

    #[test]
    fn everything_that_an_answer_may_hold_has_its_weight() {
        let empty = of(&[], &Loaded::default());
        let weighs = |fill: &dyn Fn(&mut Loaded)| {
            let mut loaded = Loaded::default();
            fill(&mut loaded);
            of(&[], &loaded) - empty
        };
        let (id, long) = (AccountId::MAX, "x".repeat(1_000));
        let pair = Pair { administrator: id, member: id };
        let tags = [(long.clone(), long.clone())];
        let row = |loaded: &mut Loaded| {
            let email = Some(long.clone());
            let row = Relationship::created(pair, email, tags.clone().into(), Timestamp(0));
            loaded.view.rows.push(row);
        };
        assert!(weighs(&row) > 3_000);
        let standing = |loaded: &mut Loaded| {
            let standing = Standing { configuration: tags.clone().into(), ..Standing::default() };
            loaded.view.standings.insert(id, Some(standing));
        };
        assert!(weighs(&standing) > 3_000);
        assert!(weighs(&|loaded| loaded.seen.reserve_exact(100)) > 2_000);
        assert!(weighs(&|loaded| loaded.view.invitations.reserve_exact(100)) > 2_000);
        assert!(of(&[Read::Standing(id)], &Loaded::default()) > empty);
    }

    #[test]
    fn what_is_left_over_goes() {
        let mut loaded = Loaded::default();
        loaded.view.invitations.reserve(100);
        loaded.view.rows.reserve(100);
        loaded.seen.reserve(100);
        shrink(&mut loaded);
        assert_eq!(of(&[], &loaded), of(&[], &Loaded::default()));
    }
}
