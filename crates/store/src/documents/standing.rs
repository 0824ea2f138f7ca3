//! A standing, but for its account and its administrator, which have columns of their own.

use accede_membership::{Configuration, Settings, Standing, Switch, Tags, Tally, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandingDocument {
    switch: Text<Switch>,
    enabled_at: i64,
    updated_at: i64,
    #[serde(default, skip_serializing_if = "Settings::is_empty")]
    settings: Settings,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    tags: Tags,
    #[serde(default, skip_serializing_if = "Configuration::is_empty")]
    configuration: Configuration,
    /// Rows, counted, blocking, associated, of the organization.
    tally: [u64; 5],
}

pub(crate) fn write_standing(standing: &Standing) -> Result<String> {
    let Tally { rows, counted, blocking, associated, organization } = standing.tally;
    serde_json::to_string(&StandingDocument {
        switch: Text(standing.switch),
        enabled_at: standing.enabled_at.0,
        updated_at: standing.updated_at.0,
        settings: standing.settings.clone(),
        tags: standing.tags.clone(),
        configuration: standing.configuration.clone(),
        tally: [rows, counted, blocking, associated, organization],
    })
}

/// Without its administrator.
pub(crate) fn read_standing(json: &str) -> Result<Standing> {
    let document: StandingDocument = serde_json::from_str(json)?;
    let [rows, counted, blocking, associated, organization] = document.tally;
    Ok(Standing {
        switch: document.switch.0,
        enabled_at: Timestamp(document.enabled_at),
        updated_at: Timestamp(document.updated_at),
        settings: document.settings,
        tags: document.tags,
        configuration: document.configuration,
        administrator: None,
        tally: Tally { rows, counted, blocking, associated, organization },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"switch":"off","enabled_at":0,"updated_at":0,"tally":[0,0,0,0,0]}"#;
    const FULL: &str = r#"{"switch":"paused","enabled_at":-1,"updated_at":2,"settings":{"a":"b"},"tags":{"\u0000":""},"configuration":{"c":"{}"},"tally":[1,2,3,4,5]}"#;

    #[test]
    fn the_document_is_what_tables_have() {
        for text in [BARE, FULL] {
            assert_eq!(write_standing(&read_standing(text).unwrap()).unwrap(), text);
        }
        assert_eq!(read_standing(BARE).unwrap(), Standing::default());
    }
}
