//! Pages of an administrator's rows and of a member's invitations.

use accede_membership::{Page, Read, Scope};

use super::scope::names;
use super::shape::{Part, Question};

pub(super) fn add(question: &mut Question, scope: Option<&Scope>, read: &Read) {
    let Some(Scope { service, region }) = scope else { return };
    let within = |question: &mut Question| question.within(service.name(), region.as_str());
    match read {
        Read::RowPage { administrator, statuses, page } => {
            let within = within(question);
            let administrator = question.text(administrator.to_string());
            let statuses = question.texts(names(*statuses));
            let (after, limit) = bounds(question, *page);
            let condition = format!(
                "{within} AND administrator = {administrator} AND member > {after} AND status = ANY({statuses})"
            );
            question.add(Part::RowPage, &condition, &format!("ORDER BY member LIMIT {limit}"));
        }
        Read::InvitationPage { member, page } => {
            let within = within(question);
            let member = question.text(member.to_string());
            let (after, limit) = bounds(question, *page);
            let condition = format!(
                "{within} AND member = {member} AND administrator > {after} AND invitation_id IS NOT NULL"
            );
            let order = format!("ORDER BY administrator LIMIT {limit}");
            question.add(Part::InvitationPage, &condition, &order);
        }
        Read::InvitationCount { member, besides } => {
            let within = within(question);
            let member = question.text(member.to_string());
            let besides = question.text(besides.name());
            let condition = format!(
                "{within} AND member = {member} AND invitation_id IS NOT NULL AND invitation_state <> {besides}"
            );
            question.add(Part::InvitationCount, &condition, "");
        }
        _ => {}
    }
}

fn bounds(question: &mut Question, Page { after, limit }: Page) -> (String, String) {
    let after = after.map(|account| account.to_string()).unwrap_or_default();
    (question.text(after), question.number(self::limit(limit)))
}

/// A number of rows, as PostgreSQL is given it.
pub(super) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
