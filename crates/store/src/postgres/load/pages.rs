//! Pages of an administrator's rows and of a member's invitations.

use accede_membership::{Page, Read, Scope};

use super::scope::has_one_of;
use super::shape::{Part, Question};

pub(super) fn add(question: &mut Question, scope: Option<&Scope>, read: &Read) {
    let Some(scope) = scope else { return };
    match read {
        Read::RowPage { administrator, statuses, page } => {
            question.begin(Part::RowPage);
            let draft = question.within(scope).words(" AND administrator = ");
            draft.text(administrator.to_string()).words(" AND member > ").text(after(*page));
            draft.words(" AND ");
            has_one_of(draft, *statuses);
            question.end(" ORDER BY member", Some(limit(page.limit)));
        }
        Read::InvitationPage { member, page } => {
            question.begin(Part::InvitationPage);
            let draft = question.within(scope).words(" AND member = ").text(member.to_string());
            draft.words(" AND administrator > ").text(after(*page));
            draft.words(" AND invitation_id IS NOT NULL");
            question.end(" ORDER BY administrator", Some(limit(page.limit)));
        }
        Read::InvitationCount { member, besides } => {
            question.begin(Part::InvitationCount);
            let draft = question.within(scope).words(" AND member = ").text(member.to_string());
            draft.words(" AND invitation_id IS NOT NULL AND invitation_state <> ");
            draft.text(besides.name());
            question.end("", None);
        }
        _ => {}
    }
}

/// What a page comes after.
fn after(page: Page) -> String {
    page.after.map(|account| account.to_string()).unwrap_or_default()
}

/// A number of rows, as PostgreSQL is given it.
pub(super) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
