//! What is asked of the accounts with the most, and of others.

use std::net::SocketAddr;
use std::sync::Arc;

use super::asked::{Asked, Request};
use super::invites::Invites;
use crate::Problem;
use crate::http::{Line, Template};
use crate::loader::{Pairs, People};

/// How many others are asked for the same.
pub(super) const OTHERS: u64 = 1_000;
/// A page, and how many of them lie in front of the one in the middle of ten thousand.
const PAGE: usize = 50;
const PAGES: usize = 100;

/// The store with the worst shapes.
pub(super) struct Worst {
    pub(super) people: People,
    pub(super) pairs: Pairs,
    pub(super) server: SocketAddr,
}

/// What is asked: of the account with the most, and of others.
pub(super) type Pair = (&'static str, Asked, Asked);

impl Worst {
    /// What only reads.
    ///
    /// # Errors
    /// When the server does not answer as it must.
    pub(super) fn reads(&self) -> Result<Vec<Pair>, Problem> {
        let wanted = self.people.id(self.people.wanted().0).number();
        let crowd = self.people.id(0).number();
        let some = |count: u64| (0..count).step_by(count.div_ceil(OTHERS).max(1) as usize);
        let id = |number| self.people.id(number).number();
        let members: Vec<u64> =
            some(self.pairs.members()).map(|which| id(self.pairs.member(which))).collect();
        let hosts: Vec<u64> =
            some(self.pairs.hosts()).map(|which| id(self.pairs.host(which))).collect();
        let invitations = format!("/invitations?MaxResults={PAGE}");
        let rows = format!("/members?OnlyAssociated=false&MaxResults={PAGE}");
        let count = "/invitations/count";
        Ok(vec![
            (
                "ListInvitations, first page",
                get(&invitations, &[wanted]),
                get(&invitations, &members),
            ),
            (
                "ListInvitations, in the middle",
                get(&self.in_the_middle(&invitations, wanted)?, &[wanted]),
                get(&invitations, &members),
            ),
            ("GetInvitationsCount", get(count, &[wanted]), get(count, &members)),
            ("ListMembers, first page", get(&rows, &[crowd]), get(&rows, &hosts)),
            (
                "ListMembers, in the middle",
                get(&self.in_the_middle(&rows, crowd)?, &[crowd]),
                get(&rows, &hosts),
            ),
            ("GetMembers of 50", self.members_of(&[crowd])?, self.members_of(&hosts)?),
        ])
    }

    /// The target of the page that lies behind half of all.
    fn in_the_middle(&self, target: &str, account: u64) -> Result<String, Problem> {
        let (mut line, mut page) = (Line::to(self.server)?, target.to_owned());
        for _ in 0..PAGES {
            let body = line.ask(&Template::of("GET", &page), account, "")?;
            let answer: serde_json::Value = serde_json::from_slice(&body)?;
            let token = answer["NextToken"].as_str().ok_or("there is no next page")?;
            let token: String = url_escaped(token);
            page = format!("{target}&NextToken={token}");
        }
        Ok(page)
    }

    /// What asks for the first fifty members of each.
    fn members_of(&self, administrators: &[u64]) -> Result<Asked, Problem> {
        let mut line = Line::to(self.server)?;
        let list = Template::of("GET", &format!("/members?OnlyAssociated=false&MaxResults={PAGE}"));
        let get = Arc::new(Template::of("POST", "/members/get"));
        let mut requests = Vec::new();
        for account in administrators {
            let ids: Vec<String> = ids_of(&line.ask(&list, *account, "")?, |_| true)?;
            let body = serde_json::json!({ "AccountIds": ids }).to_string();
            requests.push(Request { template: Arc::clone(&get), account: *account, body });
        }
        Ok(Asked::of(requests))
    }

    /// Accounts that can invite the one with the most invitations anew.
    pub(super) fn inviting_one(&self) -> Vec<(u64, u64)> {
        let (wanted, hosts) = self.people.wanted();
        let id = |number| self.people.id(number).number();
        hosts.take(OTHERS as usize).map(|host| (id(host), id(wanted))).collect()
    }

    /// Accounts that can invite others anew, who are nobody's members.
    ///
    /// # Errors
    /// When the server does not answer as it must.
    pub(super) fn inviting_others(&self) -> Result<Vec<(u64, u64)>, Problem> {
        let mut line = Line::to(self.server)?;
        let list = Template::of("GET", "/members?OnlyAssociated=false&MaxResults=50");
        let mut found = Vec::new();
        for which in 0..self.pairs.hosts() {
            let host = self.people.id(self.pairs.host(which)).number();
            let invited =
                ids_of(&line.ask(&list, host, "")?, |row| row["MemberStatus"] == "Invited")?;
            for member in invited {
                let member = member.parse()?;
                if Invites::can_be_invited_again(&mut line, host, member)? {
                    found.push((host, member));
                    break;
                }
            }
            if found.len() as u64 == OTHERS {
                break;
            }
        }
        Ok(found)
    }
}

/// The accounts in a list of members for which something holds.
fn ids_of(
    answer: &[u8],
    holds: impl Fn(&serde_json::Value) -> bool,
) -> Result<Vec<String>, Problem> {
    let answer: serde_json::Value = serde_json::from_slice(answer)?;
    let rows = answer["Members"].as_array().ok_or("there are no members")?;
    let ids = rows.iter().filter(|row| holds(row)).filter_map(|row| row["AccountId"].as_str());
    Ok(ids.map(str::to_owned).collect())
}

fn get(target: &str, accounts: &[u64]) -> Asked {
    let template = Arc::new(Template::of("GET", target));
    let request = |account: &u64| Request {
        template: Arc::clone(&template),
        account: *account,
        body: String::new(),
    };
    Asked::of(accounts.iter().map(request).collect())
}

/// A token as it is in a query.
fn url_escaped(token: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            (byte as char).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    token.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_keeps_its_signs() {
        assert_eq!(url_escaped("aZ0-_.~+/="), "aZ0-_.~%2B%2F%3D");
    }

    #[test]
    fn members_are_found_by_what_holds() {
        let answer =
            br#"{"Members":[{"AccountId":"1","MemberStatus":"Invited"},{"AccountId":"2"}]}"#;
        let invited = ids_of(answer, |row| row["MemberStatus"] == "Invited").unwrap();
        assert_eq!(invited, ["1"]);
        assert!(ids_of(b"{}", |_| true).is_err());
    }
}
