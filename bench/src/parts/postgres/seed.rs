//! What is in the database before anything is measured.
//!
//! A server makes a few rows of each kind, as clients ask it to. All others are copies of these with other accounts, so
//! that they are whatever the server writes nowadays.

use super::accounts::{ADMINISTRATORS, CROWD, INVITATIONS, INVITED, LISTED, SAMPLE, STEP, Sample};

/// The statements that copy the sample's rows, with so many rounds of members that wait for an invitation.
pub(crate) fn sql(rounds: u64) -> String {
    let Sample { administrator, invited, created } = SAMPLE;
    let mut all = Vec::new();
    for (crowd, like) in [(ADMINISTRATORS, administrator), (LISTED, invited), (INVITED, invited)] {
        all.push(format!(
            "INSERT INTO account (account, version, document, email_key) \
             SELECT {crowd} + n, {VERSION}, replace(document, '{like}', ({crowd} + n)::text), \
             replace(email_key, '{like}', ({crowd} + n)::text) \
             FROM account, generate_series(0, {CROWD} - 1) AS n WHERE account = '{like}'"
        ));
        all.push(format!(
            "INSERT INTO whereabouts (account, version) \
             SELECT {crowd} + n, {VERSION} FROM generate_series(0, {CROWD} - 1) AS n"
        ));
        let tally = if crowd == ADMINISTRATORS { INVITATIONS + rounds } else { 0 };
        all.push(format!(
            "INSERT INTO standing (service, region, account, version, document, administrator) \
             SELECT service, region, {crowd} + n, {VERSION}, regexp_replace(document, \
             '\"tally\":\\[\\d+,\\d+,\\d+', '\"tally\":[{tally},{tally},{tally}'), administrator \
             FROM standing, generate_series(0, {CROWD} - 1) AS n WHERE account = '{like}'"
        ));
    }
    let listed = format!("(n * {STEP} + k * 499) % {CROWD}");
    all.push(relationships(invited, &listed, LISTED, "n", INVITATIONS));
    let waiting = format!("(n * 31 + k * 17) % {CROWD}");
    all.push(relationships(created, "n", INVITED, &waiting, rounds));
    all.join(";\n")
}

/// A version as the server gives them: any.
const VERSION: &str = "(random() * 9e17)::bigint";

/// For each `n` of a crowd and each `k` of so many, a relationship like the sample's with `member`.
fn relationships(
    member: u64,
    administrators: &str,
    crowd: u64,
    members: &str,
    each: u64,
) -> String {
    let (one, two) = (
        format!("({ADMINISTRATORS} + {administrators})::text"),
        format!("({crowd} + {members})::text"),
    );
    format!(
        "INSERT INTO relationship (service, region, administrator, member, version, document, \
         status, invitation_id, invited_at, invitation_state) \
         SELECT service, region, {one}, {two}, {VERSION}, replace(document, '{member}', {two}), \
         status, CASE WHEN invitation_id IS NULL THEN NULL ELSE decode(md5(random()::text), 'hex') END, \
         invited_at, invitation_state FROM relationship, generate_series(0, {CROWD} - 1) AS n, \
         generate_series(0, {each} - 1) AS k WHERE member = '{member}'"
    )
}

/// Answers `1` once the database itself has looked at what it holds, as it does when much has changed.
pub(crate) const IS_ANALYZED: &str = "SELECT count(*) FROM pg_stat_user_tables WHERE \
    relname IN ('account', 'standing', 'relationship') AND \
    (last_autoanalyze IS NULL OR n_mod_since_analyze > n_live_tup / 5)";
