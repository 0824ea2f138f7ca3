//! What the database holds.
//!
//! The definitions keep to what engines that speak PostgreSQL's protocol have in common: texts, numbers and bytes,
//! primary keys that lead with the scope, plain indexes; nothing that draws numbers, watches rows or refers to other
//! tables. Texts of keys compare byte by byte, whatever the database's own order of letters is.

/// Every definition, in the order in which they were ever made. Each is a transaction by itself, and does nothing
/// where it was made already.
///
/// A definition is never changed and never removed: what is to be different is a further one. Servers of the version
/// before must be able to work with what it leaves behind.
pub(super) const STEPS: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS migration (step bigint NOT NULL PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS meta (name text COLLATE \"C\" NOT NULL PRIMARY KEY, value text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS request (\
     id bytea NOT NULL PRIMARY KEY, \
     made bigint NOT NULL, \
     at timestamptz NOT NULL DEFAULT now())",
    "CREATE TABLE IF NOT EXISTS standing (\
     service text COLLATE \"C\" NOT NULL, \
     region text COLLATE \"C\" NOT NULL, \
     account text COLLATE \"C\" NOT NULL, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     administrator text COLLATE \"C\", \
     PRIMARY KEY (service, region, account))",
    "CREATE INDEX IF NOT EXISTS standing_by_account ON standing (account, service, region)",
    "CREATE TABLE IF NOT EXISTS whereabouts (\
     account text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL)",
    "CREATE TABLE IF NOT EXISTS relationship (\
     service text COLLATE \"C\" NOT NULL, \
     region text COLLATE \"C\" NOT NULL, \
     administrator text COLLATE \"C\" NOT NULL, \
     member text COLLATE \"C\" NOT NULL, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     status text COLLATE \"C\", \
     invitation_id bytea, \
     invited_at bigint, \
     invitation_state text COLLATE \"C\", \
     PRIMARY KEY (service, region, administrator, member))",
    "CREATE INDEX IF NOT EXISTS relationship_by_member ON relationship \
     (service, region, member, administrator) WHERE invitation_id IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS account (\
     account text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     email_key text COLLATE \"C\", \
     organization text COLLATE \"C\", \
     parent text COLLATE \"C\")",
    "CREATE UNIQUE INDEX IF NOT EXISTS account_by_email ON account (email_key)",
    "CREATE INDEX IF NOT EXISTS account_by_organization ON account (organization, account) \
     WHERE organization IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS account_by_parent ON account (organization, parent, account) \
     WHERE organization IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS organization (\
     organization text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL, \
     document text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS handshake (\
     handshake text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     account text COLLATE \"C\" NOT NULL, \
     organization text COLLATE \"C\" NOT NULL)",
    "CREATE INDEX IF NOT EXISTS handshake_by_account ON handshake (account, handshake)",
    "CREATE INDEX IF NOT EXISTS handshake_by_organization ON handshake (organization, handshake)",
    "CREATE TABLE IF NOT EXISTS creation (\
     creation text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     organization text COLLATE \"C\" NOT NULL)",
    "CREATE INDEX IF NOT EXISTS creation_by_organization ON creation (organization, creation)",
    "CREATE TABLE IF NOT EXISTS access_key (\
     access_key text COLLATE \"C\" NOT NULL PRIMARY KEY, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     account text COLLATE \"C\" NOT NULL)",
    "CREATE INDEX IF NOT EXISTS access_key_by_account ON access_key (account, access_key)",
    "CREATE TABLE IF NOT EXISTS role (\
     account text COLLATE \"C\" NOT NULL, \
     role text COLLATE \"C\" NOT NULL, \
     version bigint NOT NULL, \
     document text NOT NULL, \
     PRIMARY KEY (account, role))",
    "CREATE TABLE IF NOT EXISTS event (\
     account text COLLATE \"C\" NOT NULL, \
     region text COLLATE \"C\" NOT NULL, \
     at bigint NOT NULL, \
     id bytea NOT NULL, \
     document text NOT NULL, \
     PRIMARY KEY (account, region, at, id))",
    "CREATE UNIQUE INDEX IF NOT EXISTS event_by_place ON event (at, id)",
    "CREATE INDEX IF NOT EXISTS request_by_time ON request (at)",
];

/// The names of all tables.
pub(super) const TABLES: &[&str] = &[
    "meta",
    "request",
    "standing",
    "whereabouts",
    "relationship",
    "account",
    "organization",
    "handshake",
    "creation",
    "access_key",
    "role",
    "event",
];

/// The last step.
pub(super) fn last() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::commit::Table;
    use super::*;

    #[test]
    fn every_table_is_defined_with_its_columns() {
        for name in TABLES {
            let start = format!("CREATE TABLE IF NOT EXISTS {name} (");
            assert_eq!(STEPS.iter().filter(|step| step.starts_with(&start)).count(), 1, "{name}");
        }
        for table in Table::ALL {
            let start = format!("CREATE TABLE IF NOT EXISTS {} (", table.name());
            let step = STEPS.iter().find(|step| step.starts_with(&start)).unwrap();
            for column in
                table.keys().iter().copied().chain(table.columns().iter().map(|c| c.name()))
            {
                assert!(
                    step.contains(&format!(" {column} ")) || step.contains(&format!("({column} ")),
                    "{column}: {step}"
                );
            }
            assert_eq!(step.contains("(service text"), table.is_scoped());
        }
        assert_eq!(
            TABLES.len() + 1,
            STEPS.iter().filter(|s| s.starts_with("CREATE TABLE")).count()
        );
    }
}
