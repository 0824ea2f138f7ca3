//! What both sides see, in the columns of semantics §5.5, read by real commands.

use accede_membership::{Command, Received, Refusal, Relationship, Reply, StatusSet};

use super::commands::{get, list, list_invitations};
use super::{Lab, Who};

impl Lab {
    /// A's and M's views of each other: A's plain list, A's list of all rows, M's list of invitations, M's
    /// administrator and M's count, as `Enabled | Enabled | Enabled #1 | A Enabled #1 | 0`.
    ///
    /// `#1` is the id of the first invitation that was given out, `-` is nothing, `off` is a refusal because
    /// the service is off.
    pub(crate) fn views(&self) -> String {
        self.views_of(Who::A, Who::M)
    }

    /// The same for any two accounts.
    pub(crate) fn views_of(&self, administrator: Who, member: Who) -> String {
        let columns = [
            self.row_listed(administrator, member, self.rules.listed),
            self.row_listed(administrator, member, StatusSet::ALL),
            self.invitation_listed(administrator, member),
            self.administrator(member),
            self.count(member),
        ];
        self.require_get_as_listed(administrator, member, &columns[1]);
        columns.join(" | ")
    }

    fn ask(&self, who: Who, command: &Command) -> Result<Reply, Refusal> {
        let mut lab = self.clone();
        let reply = lab.run(who, command);
        assert_eq!(lab.world, self.world, "{command:?} only reads");
        reply
    }

    fn row_listed(&self, administrator: Who, member: Who, statuses: StatusSet) -> String {
        match self.ask(administrator, &list(statuses)) {
            Ok(Reply::MemberPage { members, .. }) => {
                let row = members.iter().find(|row| row.pair.member == member.id());
                text(row.and_then(status))
            }
            other => off(other),
        }
    }

    fn invitation_listed(&self, administrator: Who, member: Who) -> String {
        match self.ask(member, &list_invitations()) {
            Ok(Reply::InvitationPage { invitations, .. }) => {
                let from_a = |i: &&Received| i.administrator == administrator.id();
                let mine: Vec<_> = invitations.iter().filter(from_a).collect();
                assert!(mine.len() <= 1, "one invitation of each administrator");
                let mine = mine.first();
                text(mine.map(|i| format!("{} #{}", i.status(&self.rules).name(), i.id.0)))
            }
            other => off(other),
        }
    }

    fn administrator(&self, member: Who) -> String {
        match self.ask(member, &Command::GetAdministrator) {
            Ok(Reply::Administrator(Some(relationship))) => {
                let who = Who::AND_G.iter().find(|w| w.id() == relationship.pair.administrator);
                let who = who.map_or("?".to_owned(), |who| format!("{who:?}"));
                let id = relationship.invitation.as_ref().map(|i| format!(" #{}", i.id.0));
                let status = text(status(&relationship));
                format!("{who} {status}{}", id.unwrap_or_default())
            }
            Ok(Reply::Administrator(None)) => "-".to_owned(),
            other => off(other),
        }
    }

    fn count(&self, member: Who) -> String {
        match self.ask(member, &Command::CountInvitations) {
            Ok(Reply::InvitationCount(count)) => count.to_string(),
            other => off(other),
        }
    }

    fn require_get_as_listed(&self, administrator: Who, member: Who, listed: &str) {
        if self.rules.quotas.batch == 0 {
            return;
        }
        let got = match self.ask(administrator, &get(member)) {
            Ok(Reply::Members { members, .. }) => text(members.first().and_then(status)),
            other => off(other),
        };
        assert_eq!(got, listed, "GetMembers and ListMembers agree");
    }
}

fn status(relationship: &Relationship) -> Option<String> {
    relationship.status().map(|status| status.name().to_owned())
}

fn text(something: Option<String>) -> String {
    something.unwrap_or_else(|| "-".to_owned())
}

fn off(outcome: Result<Reply, Refusal>) -> String {
    assert_eq!(outcome, Err(Refusal::ServiceOff));
    "off".to_owned()
}
