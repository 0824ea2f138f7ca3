//! `GetClassificationExportConfiguration`.

use accede_membership::{Command, Resource};

use super::errors;
use super::put_classification_export_configuration::encode;
use crate::wire::rest_json::Operation;
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "GetClassificationExportConfiguration",
        "GET",
        "/classification-export-configuration",
    ),
    decode: |_| Ok(Command::DescribeService { resource: Resource::Service }),
    encode,
    refuse: errors::refuse,
};

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    const TARGET: &str = "/classification-export-configuration";

    #[test]
    fn a_new_session_stores_nothing() {
        let server = Server::macie_at(Stage::On);
        assert_eq!(server.macie(A).says("GET", TARGET, ""), r#"200 {"configuration":{}}"#);
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("GET", TARGET).refuses("§6.3 off", "", off);
    }
}
