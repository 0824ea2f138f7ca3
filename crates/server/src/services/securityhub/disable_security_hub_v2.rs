//! `DisableSecurityHubV2` (semantics §3.6). Its features go with it.

use accede_membership::Command;

use super::hub_v2;
use crate::wire::rest_json::{Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisableSecurityHubV2", "DELETE", "/hubv2"),
    decode: |input| no_input(input).map(|()| Command::DisableService),
    encode: |_, _, _| json(&Empty {}),
    refuse: hub_v2::refuse,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::hub_v2::tests::OFF;
    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn disables_whatever_the_first_hub_is() {
        let server = Server::hub_at(Stage::Enabled);
        for account in [A, B] {
            let hub = server.hub(account);
            hub.ok("POST", "/hubv2", json!({}));
            hub.ok("POST", "/hubv2/feature/NETWORK_SCANNING", json!({}));
            assert_eq!(hub.says("DELETE", "/hubv2", ""), "200 {}", "§3.6 no part in membership");
            hub.at("DELETE", "/hubv2").refuses("twice", "", OFF);
            hub.ok("POST", "/hubv2", json!({}));
            let feature = hub.get("/hubv2")["Features"]["NETWORK_SCANNING"].clone();
            assert_eq!(feature["FeatureStatus"], "DISABLED", "features go with the hub");
        }
        assert_eq!(server.hub(A).get("/members")["Members"][0]["AccountId"], B);
    }

    #[test]
    fn the_administrator_of_an_organization_keeps_it() {
        let server = Server::organized(&[A, B]);
        let body = json!({ "AdminAccountId": B, "Feature": "SecurityHubV2" });
        server.hub(A).ok("POST", "/organization/admin/enable", body);
        let hub = server.hub(B);
        if hub.raw("GET", "/hubv2", b"").status == 404 {
            hub.ok("POST", "/hubv2", json!({}));
        }
        let refused = "400 ValidationException: Cannot disable Security Hub on the delegated \
            administrator of an organization";
        hub.at("DELETE", "/hubv2").refuses("the administrator", "", refused);
    }
}
