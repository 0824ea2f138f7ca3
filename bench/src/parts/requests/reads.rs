//! The reads, each ready to be sent, by word or signed.

use serde_json::Value;

use crate::Problem;
use crate::crowd::{self, BATCH, CROWD, Keys, Lists, MEMBERS, OF_20, OF_50, WITHOUT};
use crate::draw::scattered;
use crate::http::{Answer, Line, Template};
use crate::load::Prepared;
use crate::node::Node;

/// How long an invitation or a member is in an answer, at least.
const ITEM: u64 = 100;
/// How many different GetMembers there are.
const DIFFERENT: u64 = 10_000;

/// Who writes requests: by word, or with keys.
pub(super) struct Writer(pub(super) Option<Keys>);

impl Writer {
    pub(super) fn write(
        &self,
        account: u64,
        method: &str,
        target: &str,
        body: &str,
    ) -> Result<Vec<u8>, Problem> {
        let mut out = Vec::new();
        match &self.0 {
            None => Template::of(method, target).write(account, body, &mut out),
            Some(keys) => {
                let key = keys.get(&account).ok_or_else(|| format!("{account} has no key"))?;
                key.write(method, target, body, &mut out);
            }
        }
        Ok(out)
    }
}

/// ListInvitations of accounts that have this many.
pub(super) fn invitations(writer: &Writer, many: u64) -> Result<Prepared, Problem> {
    let accounts: Vec<u64> = match many {
        0 => (WITHOUT..WITHOUT + CROWD).collect(),
        20 => members(OF_20).collect(),
        _ => members(OF_50).collect(),
    };
    let write = |account: u64| writer.write(account, "GET", "/invitations", "");
    let requests: Result<Vec<_>, _> = accounts.into_iter().map(write).collect();
    Ok(Prepared { requests: requests?, least: (many * ITEM) as usize })
}

fn members(lists: Lists) -> impl Iterator<Item = u64> {
    (0..lists.crowd).map(move |number| lists.member(number))
}

/// All pages of ListMembers of all hosts of a crowd, which have [`MEMBERS`] each. A server is asked for the tokens.
pub(super) fn pages(writer: &Writer, node: &Node) -> Result<Prepared, Problem> {
    let mut line = Line::to(node.address)?;
    let mut requests = Vec::new();
    for host in 0..OF_20.hosts() {
        let account = OF_20.host(host);
        let mut token = None;
        for _ in 0..MEMBERS / BATCH {
            let next: String =
                token.map_or(String::new(), |token: String| format!("&NextToken={token}"));
            let target = format!("/members?MaxResults={BATCH}{next}&OnlyAssociated=false");
            let request = writer.write(account, "GET", &target, "")?;
            token = token_of(&line.exchange(&request)?)?;
            requests.push(request);
        }
        if token.is_some() {
            return Err(format!("{account} has too many members").into());
        }
    }
    Ok(Prepared { requests, least: (BATCH * ITEM) as usize })
}

fn token_of(answer: &Answer<'_>) -> Result<Option<String>, Problem> {
    let body: Value = serde_json::from_slice(answer.body)?;
    let members = body["Members"].as_array().map_or(0, Vec::len);
    if members != BATCH as usize {
        return Err(format!("not a page of members: {body}").into());
    }
    Ok(body["NextToken"].as_str().map(str::to_owned))
}

/// GetMembers of fifty of a host's members, drawn.
pub(super) fn some_members(writer: &Writer) -> Result<Prepared, Problem> {
    let mut body = String::new();
    let mut write = |number: u64| {
        let host = number % OF_20.hosts();
        let first = scattered(number);
        // Apart by what has no divisor in common with their number: no two are the same.
        let places = (0..BATCH).map(|place| (first % MEMBERS + place * 311) % MEMBERS);
        let members: Vec<u64> = places.map(|place| OF_20.member_of(host, place)).collect();
        crowd::ids(&members, &mut body);
        writer.write(OF_20.host(host), "POST", "/members/get", &body)
    };
    let requests: Result<Vec<_>, _> = (0..DIFFERENT).map(&mut write).collect();
    Ok(Prepared { requests: requests?, least: (BATCH * ITEM) as usize })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_account_of_a_crowd_is_asked() {
        for (many, crowd) in [(0, CROWD), (20, CROWD), (50, OF_50.crowd)] {
            let prepared = invitations(&Writer(None), many).unwrap();
            let all: HashSet<_> = prepared.requests.into_iter().collect();
            assert_eq!((all.len() as u64, prepared.least as u64), (crowd, many * ITEM));
        }
    }

    #[test]
    fn fifty_different_members_are_asked_for() {
        for request in some_members(&Writer(None)).unwrap().requests.into_iter().take(500) {
            let text = String::from_utf8(request).unwrap();
            let ids: HashSet<&str> = text.split('"').filter(|word| word.len() == 12).collect();
            assert_eq!(
                ids.len(),
                BATCH as usize + usize::from(ids.contains("AccountIds")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_page_names_the_next_one() {
        let answer = |body| Answer { status: 200, body };
        let members = vec!["{}"; 50].join(",");
        let page = format!("{{\"Members\":[{members}],\"NextToken\":\"a\"}}");
        assert_eq!(token_of(&answer(page.as_bytes())).unwrap(), Some("a".to_owned()));
        let last = format!("{{\"Members\":[{members}]}}");
        assert_eq!(token_of(&answer(last.as_bytes())).unwrap(), None);
        assert!(token_of(&answer(b"{\"Members\":[]}")).is_err());
    }
}
