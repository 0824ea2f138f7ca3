//! The states that the tables start from. A and M reach them by real commands; what has no commands yet is
//! constructed.

use accede_membership::{
    Pair, Relationship, Row, Standing, Status, Switch, Tags, Tally, Timestamp,
};

use accede_membership::directory::Account;

use super::commands::{
    EMAIL, accept, create, decline, disable, disassociate, invite, leave, suspend,
};
use super::{Lab, Who};

impl Lab {
    /// A has added M.
    pub(crate) fn created(self) -> Lab {
        self.after(Who::A, create(Who::M))
    }

    /// A has invited M; the invitation is number 1. With a later email check: M2.
    pub(crate) fn invited(self) -> Lab {
        self.created().after(Who::A, invite(Who::M))
    }

    /// M has accepted A's invitation.
    pub(crate) fn enabled(self) -> Lab {
        self.invited().after(Who::M, accept(Who::A, 1))
    }

    /// M has declined A's invitation.
    pub(crate) fn declined(self) -> Lab {
        self.invited().after(Who::M, decline(Who::A))
    }

    /// M was a member of A and left.
    pub(crate) fn left(self) -> Lab {
        self.enabled().after(Who::M, leave())
    }

    /// M was a member of A, which removed it.
    pub(crate) fn removed(self) -> Lab {
        self.enabled().after(Who::A, disassociate(Who::M))
    }

    /// M is a member of A, which suspended it.
    pub(crate) fn paused(self) -> Lab {
        self.enabled().after(Who::A, suspend(Who::M))
    }

    /// The check of M's email failed.
    pub(crate) fn email_failed(self) -> Lab {
        self.knows(Who::M, "somebody-else@example.com").invited()
    }

    /// N is a member of B; takes the next invitation id.
    pub(crate) fn another_membership(mut self) -> Lab {
        let number = self.ids.0 + 1;
        self.must(Who::B, create(Who::N));
        self.must(Who::B, invite(Who::N));
        self.after(Who::N, accept(Who::B, number))
    }

    /// The service of one account is off.
    pub(crate) fn off(self, who: Who) -> Lab {
        self.after(who, disable())
    }

    /// The directory knows an account's email.
    pub(crate) fn knows(mut self, who: Who, email: &str) -> Lab {
        self.entry(who).email = Some(email.to_owned());
        self
    }

    /// The directory knows that M has the email that A gives.
    pub(crate) fn knows_m(self) -> Lab {
        self.knows(Who::M, EMAIL)
    }

    /// M is in the organization that A administers, with a row of this status (semantics §9.4).
    pub(crate) fn organization(self, status: Status) -> Lab {
        self.organization_of(Who::A, Who::M, status)
    }

    /// Constructed, so that a table can start where no command leads.
    pub(crate) fn organization_of(self, a: Who, m: Who, status: Status) -> Lab {
        let members = if status == Status::Deleted { vec![a] } else { vec![a, m] };
        let mut lab = self.organized(&members).designated(a);
        lab.put_row(a, m, status);
        lab
    }

    fn put_row(&mut self, a: Who, m: Who, status: Status) {
        let pair = Pair { administrator: a.id(), member: m.id() };
        let now = Timestamp(500);
        let relationship = Relationship::of_organization(pair, Tags::new(), status, now);
        let member = self.standing_mut(m);
        if relationship.is_associated() {
            member.administrator = Some(a.id());
        }
        if status == Status::Paused {
            member.switch = Switch::Paused;
        }
        let tally = &mut self.standing_mut(a).tally;
        *tally = tally.moved(Tally::default(), Tally::of(Some(&relationship)));
        self.world.relationships.insert(pair, relationship);
    }

    /// What the directory knows of an account.
    pub(crate) fn entry(&mut self, who: Who) -> &mut Account {
        self.world.accounts.entry(who.id()).or_default()
    }

    pub(crate) fn standing_mut(&mut self, who: Who) -> &mut Standing {
        self.world.standings.get_mut(&who.id()).expect("a standing")
    }

    pub(crate) fn standing(&self, who: Who) -> Standing {
        self.world.standings.get(&who.id()).cloned().unwrap_or_default()
    }

    pub(crate) fn relationship(&self, a: Who, m: Who) -> Option<&Relationship> {
        self.world.relationships.get(&Pair { administrator: a.id(), member: m.id() })
    }

    /// A's row for M.
    pub(crate) fn row(&self) -> Row {
        let relationship = self.relationship(Who::A, Who::M).expect("a relationship");
        relationship.row.clone().expect("a row")
    }
}
