//! Pages of what was recorded.

use accede_membership::access::{AccessCommand as Asked, AccessReply, EventsOf};
use accede_membership::{Change, Event, EventId, EventPlace, Extent, Timestamp};

use crate::lab::{Lab, a, b};

fn place(number: u128) -> EventPlace {
    EventPlace { at: Timestamp(1_000), id: EventId(number) }
}

#[test]
fn an_account_sees_its_own_newest_first_and_the_operator_all_oldest_first() {
    let mut lab = Lab::default();
    for (number, account, region) in
        [(1, a(), "us-east-1"), (2, b(), "us-east-1"), (3, a(), "us-east-1"), (4, a(), "eu-west-1")]
    {
        let region = region.parse().expect("a Region");
        let document = "{}".to_owned();
        let event = Event { account, region, place: place(number), document };
        lab.world.apply(&[Change::Event(Box::new(event))]);
    }
    let mut bounded = |of: &EventsOf, after: Option<u128>, events, bytes| {
        let extent = Extent { events, bytes };
        let command = Asked::ListEvents { of: of.clone(), after: after.map(place), extent };
        match lab.did(command) {
            AccessReply::Events(events, more) => {
                (events.iter().map(|event| event.place.id.0).collect::<Vec<_>>(), more)
            }
            other => panic!("no events: {other:?}"),
        }
    };
    // Each document has two bytes.
    assert_eq!(bounded(&EventsOf::Everybody, None, 9, 3), (vec![1, 2], true));
    assert_eq!(bounded(&EventsOf::Everybody, Some(2), 9, 4), (vec![3, 4], false));
    assert_eq!(bounded(&EventsOf::Everybody, None, 9, 0), (vec![1], true));
    let mut page = |of: &EventsOf, after, events| bounded(of, after, events, usize::MAX);
    let own = EventsOf::Account(a(), "us-east-1".parse().expect("a Region"));
    assert_eq!(page(&own, None, 2), (vec![3, 1], false));
    assert_eq!(page(&own, None, 1), (vec![3], true));
    assert_eq!(page(&own, Some(3), 1), (vec![1], false));
    assert_eq!(page(&EventsOf::Everybody, None, 3), (vec![1, 2, 3], true));
    assert_eq!(page(&EventsOf::Everybody, Some(3), 3), (vec![4], false));
}
