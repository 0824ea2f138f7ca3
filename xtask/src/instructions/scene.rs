//! What is in the store before anything is counted: accounts that were invited, and those who invited them.

use std::ops::Range;

use super::client::Client;
use super::sign::Ask;

pub(super) const HUB: &str = "securityhub";
pub(super) const MACIE: &str = "macie2";

/// How many accounts take turns.
pub(super) const MANY: u64 = 64;

/// Who invites. The first has accepted members, too.
pub(super) const ADMINISTRATORS: u64 = 300_000_000_000;
/// Those who have no invitation, 20 or 50.
pub(super) const UNINVITED: u64 = 400_000_000_000;
pub(super) const TWENTY: u64 = 420_000_000_000;
pub(super) const FIFTY: u64 = 450_000_000_000;
/// Whose members are listed, and one of them, who has accepted.
pub(super) const LISTED: u64 = 500_000_000_000;
pub(super) const MEMBERS: u64 = 510_000_000_000;
/// Who invite while it is counted, and whom.
pub(super) const INVITING: u64 = 600_000_000_000;
pub(super) const INVITED: u64 = 700_000_000_000;

/// How many administrators invite while it is counted, and how many accounts each of them may.
pub(super) const INVITERS: u64 = 48;
pub(super) const EACH: u64 = 50;

/// What a store has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scene {
    /// Accounts with 0, 20 and 50 invitations.
    Invited,
    /// One with 20: little enough to be made under valgrind.
    Few,
    /// One with 20, of Macie.
    Macie,
    /// An administrator with many members.
    Members,
    /// Administrators whose members wait to be invited.
    Inviters,
}

impl Scene {
    /// Fills an empty store.
    ///
    /// # Errors
    /// When something is refused.
    pub(super) fn set(self, client: &mut Client) -> Result<(), String> {
        match self {
            Scene::Invited => {
                each(client, UNINVITED..=UNINVITED)?;
                invitations(client, FIFTY..FIFTY + 1, 50)?;
                invitations(client, TWENTY..TWENTY + MANY, 20)
            }
            Scene::Few => invitations(client, TWENTY..TWENTY + 1, 20),
            Scene::Macie => macie_invitations(client, TWENTY, 20),
            Scene::Members => members(client),
            Scene::Inviters => inviters(client),
        }
    }
}

/// So many invitations for each of these members, of administrators who are the same for all.
fn invitations(client: &mut Client, members: Range<u64>, count: u64) -> Result<(), String> {
    each(client, members.clone())?;
    for administrator in ADMINISTRATORS..ADMINISTRATORS + count {
        each(client, administrator..=administrator)?;
        create(client, administrator, members.clone())?;
        let all: Vec<u64> = members.clone().collect();
        for some in all.chunks(50) {
            order(client, administrator, &Ask::new(HUB, "POST", "/members/invite", ids(some)))?;
        }
    }
    Ok(())
}

/// The same for Macie, where members are created one by one: only the first account of the crowd.
fn macie_invitations(client: &mut Client, member: u64, count: u64) -> Result<(), String> {
    let enable = Ask::new(MACIE, "POST", "/macie", "{}");
    order(client, member, &enable)?;
    for administrator in ADMINISTRATORS..ADMINISTRATORS + count {
        order(client, administrator, &enable)?;
        let created =
            format!(r#"{{"account":{{"accountId":"{member}","email":"m@example.com"}}}}"#);
        order(client, administrator, &Ask::new(MACIE, "POST", "/members", created))?;
        let invited = format!(r#"{{"accountIds":["{member}"]}}"#);
        order(client, administrator, &Ask::new(MACIE, "POST", "/invitations", invited))?;
    }
    Ok(())
}

/// An administrator with 200 members, the first of which has accepted.
fn members(client: &mut Client) -> Result<(), String> {
    each(client, LISTED..=LISTED)?;
    each(client, MEMBERS..=MEMBERS)?;
    create(client, LISTED, MEMBERS..MEMBERS + 200)?;
    order(client, LISTED, &Ask::new(HUB, "POST", "/members/invite", ids(&[MEMBERS])))?;
    let listed = order(client, MEMBERS, &Ask::new(HUB, "GET", "/invitations", ""))?;
    let id = listed.split("\"InvitationId\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.ok_or_else(|| format!("no invitation in {listed}"))?;
    let accepted = format!(r#"{{"AdministratorId":"{LISTED}","InvitationId":"{id}"}}"#);
    order(client, MEMBERS, &Ask::new(HUB, "POST", "/administrator", accepted)).map(|_| ())
}

/// Those who invite while it is counted, each with 50 that wait for it.
fn inviters(client: &mut Client) -> Result<(), String> {
    for inviter in INVITING..INVITING + INVITERS {
        each(client, inviter..=inviter)?;
        create(client, inviter, INVITED..INVITED + EACH)?;
    }
    Ok(())
}

/// Has Security Hub enabled by these accounts, which may have done so before.
fn each(client: &mut Client, accounts: impl IntoIterator<Item = u64>) -> Result<(), String> {
    let enable = Ask::new(HUB, "POST", "/accounts", "{}");
    for account in accounts {
        match order(client, account, &enable) {
            Err(problem) if !problem.contains("ResourceConflictException") => return Err(problem),
            _ => {}
        }
    }
    Ok(())
}

fn create(client: &mut Client, administrator: u64, members: Range<u64>) -> Result<(), String> {
    let all: Vec<u64> = members.collect();
    for some in all.chunks(50) {
        let details: Vec<String> =
            some.iter().map(|id| format!(r#"{{"AccountId":"{id:012}"}}"#)).collect();
        let body = format!(r#"{{"AccountDetails":[{}]}}"#, details.join(","));
        order(client, administrator, &Ask::new(HUB, "POST", "/members", body))?;
    }
    Ok(())
}

/// A body that names accounts.
pub(super) fn ids(accounts: &[u64]) -> String {
    let ids: Vec<String> = accounts.iter().map(|id| format!("\"{id:012}\"")).collect();
    format!(r#"{{"AccountIds":[{}]}}"#, ids.join(","))
}

/// What must be answered without anything left undone.
fn order(client: &mut Client, account: u64, ask: &Ask) -> Result<String, String> {
    let about = |what: &str| format!("{} {} of {account}: {what}", ask.method, ask.target);
    let body = client.ask(&ask.unsigned(account)).map_err(|problem| about(&problem))?;
    let body = String::from_utf8_lossy(body).into_owned();
    let undone = ["\"ProcessingResult\"", "\"errorCode\""];
    if undone.iter().any(|word| body.contains(word)) { Err(about(&body)) } else { Ok(body) }
}
