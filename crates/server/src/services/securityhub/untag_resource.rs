//! `UntagResource` (semantics §3.5).

use accede_membership::Command;

use super::errors;
use super::tag_resource::{key_is_legal, resource};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UntagResource", "DELETE", "/tags/{ResourceArn+}"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::hub,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    no_input(input)?;
    let keys = constraints::tag_keys(input, 1..=50, key_is_legal)?;
    Ok(Command::Untag { resource: resource(input)?, keys })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_tags_for_resource::tests::{HUB, refuses_bad_resources};
    use crate::testing::{A, Server};

    #[test]
    fn removes_the_keys_that_are_there() {
        let server = Server::new();
        let hub = server.hub(A);
        hub.ok("POST", "/accounts", json!({ "Tags": { "a": "1", "b": "2", "c": "3" } }));
        let target = format!("{HUB}?tagKeys=a&tagKeys=b&tagKeys=z");
        assert_eq!(hub.says("DELETE", &target, ""), "200 {}");
        assert_eq!(hub.says("GET", HUB, ""), r#"200 {"Tags":{"c":"3"}}"#);
    }

    #[test]
    fn refuses() {
        let server = Server::new();
        let hub = server.hub(A);
        let untag = |query: &str, constraint: &str| {
            hub.at("DELETE", &format!("{HUB}{query}")).breaks("", "tagKeys", constraint);
        };
        let pattern = "Member must satisfy regular expression pattern: ^(?!aws:)[a-zA-Z+-=._:/]+$";
        untag("", "Member must have length greater than or equal to 1");
        untag("?tagKeys=", "Member must have length greater than or equal to 1");
        let many = format!("?{}", "&tagKeys=k".repeat(51));
        untag(&many, "Member must have length less than or equal to 50");
        let long = format!("?tagKeys={}", "k".repeat(129));
        untag(&long, "Member must have length less than or equal to 128");
        untag("?tagKeys=aws:k", "Tag keys must not begin with aws:");
        untag("?tagKeys=a%20b", pattern);
        refuses_bad_resources("DELETE", "?tagKeys=k", "");
    }
}
