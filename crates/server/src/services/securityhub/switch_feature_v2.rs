//! `EnableSecurityHubFeatureV2`, `DisableSecurityHubFeatureV2` (semantics §3.6). A feature that is so already stays
//! as it is.

use super::hub_v2;
use crate::wire::rest_json::{Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

const PATH: &str = "/hubv2/feature/{FeatureName}";

pub(super) const ENABLE: Operation = Operation {
    endpoint: Endpoint::new("EnableSecurityHubFeatureV2", "POST", PATH),
    decode: |input| hub_v2::switch(input, "ENABLED"),
    encode: |_, _, _| json(&Empty {}),
    refuse: hub_v2::refuse,
};

pub(super) const DISABLE: Operation = Operation {
    endpoint: Endpoint::new("DisableSecurityHubFeatureV2", "DELETE", PATH),
    decode: |input| hub_v2::switch(input, "DISABLED"),
    encode: |_, _, _| json(&Empty {}),
    refuse: hub_v2::refuse,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::hub_v2::tests::OFF;
    use crate::testing::{A, Server};

    const TARGET: &str = "/hubv2/feature/NETWORK_SCANNING";

    #[test]
    fn switches_a_feature_and_says_when() {
        let server = Server::new();
        let hub = server.hub(A);
        let at_first = {
            hub.ok("POST", "/hubv2", json!({}));
            hub.get("/hubv2")["Features"]["NETWORK_SCANNING"].clone()
        };
        hub.ok("DELETE", TARGET, json!({}));
        let feature = || hub.get("/hubv2")["Features"]["NETWORK_SCANNING"].clone();
        assert_eq!(feature()["FeatureStatus"], "DISABLED");
        for (method, status) in [("POST", "ENABLED"), ("DELETE", "DISABLED")] {
            // The clock has moved when the next millisecond has come.
            std::thread::sleep(std::time::Duration::from_millis(2));
            assert_eq!(hub.says(method, TARGET, ""), "200 {}");
            let switched = feature();
            assert_eq!(switched["FeatureStatus"], status);
            assert!(switched["UpdatedAt"].as_str() > at_first["UpdatedAt"].as_str());
            std::thread::sleep(std::time::Duration::from_millis(2));
            assert_eq!(hub.says(method, TARGET, "{}"), "200 {}");
            assert_eq!(feature(), switched, "idempotent");
        }
    }

    #[test]
    fn refuses() {
        let server = Server::new();
        let hub = server.hub(A);
        for method in ["POST", "DELETE"] {
            hub.at(method, TARGET).refuses("§3.6 off", "", OFF);
            let target = "/hubv2/feature/network_scanning";
            let invalid = "400 ValidationException: 1 validation error detected: Value at \
                'FeatureName' failed to satisfy constraint: Member must satisfy enum value set: \
                [NETWORK_SCANNING]";
            hub.at(method, target).refuses("§1.5.1 V2", "", invalid);
        }
    }
}
