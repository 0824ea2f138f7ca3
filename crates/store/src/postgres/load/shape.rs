//! The one shape that all parts of a load have, so that they can be one statement.

use std::sync::LazyLock;

use accede_membership::Scope;

use super::super::param::Param;
use super::super::sql::{Draft, Place, Statement};

/// What the rows of a part are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Standing,
    Relationship,
    /// A member of an administrator, by its key and status alone.
    Member,
    Account,
    Email,
    Organization,
    Handshake,
    Creation,
    AccessKey,
    Role,
    /// A scope that an account has a standing in.
    Scope,
    /// The version of an account's scopes.
    Whereabouts,
    RowPage,
    InvitationPage,
    InvitationCount,
    AccountPage,
    HandshakePage,
    CreationPage,
    AccessKeyPage,
    RolePage,
    EventPage,
    /// A scope that has relationships.
    ScopeOfRows,
}

impl Part {
    /// All, in their order.
    const ALL: [Part; 22] = [
        Part::Standing,
        Part::Relationship,
        Part::Member,
        Part::Account,
        Part::Email,
        Part::Organization,
        Part::Handshake,
        Part::Creation,
        Part::AccessKey,
        Part::Role,
        Part::Scope,
        Part::Whereabouts,
        Part::RowPage,
        Part::InvitationPage,
        Part::InvitationCount,
        Part::AccountPage,
        Part::HandshakePage,
        Part::CreationPage,
        Part::AccessKeyPage,
        Part::RolePage,
        Part::EventPage,
        Part::ScopeOfRows,
    ];

    /// The part with this number.
    pub(super) fn of(number: i64) -> Option<Part> {
        usize::try_from(number).ok().and_then(|index| Part::ALL.get(index)).copied()
    }

    /// What is selected, column by column of the shape; empty where there is nothing.
    fn columns(self) -> Columns {
        let keys = |a, b| Columns { a, b, ..NOTHING };
        let record = |a, b| Columns { a, b, version: "version", document: "document", ..NOTHING };
        match self {
            Part::Standing => Columns { s: "administrator", ..record("account", "") },
            Part::Relationship | Part::RowPage => Columns {
                s: "status",
                t: "invitation_state",
                at: "invited_at",
                id: "invitation_id",
                ..record("administrator", "member")
            },
            Part::InvitationPage => Columns {
                s: "status",
                t: "invitation_state",
                at: "invited_at",
                id: "invitation_id",
                ..keys("administrator", "member")
            },
            Part::Member => Columns { s: "status", ..keys("administrator", "member") },
            Part::Account | Part::AccountPage => record("account", ""),
            Part::Email => Columns { version: "version", ..keys("account", "email_key") },
            Part::Organization => record("organization", ""),
            Part::Handshake | Part::HandshakePage => record("handshake", ""),
            Part::Creation | Part::CreationPage => record("creation", ""),
            Part::AccessKey | Part::AccessKeyPage => record("access_key", ""),
            Part::Role | Part::RolePage => record("account", "role"),
            Part::Scope => Columns { s: "account", ..keys("service", "region") },
            Part::ScopeOfRows => Columns { s: "administrator", ..keys("service", "region") },
            Part::Whereabouts => Columns { version: "version", ..keys("account", "") },
            Part::InvitationCount => Columns { version: "count(*)", ..NOTHING },
            Part::EventPage => {
                Columns { at: "at", id: "id", document: "document", ..keys("account", "region") }
            }
        }
    }

    /// The table, its rows in the scope of the load.
    pub(super) fn table(self) -> &'static str {
        match self {
            Part::Standing | Part::Scope => "standing",
            Part::Relationship
            | Part::Member
            | Part::RowPage
            | Part::InvitationPage
            | Part::InvitationCount
            | Part::ScopeOfRows => "relationship",
            Part::Account | Part::AccountPage | Part::Email => "account",
            Part::Organization => "organization",
            Part::Handshake | Part::HandshakePage => "handshake",
            Part::Creation | Part::CreationPage => "creation",
            Part::AccessKey | Part::AccessKeyPage => "access_key",
            Part::Role | Part::RolePage => "role",
            Part::Whereabouts => "whereabouts",
            Part::EventPage => "event",
        }
    }
}

struct Columns {
    a: &'static str,
    b: &'static str,
    version: &'static str,
    s: &'static str,
    t: &'static str,
    at: &'static str,
    id: &'static str,
    document: &'static str,
}

const NOTHING: Columns =
    Columns { a: "", b: "", version: "", s: "", t: "", at: "", id: "", document: "" };

/// The columns of the shape by their places.
pub(in crate::postgres) mod column {
    pub(in crate::postgres) const PART: usize = 0;
    pub(in crate::postgres) const A: usize = 1;
    pub(in crate::postgres) const B: usize = 2;
    pub(in crate::postgres) const VERSION: usize = 3;
    pub(in crate::postgres) const S: usize = 4;
    pub(in crate::postgres) const T: usize = 5;
    pub(in crate::postgres) const AT: usize = 6;
    pub(in crate::postgres) const ID: usize = 7;
    pub(in crate::postgres) const DOCUMENT: usize = 8;
}

/// A load as it is put together.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) draft: Draft,
    /// The places of service and Region among the parameters, once they are there.
    scope: Option<(Place, Place)>,
}

impl Question {
    pub(super) fn new() -> Question {
        Question { draft: Draft::new(), scope: None }
    }

    /// Begins to ask for the rows of a part; the condition follows, and then the [`end`](Question::end).
    pub(super) fn begin(&mut self, part: Part) -> &mut Draft {
        let before = if self.draft.is_empty() { "(SELECT " } else { " UNION ALL (SELECT " };
        self.draft.words(before).words(&SELECTED[part as usize]);
        self.draft.words(" FROM ").words(part.table()).words(" WHERE ")
    }

    /// Ends what was begun; `order` says in which order the rows come, as far as the limit.
    pub(super) fn end(&mut self, order: &'static str, limit: Option<i64>) {
        self.draft.words(order);
        if let Some(limit) = limit {
            self.draft.words(" LIMIT ").param(Param::Number(limit));
        }
        self.draft.words(")");
    }

    /// The condition that rows are in a scope.
    pub(super) fn within(&mut self, scope: &Scope) -> &mut Draft {
        let draft = &mut self.draft;
        let (service, region) = *self.scope.get_or_insert_with(|| {
            let mut keep = |text: &str| draft.keep(Param::Text(text.to_owned()));
            (keep(scope.service.name()), keep(scope.region.as_str()))
        });
        draft.words("service = ").again(service).words(" AND region = ").again(region)
    }

    /// The statement, if there is anything to be asked.
    pub(super) fn statement(self) -> Option<Statement> {
        (!self.draft.is_empty()).then(|| self.draft.finish())
    }
}

/// What each part selects.
static SELECTED: LazyLock<[String; Part::ALL.len()]> = LazyLock::new(|| Part::ALL.map(select));

/// The columns of a part in the shape of all.
fn select(part: Part) -> String {
    let or = |name: &str, kind: &str| {
        if name.is_empty() { format!("CAST(NULL AS {kind})") } else { name.to_owned() }
    };
    let Columns { a, b, version, s, t, at, id, document } = part.columns();
    [
        format!("CAST({} AS bigint)", part as i64),
        or(a, "text"),
        or(b, "text"),
        or(version, "bigint"),
        or(s, "text"),
        or(t, "text"),
        or(at, "bigint"),
        or(id, "bytea"),
        or(document, "text"),
    ]
    .join(", ")
}

#[cfg(test)]
mod tests {
    use accede_membership::Service;

    use super::*;

    #[test]
    fn parts_are_numbered_in_their_order() {
        for (number, part) in Part::ALL.into_iter().enumerate() {
            assert_eq!(Part::of(number as i64), Some(part));
            assert_eq!(part as usize, number);
        }
        assert_eq!((Part::of(-1), Part::of(Part::ALL.len() as i64)), (None, None));
    }

    #[test]
    fn a_question_is_one_statement() {
        let scope = Scope { service: Service::Macie, region: "eu-west-1".parse().unwrap() };
        let mut question = Question::new();
        question.begin(Part::Account).words("account = ").text("1");
        question.end("", None);
        for _ in 0..2 {
            question.begin(Part::Whereabouts);
            question.within(&scope);
            question.end(" ORDER BY account", Some(1));
        }
        let statement = question.statement().unwrap();
        assert_eq!(statement.params.len(), 5);
        let words = statement.sql.words();
        assert_eq!(words.matches(" UNION ALL ").count(), 2);
        let within = "service = $2 AND region = $3 ORDER BY account LIMIT ";
        assert!(words.ends_with(&format!("{within}$5)")), "{words}");
        assert_eq!(words.matches(within).count(), 2);
        assert!(Question::new().statement().is_none());
    }
}
