//! Standings and relationships, and what is found by following them.

use std::collections::BTreeSet;

use accede_membership::{Scope, Status, StatusSet};

use super::ask::Wanted;
use super::shape::{Part, Question};

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
    fn within(&mut self) -> String {
        self.question.within(self.scope.service.name(), self.scope.region.as_str())
    }

    fn standings(&mut self, wanted: &Wanted<'_>) {
        if wanted.standings.is_empty() {
            return;
        }
        let within = self.within();
        let accounts = self.question.one_of("account", &wanted.standings);
        self.question.add(Part::Standing, &format!("{within} AND {accounts}"), "");
    }

    /// All pairs of the accounts that are named are looked up. Nearly always, all have one account in common; where
    /// not, the pairs that nobody asked for are left out of the answer.
    fn relationships(&mut self, wanted: &Wanted<'_>) {
        if wanted.relationships.is_empty() {
            return;
        }
        let within = self.within();
        let pairs = &wanted.relationships;
        let administrators: BTreeSet<_> = pairs.iter().map(|pair| pair.administrator).collect();
        let members: BTreeSet<_> = pairs.iter().map(|pair| pair.member).collect();
        // One pair is named by its whole key: no statistics, or old ones, can have the planner walk through the scope.
        let administrators = self.question.one_of("administrator", &administrators);
        let members = self.question.one_of("member", &members);
        let condition = format!("{within} AND {administrators} AND {members}");
        self.question.add(Part::Relationship, &condition, "");
    }

    fn administrators(&mut self, wanted: &Wanted<'_>) {
        for member in &wanted.administrators_of {
            let within = self.within();
            let member = self.question.text(member.to_string());
            let administrator = format!(
                "(SELECT administrator FROM standing WHERE {within} AND account = {member})"
            );
            let condition = format!("{within} AND account = {administrator}");
            self.question.add(Part::Standing, &condition, "");
            let condition =
                format!("{within} AND administrator = {administrator} AND member = {member}");
            self.question.add(Part::Relationship, &condition, "");
        }
    }

    fn members(&mut self, wanted: &Wanted<'_>) {
        for (administrator, statuses) in &wanted.members_of {
            let within = self.within();
            let administrator = self.question.text(administrator.to_string());
            let statuses = self.question.texts(names(*statuses));
            let condition = format!(
                "{within} AND administrator = {administrator} AND status = ANY({statuses})"
            );
            self.question.add(Part::Member, &condition, "");
            let members = format!("(SELECT member FROM relationship WHERE {condition})");
            let condition = format!("{within} AND account IN {members}");
            self.question.add(Part::Standing, &condition, "");
        }
    }

    fn rows(&mut self, wanted: &Wanted<'_>) {
        for administrator in &wanted.rows_of {
            let within = self.within();
            let everybody = wanted.everybody_of.contains(administrator);
            let administrator = self.question.text(administrator.to_string());
            let condition =
                format!("{within} AND administrator = {administrator} AND status IS NOT NULL");
            self.question.add(Part::Relationship, &condition, "");
            if everybody {
                let members =
                    format!("account IN (SELECT member FROM relationship WHERE {condition})");
                self.question.add(Part::Standing, &format!("{within} AND {members}"), "");
                self.question.add(Part::Account, &members, "");
            }
        }
    }
}

/// The names of statuses, as the caller wants them.
pub(super) fn names(statuses: StatusSet) -> impl Iterator<Item = &'static str> {
    Status::ALL.into_iter().filter(move |status| statuses.contains(*status)).map(Status::name)
}
