//! `ListHandshakesForAccount`: the invitations that the caller received.

use accede_membership::directory::{DirectoryReply, HandshakesOf, ListPage, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::constraints::{FILTERS, one_of};
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::handshakes::HandshakeShape;
use super::ids;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    name: "ListHandshakesForAccount",
    decode: |input| decode(input, HandshakesOf::Account),
    encode,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    filter: Option<Object<Filter>>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    action_type: Option<String>,
    parent_handshake_id: Option<String>,
}

impl Filter {
    /// Whether it shows invitations, which is all there are.
    fn shows_invitations(self) -> Result<bool, Exception> {
        const ACTIONS: [(&str, bool); 5] = [
            ("INVITE", true),
            ("ENABLE_ALL_FEATURES", false),
            ("APPROVE_ALL_FEATURES", false),
            ("ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE", false),
            ("TRANSFER_RESPONSIBILITY", false),
        ];
        match (self.action_type, self.parent_handshake_id) {
            (Some(_), Some(_)) => Err(FILTERS.at("Filter")),
            (Some(action), None) => one_of("Filter.ActionType", &action, &ACTIONS),
            // No invitation has a parent.
            (None, parent @ Some(_)) => {
                ids::handshake("Filter.ParentHandshakeId", parent).map(|_| false)
            }
            (None, None) => Ok(true),
        }
    }
}

/// `ListHandshakesForOrganization` asks in the same way.
pub(super) fn decode(
    input: &Input<'_>,
    of: HandshakesOf,
) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let shown = request.filter.map_or(Ok(true), |Object(filter)| filter.shows_invitations())?;
    let page = input.page("", &request.paging)?;
    // Nothing comes after the last number that an id can have.
    let page = if shown { page } else { ListPage { after: Some(ids::HANDSHAKES), ..page } };
    Ok(OrganizationsCommand::ListHandshakes { of, state: None, page })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    handshakes: Vec<HandshakeShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// `ListHandshakesForOrganization` answers the same.
pub(super) fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Handshakes { handshakes, next } = reply else { return Err(Unexpected) };
    json(&Response {
        handshakes: handshakes.iter().map(|full| HandshakeShape::of(call, full)).collect(),
        next_token: call.next_token("", next),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Founded, Server, string};

    #[test]
    fn lists_what_was_received() {
        let founded = Server::founded();
        let id = founded.invited();
        shows(&founded, "ListHandshakesForAccount", B, &id);
        let none = founded.organizations(A).says("ListHandshakesForAccount", json!({}));
        assert_eq!(none, r#"{"Handshakes":[]}"#);
        // Whoever is in no organization may ask, too.
        let none = founded.organizations(C).says("ListHandshakesForAccount", json!({}));
        assert_eq!(none, r#"{"Handshakes":[]}"#);
        refuses_bad_filters(&founded, "ListHandshakesForAccount");
    }

    /// Both lists have the same filters.
    pub(in super::super) fn shows(
        founded: &Founded,
        operation: &str,
        account: &'static str,
        id: &str,
    ) {
        let client = founded.organizations(account);
        let ids = |filter: serde_json::Value| {
            let list = client.ok(operation, json!({ "Filter": filter }));
            assert_eq!(list.get("NextToken"), None);
            let list = list["Handshakes"].as_array().unwrap().clone();
            list.iter().map(|handshake| string(&handshake["Id"])).collect::<Vec<_>>()
        };
        for filter in [json!(null), json!({}), json!({ "ActionType": "INVITE" })] {
            assert_eq!(ids(filter), [id.to_owned()]);
        }
        for filter in [
            json!({ "ActionType": "ENABLE_ALL_FEATURES" }),
            json!({ "ActionType": "TRANSFER_RESPONSIBILITY" }),
            json!({ "ParentHandshakeId": id }),
        ] {
            assert_eq!(ids(filter), Vec::<String>::new());
        }
    }

    pub(in super::super) fn refuses_bad_filters(founded: &Founded, operation: &str) {
        let a = founded.organizations(A);
        let filter = |filter: serde_json::Value| json!({ "Filter": filter });
        a.unnamed(operation, filter(json!({ "ActionType": "DANCE" })), "Filter.ActionType");
        let parent = "Filter.ParentHandshakeId";
        a.misfits(operation, filter(json!({ "ParentHandshakeId": "h-1" })), parent);
        let both = json!({ "ActionType": "INVITE", "ParentHandshakeId": "h-0123456789" });
        let how = "InvalidInputException MAX_LIMIT_EXCEEDED_FILTER: \
                   You can specify only one filter parameter for the operation: Filter";
        a.refuses(operation, filter(both), how);
        a.keeps_to_pages(operation, &json!({}));
    }
}
