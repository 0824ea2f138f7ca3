//! `ListTagsForResource` (semantics §4.5).

use accede_membership::{Command, Reply, Tags};
use serde::Serialize;

use super::errors;
use super::tag_resource::resource;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListTagsForResource", "GET", "/tags/{resourceArn+}"),
    decode: |input| Ok(Command::ListTags { resource: resource(input)? }),
    encode,
    refuse: errors::refuse,
};

#[derive(Debug, Serialize)]
struct Response {
    tags: Tags,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Tags(tags) = reply else { return Err(NotEncoded::Unexpected) };
    json(&Response { tags })
}

#[cfg(test)]
pub(super) mod tests {
    use crate::testing::{A, B, C, Server, Stage};

    /// The member B of A, as a path names it.
    pub(in super::super) const MEMBER: &str =
        "/tags/arn%3Aaws%3Amacie2%3Aus-east-1%3A111111111111%3Amember%2F222222222222";

    /// What holds for the resource in all three operations that have one. `rest` follows the path.
    pub(in super::super) fn refuses_bad_resources(method: &str, rest: &str, body: &str) {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let no_arn = format!("/tags/member/222222222222{rest}");
        macie.at(method, &no_arn).breaks(body, "resourceArn", "Member must be an ARN");
        let broken = format!("/tags/%{rest}");
        let encoding = "Member must be percent-encoded UTF-8";
        macie.at(method, &broken).breaks(body, "resourceArn", encoding);
        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        for arn in [
            "arn:aws:macie2:us-east-1:333333333333:member/222222222222",
            "arn:aws:macie2:us-east-2:111111111111:member/222222222222",
            "arn:aws:macie2:us-east-1:111111111111:member/2",
            "arn:aws:macie2:us-east-1:111111111111:classification-job/1",
        ] {
            let target = format!("/tags/{arn}{rest}");
            macie.at(method, &target).refuses("no such resource", body, not_found);
        }
        let target = format!("{}{rest}", MEMBER.replace(B, C));
        macie.at(method, &target).refuses("no row", body, not_found);

        let server = Server::new();
        let macie = server.macie(A);
        let off = "403 AccessDeniedException: Macie is not enabled";
        for target in [MEMBER.to_owned(), MEMBER.replace(A, C)] {
            macie.at(method, &format!("{target}{rest}")).refuses("§6.3 off", body, off);
        }
    }

    #[test]
    fn lists() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        assert_eq!(macie.says("GET", MEMBER, ""), r#"200 {"tags":{}}"#);
        macie.says("POST", MEMBER, r#"{"tags":{"b":"2","a":""}}"#);
        assert_eq!(macie.says("GET", MEMBER, ""), r#"200 {"tags":{"a":"","b":"2"}}"#);
        let account = "/tags/arn:aws:macie2:us-east-1:111111111111:";
        assert_eq!(macie.says("GET", account, ""), r#"200 {"tags":{}}"#, "§4.5 cloud-nuke");
    }

    #[test]
    fn refuses() {
        refuses_bad_resources("GET", "", "");
    }
}
