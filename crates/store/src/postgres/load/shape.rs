//! The one shape that all parts of a load have, so that they can be one statement.

use std::sync::LazyLock;

use super::super::param::{Param, Statement, one_of};

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
    statement: Statement,
    /// The places of service and Region among the parameters, once they are there.
    scope: Option<(usize, usize)>,
}

impl Question {
    pub(super) fn new() -> Question {
        Question {
            statement: Statement {
                sql: String::with_capacity(1024),
                params: Vec::with_capacity(8),
            },
            scope: None,
        }
    }

    /// Adds a parameter and says how it is written: `$1`.
    pub(super) fn param(&mut self, param: Param) -> String {
        self.statement.params.push(param);
        format!("${}", self.statement.params.len())
    }

    pub(super) fn texts(&mut self, texts: impl IntoIterator<Item = impl Into<String>>) -> String {
        self.param(Param::texts(texts))
    }

    /// The condition that a column has one of these values.
    pub(super) fn one_of(
        &mut self,
        column: &str,
        values: impl IntoIterator<Item = impl ToString>,
    ) -> String {
        let values = values.into_iter().map(|value| value.to_string()).collect();
        one_of(column, values, &mut self.statement.params)
    }

    pub(super) fn text(&mut self, text: impl Into<String>) -> String {
        self.param(Param::Text(text.into()))
    }

    pub(super) fn number(&mut self, number: i64) -> String {
        self.param(Param::Number(number))
    }

    /// The condition that rows are in a scope.
    pub(super) fn within(&mut self, service: &str, region: &str) -> String {
        let (service, region) = match self.scope {
            Some(places) => places,
            None => {
                self.text(service);
                self.text(region);
                let last = self.statement.params.len();
                (last - 1, last)
            }
        };
        self.scope = Some((service, region));
        format!("service = ${service} AND region = ${region}")
    }

    /// Adds the rows of a part that fulfil a condition; `order` says in which order, and how many.
    pub(super) fn add(&mut self, part: Part, condition: &str, order: &str) {
        if !self.statement.sql.is_empty() {
            self.statement.sql.push_str(" UNION ALL ");
        }
        let sql = &mut self.statement.sql;
        for piece in ["(SELECT ", &SELECTED[part as usize], " FROM ", part.table(), " WHERE "] {
            sql.push_str(piece);
        }
        sql.push_str(condition);
        if !order.is_empty() {
            sql.push(' ');
            sql.push_str(order);
        }
        sql.push(')');
    }

    /// The statement, if there is anything to be asked.
    pub(super) fn statement(self) -> Option<Statement> {
        (!self.statement.sql.is_empty()).then_some(self.statement)
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
        let mut question = Question::new();
        let account = question.texts(["1"]);
        question.add(Part::Account, &format!("account = ANY({account})"), "");
        let within = question.within("macie", "eu");
        question.add(Part::Whereabouts, &within, "LIMIT 1");
        assert_eq!(question.within("macie", "eu"), "service = $2 AND region = $3");
        let statement = question.statement().unwrap();
        assert_eq!(statement.params.len(), 3);
        assert_eq!(statement.sql.matches(" UNION ALL ").count(), 1);
        assert!(Question::new().statement().is_none());
    }
}
