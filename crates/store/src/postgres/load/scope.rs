//! Standings and relationships, and what is found by following them.

use std::collections::BTreeSet;

use accede_membership::{AccountId, Scope, Status, StatusSet};

use super::ask::Wanted;
use super::shape::{Part, Question};
use crate::postgres::param::Param;
use crate::postgres::sql::{Draft, Place};

pub(super) fn add(question: &mut Question, scope: &Scope, wanted: &Wanted<'_>) {
    let mut parts = Parts { question, scope };
    parts.standings(wanted);
    parts.relationships(wanted);
    parts.administrators(wanted);
    parts.members(wanted);
    parts.rows(wanted);
}

struct Parts<'a, 'q> {
    question: &'q mut Question,
    scope: &'a Scope,
}

impl Parts<'_, '_> {
    /// Begins to ask for the rows of a part that are in the scope, and more.
    fn begin(&mut self, part: Part) -> &mut Draft {
        self.question.begin(part);
        self.within().words(" AND ")
    }

    fn within(&mut self) -> &mut Draft {
        self.question.within(self.scope)
    }

    fn end(&mut self) {
        self.question.end("", None);
    }

    fn keep(&mut self, account: AccountId) -> Place {
        self.question.draft.keep(Param::Text(account.to_string()))
    }

    fn standings(&mut self, wanted: &Wanted<'_>) {
        if wanted.standings.is_empty() {
            return;
        }
        self.begin(Part::Standing).one_of("account", texts(&wanted.standings));
        self.end();
    }

    /// All pairs of the accounts that are named are looked up. Nearly always, all have one account in common; where
    /// not, the pairs that nobody asked for are left out of the answer.
    fn relationships(&mut self, wanted: &Wanted<'_>) {
        if wanted.relationships.is_empty() {
            return;
        }
        let pairs = &wanted.relationships;
        let administrators: BTreeSet<_> = pairs.iter().map(|pair| pair.administrator).collect();
        let members: BTreeSet<_> = pairs.iter().map(|pair| pair.member).collect();
        // One pair is named by its whole key: no statistics, or old ones, can have the planner walk through the scope.
        let draft = self.begin(Part::Relationship);
        draft.one_of("administrator", texts(&administrators));
        draft.words(" AND ").one_of("member", texts(&members));
        self.end();
    }

    fn administrators(&mut self, wanted: &Wanted<'_>) {
        for member in &wanted.administrators_of {
            let member = self.keep(*member);
            self.begin(Part::Standing).words("account = ");
            self.administrator_of(member);
            self.end();
            self.begin(Part::Relationship).words("administrator = ");
            self.administrator_of(member).words(" AND member = ").again(member);
            self.end();
        }
    }

    fn administrator_of(&mut self, member: Place) -> &mut Draft {
        self.question.draft.words("(SELECT administrator FROM standing WHERE ");
        self.within().words(" AND account = ").again(member).words(")")
    }

    fn members(&mut self, wanted: &Wanted<'_>) {
        for (administrator, statuses) in &wanted.members_of {
            let administrator = self.keep(*administrator);
            self.begin(Part::Member).words("administrator = ").again(administrator).words(" AND ");
            has_one_of(&mut self.question.draft, *statuses);
            self.end();
            self.begin(Part::Standing).words("account IN (SELECT member FROM relationship WHERE ");
            self.within().words(" AND administrator = ").again(administrator).words(" AND ");
            has_one_of(&mut self.question.draft, *statuses);
            self.question.draft.words(")");
            self.end();
        }
    }

    fn rows(&mut self, wanted: &Wanted<'_>) {
        for administrator in &wanted.rows_of {
            let everybody = wanted.everybody_of.contains(administrator);
            let administrator = self.keep(*administrator);
            self.begin(Part::Relationship).words("administrator = ").again(administrator);
            self.question.draft.words(" AND status IS NOT NULL");
            self.end();
            if everybody {
                self.begin(Part::Standing);
                self.is_member_of(administrator);
                self.end();
                self.question.begin(Part::Account);
                self.is_member_of(administrator);
                self.end();
            }
        }
    }

    fn is_member_of(&mut self, administrator: Place) {
        self.question.draft.words("account IN (SELECT member FROM relationship WHERE ");
        self.within().words(" AND administrator = ").again(administrator);
        self.question.draft.words(" AND status IS NOT NULL)");
    }
}

fn texts(accounts: &BTreeSet<AccountId>) -> impl Iterator<Item = String> {
    accounts.iter().map(AccountId::to_string)
}

/// The condition that a row has one of these statuses.
///
/// They are few, and named in the statement itself: a list of them would have it planned anew each time.
pub(super) fn has_one_of(draft: &mut Draft, statuses: StatusSet) {
    let mut is_first = true;
    for status in Status::ALL.into_iter().filter(|status| statuses.contains(*status)) {
        draft.words(if is_first { "status IN ('" } else { "', '" }).words(status.name());
        is_first = false;
    }
    draft.words(if is_first { "status IS NULL AND status IS NOT NULL" } else { "')" });
}
