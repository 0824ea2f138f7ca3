//! `DisableMacie` (semantics §4.1).

use accede_membership::Command;

use super::errors;
use crate::wire::rest_json::{Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisableMacie", "DELETE", "/macie"),
    decode: |input| no_input(input).map(|()| Command::DisableService),
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn m26_disables_and_keeps_what_was_received() {
        let server = Server::macie_at(Stage::Invited);
        assert_eq!(server.macie(B).says("DELETE", "/macie", ""), "200 {}");
        server.macie(B).ok("POST", "/macie", json!({}));
        server.macie_step(Stage::Enabled);
    }

    #[test]
    fn refuses() {
        let rows = "409 ConflictException: Cannot disable Macie while member accounts are associated \
            with your account";
        use Stage::{Created, Enabled, Invited, Removed, Resigned};
        for stage in [Created, Invited, Enabled, Resigned, Removed] {
            let server = Server::macie_at(stage);
            let row = format!("§6.3 any row is left, {stage:?}");
            server.macie(A).at("DELETE", "/macie").refuses(&row, "", rows);
        }
        let member = "409 ConflictException: Cannot disable Macie while associated with an \
            administrator account";
        let server = Server::macie_at(Enabled);
        server.macie(B).at("DELETE", "/macie").refuses("§6.3 member", "", member);
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at("DELETE", "/macie").refuses("§6.3 off", "", off);
    }
}
