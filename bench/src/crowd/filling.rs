//! Filling a store through the server that has it.

use std::net::SocketAddr;
use std::ops::Range;

use super::invitations::named;
use super::{BATCH, CROWD, INVITED, INVITING, Lists, MEMBERS, WITHOUT, invitations};
use crate::Problem;
use crate::http::{Answer, Template};
use crate::load::{self, Client, Work};

/// Through so many connections.
const CONNECTIONS: usize = 64;

/// Has the accounts that are in no list take part: those without invitations, and those of invitations to be made.
///
/// # Errors
/// When the server does not answer as it must.
pub(crate) fn enable_all(address: SocketAddr) -> Result<(), Problem> {
    [WITHOUT, INVITING, INVITED].iter().try_for_each(|first| enable(address, *first, CROWD))
}

/// Makes these lists.
///
/// # Errors
/// As for [`enable_all`].
pub(crate) fn fill(address: SocketAddr, all: &[Lists]) -> Result<(), Problem> {
    for lists in all {
        enable(address, lists.member(0), lists.crowd)?;
        enable(address, lists.host(0), lists.hosts())?;
        let named = lists.hosts() * MEMBERS / BATCH;
        let (create, invite) = (Template::of("POST", "/members"), invitations::template());
        through(address, 0..named, &create, &|number| {
            let (host, members) = of_list(*lists, number);
            (host, details(&members))
        })?;
        through(address, 0..named, &invite, &|number| {
            let (host, members) = of_list(*lists, number);
            (host, ids(&members))
        })?;
    }
    Ok(())
}

/// Makes members who can be invited: these batches of each inviting account.
///
/// # Errors
/// As for [`enable_all`].
pub(crate) fn invitable(address: SocketAddr, batches: Range<u64>) -> Result<(), Problem> {
    let numbers = batches.start * CROWD..batches.end * CROWD;
    through(address, numbers, &Template::of("POST", "/members"), &|number| {
        let place = number % CROWD;
        (INVITING + place, details(&named(place, number / CROWD)))
    })
}

fn enable(address: SocketAddr, first: u64, count: u64) -> Result<(), Problem> {
    let template = Template::of("POST", "/accounts");
    through(address, 0..count, &template, &|number| (first + number, "{}".to_owned()))
}

/// The host of the request with this number, and whom it names. Neighbours are of different hosts.
fn of_list(lists: Lists, number: u64) -> (u64, Vec<u64>) {
    let (host, part) = (number % lists.hosts(), number / lists.hosts());
    let places = part * BATCH..(part + 1) * BATCH;
    (lists.host(host), places.map(|place| lists.member_of(host, place)).collect())
}

pub(crate) fn details(members: &[u64]) -> String {
    let detail =
        |member| format!("{{\"AccountId\":\"{member}\",\"Email\":\"{member}@example.com\"}}");
    let details: Vec<String> = members.iter().map(detail).collect();
    format!("{{\"AccountDetails\":[{}]}}", details.join(","))
}

fn ids(members: &[u64]) -> String {
    let mut text = String::new();
    invitations::ids(members, &mut text);
    text
}

/// The account and the body of a request.
type Request<'a> = dyn Fn(u64) -> (u64, String) + Sync + 'a;

fn through(
    address: SocketAddr,
    numbers: Range<u64>,
    template: &Template,
    request: &Request<'_>,
) -> Result<(), Problem> {
    load::through(address, CONNECTIONS, numbers, &Filling { template, request }).map(drop)
}

struct Filling<'a> {
    template: &'a Template,
    request: &'a Request<'a>,
}

impl Work for Filling<'_> {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Filling { ..*self })
    }
}

impl Client for Filling<'_> {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        let (account, body) = (self.request)(number);
        self.template.write(account, &body, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        let is_whole = answer.body == b"{}" || answer.body == invitations::DONE;
        answer.status == 200 && is_whole
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::crowd::{OF_20, pair};

    #[test]
    fn every_pair_of_the_lists_is_made_once() {
        let mut pairs = HashSet::new();
        for number in 0..OF_20.hosts() * MEMBERS / BATCH {
            let (host, members) = of_list(OF_20, number);
            pairs.extend(members.into_iter().map(|member| (host, member)));
        }
        assert_eq!(pairs.len() as u64, CROWD * OF_20.invitations);
    }

    #[test]
    fn those_who_can_be_invited_are_those_who_will_be() {
        let made: HashSet<_> = (0..CROWD)
            .flat_map(|place| {
                named(place, 0).into_iter().map(move |member| (INVITING + place, member))
            })
            .collect();
        assert!((0..BATCH * CROWD).step_by(97).all(|number| made.contains(&pair(number))));
    }

    #[test]
    fn bodies_are_as_clients_send_them() {
        assert_eq!(
            details(&[500_000_000_001]),
            "{\"AccountDetails\":[{\"AccountId\":\"500000000001\",\"Email\":\"500000000001@example.com\"}]}"
        );
        assert_eq!(ids(&[1, 2]), "{\"AccountIds\":[\"000000000001\",\"000000000002\"]}");
    }
}
