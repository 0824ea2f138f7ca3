//! The tables of records, as commits write them.

/// A table of records. Their order is that in which everybody locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Table {
    Account,
    Organization,
    Handshake,
    Creation,
    AccessKey,
    Role,
    /// Which scopes an account has standings in: a version that changes with them.
    Whereabouts,
    Standing,
    Relationship,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Column {
    Text(&'static str),
    Number(&'static str),
    Bytes(&'static str),
}

impl Column {
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Column::Text(name) | Column::Number(name) | Column::Bytes(name) => name,
        }
    }
}

impl Table {
    #[cfg(test)]
    pub(in super::super) const ALL: [Table; 9] = [
        Table::Account,
        Table::Organization,
        Table::Handshake,
        Table::Creation,
        Table::AccessKey,
        Table::Role,
        Table::Whereabouts,
        Table::Standing,
        Table::Relationship,
    ];

    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Table::Account => "account",
            Table::Organization => "organization",
            Table::Handshake => "handshake",
            Table::Creation => "creation",
            Table::AccessKey => "access_key",
            Table::Role => "role",
            Table::Whereabouts => "whereabouts",
            Table::Standing => "standing",
            Table::Relationship => "relationship",
        }
    }

    /// Whether its keys begin with service and Region.
    pub(in super::super) fn is_scoped(self) -> bool {
        matches!(self, Table::Standing | Table::Relationship)
    }

    /// The columns of its key, within the scope.
    pub(in super::super) fn keys(self) -> &'static [&'static str] {
        match self {
            Table::Account | Table::Whereabouts | Table::Standing => &["account"],
            Table::Organization => &["organization"],
            Table::Handshake => &["handshake"],
            Table::Creation => &["creation"],
            Table::AccessKey => &["access_key"],
            Table::Role => &["account", "role"],
            Table::Relationship => &["administrator", "member"],
        }
    }

    /// Its columns besides key and version.
    pub(in super::super) fn columns(self) -> &'static [Column] {
        const DOCUMENT: Column = Column::Text("document");
        match self {
            Table::Account => &[
                DOCUMENT,
                Column::Text("email_key"),
                Column::Text("organization"),
                Column::Text("parent"),
            ],
            Table::Organization | Table::Role => &[DOCUMENT],
            Table::Handshake => &[DOCUMENT, Column::Text("account"), Column::Text("organization")],
            Table::Creation => &[DOCUMENT, Column::Text("organization")],
            Table::AccessKey => &[DOCUMENT, Column::Text("account")],
            Table::Whereabouts => &[],
            Table::Standing => &[DOCUMENT, Column::Text("administrator")],
            Table::Relationship => &[
                DOCUMENT,
                Column::Text("status"),
                Column::Bytes("invitation_id"),
                Column::Number("invited_at"),
                Column::Text("invitation_state"),
            ],
        }
    }
}
