//! `UntagResource` (semantics §4.5).

use accede_membership::Command;

use super::errors;
use super::tag_resource::{NO_CONTENT, any_key, taggable};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, no_input};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UntagResource", "DELETE", "/tags/{resourceArn+}"),
    decode,
    encode: |_, _, _| Ok(NO_CONTENT),
    refuse: errors::refuse,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    no_input(input)?;
    let keys = constraints::tag_keys(input, 1..=usize::MAX, any_key)?;
    Ok(Command::Untag { resource: taggable(input)?, keys })
}

#[cfg(test)]
mod tests {
    use super::super::list_tags_for_resource::tests::{MEMBER, refuses_bad_resources};
    use crate::testing::{A, Server, Stage};

    #[test]
    fn removes_the_keys_that_are_there() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        macie.says("POST", MEMBER, r#"{"tags":{"a b":"1","b":"2","c":"3"}}"#);
        let target = format!("{MEMBER}?tagKeys=a%20b&tagKeys=b&tagKeys=z");
        assert_eq!(macie.says("DELETE", &target, ""), "204");
        assert_eq!(macie.says("GET", MEMBER, ""), r#"200 {"tags":{"c":"3"}}"#);
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let untag = |query: &str, constraint: &str| {
            macie.at("DELETE", &format!("{MEMBER}{query}")).breaks("", "tagKeys", constraint);
        };
        untag("", "Member must have length greater than or equal to 1");
        untag("?tagKeys=", "Member must have length greater than or equal to 1");
        let long = format!("?tagKeys={}", "k".repeat(129));
        untag(&long, "Member must have length less than or equal to 128");
        untag("?tagKeys=aws:k", "Tag keys must not begin with aws:");
        let target = format!("{MEMBER}?tagKeys=k");
        macie
            .at("DELETE", &target)
            .cannot_read("{", "EOF while parsing an object at line 1 column 1");
        refuses_bad_resources("DELETE", "?tagKeys=k", "");
    }
}
