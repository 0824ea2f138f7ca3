//! Accounts as clients of AWS Organizations.

use accede_membership::directory::OperatorCommand;
use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};

use super::{A, B, Server, json as parsed, text};
use crate::front::{Answer, BodyFault};

/// An account calling AWS Organizations.
pub(crate) struct Organizations<'a> {
    server: &'a Server,
    account: &'static str,
}

/// A server on which A has founded an organization that B has joined.
pub(crate) struct Founded {
    pub(crate) server: Server,
    /// The organization's id.
    pub(crate) id: String,
    /// Its root's id.
    pub(crate) root: String,
}

impl Server {
    /// An account as a client of AWS Organizations.
    pub(crate) fn organizations(&self, account: &'static str) -> Organizations<'_> {
        Organizations { server: self, account }
    }

    /// Makes an account known to the directory.
    pub(crate) fn create_account(&self, id: &str, email: &str) {
        let (id, name, email) = (id.parse().unwrap(), id.to_owned(), email.to_owned());
        self.operator(OperatorCommand::CreateAccount { id, name, email });
    }

    /// A server on which A has founded an organization.
    pub(crate) fn founded() -> Founded {
        let server = Server::new();
        let a = server.organizations(A);
        let id = string(&a.ok("CreateOrganization", json!({}))["Organization"]["Id"]);
        let root = string(&a.ok("ListRoots", json!({}))["Roots"][0]["Id"]);
        Founded { server, id, root }
    }
}

impl Founded {
    /// B joins.
    pub(crate) fn joined(self) -> Founded {
        let id = self.invited();
        self.organizations(B).ok("AcceptHandshake", json!({ "HandshakeId": id }));
        self
    }

    /// B is invited: the handshake's id.
    pub(crate) fn invited(&self) -> String {
        let invite = json!({ "Target": { "Id": B, "Type": "ACCOUNT" }, "Notes": "Welcome" });
        string(&self.organizations(A).ok("InviteAccountToOrganization", invite)["Handshake"]["Id"])
    }

    /// A unit in the root: its id.
    pub(crate) fn unit(&self, name: &str) -> String {
        let input = json!({ "ParentId": self.root, "Name": name });
        let unit = self.organizations(A).ok("CreateOrganizationalUnit", input);
        string(&unit["OrganizationalUnit"]["Id"])
    }

    /// The organization trusts Macie.
    pub(crate) fn trusting(self) -> Founded {
        let input = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        self.organizations(A).ok("EnableAWSServiceAccess", input);
        self
    }

    /// B administers Macie.
    pub(crate) fn delegated(self) -> Founded {
        let founded = self.trusting();
        let input = json!({ "AccountId": B, "ServicePrincipal": "macie.amazonaws.com" });
        founded.organizations(A).ok("RegisterDelegatedAdministrator", input);
        founded
    }

    /// An account as a client of AWS Organizations.
    pub(crate) fn organizations(&self, account: &'static str) -> Organizations<'_> {
        self.server.organizations(account)
    }

    /// What is answered, with `ORG` and `ROOT` for the characters of their ids, and `TIME` for times.
    pub(crate) fn hide(&self, answer: &str) -> String {
        let root = self.root.trim_start_matches("r-");
        let answer = answer.replace(&self.id, "o-ORG");
        let answer = answer.replace(&format!("r-{root}"), "r-ROOT");
        times_hidden(&answer.replace(&format!("ou-{root}"), "ou-ROOT"))
    }
}

fn times_hidden(answer: &str) -> String {
    let mut parts = answer.split("\":");
    let mut hidden = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_time = ["Timestamp", "Date", "DateEnabled"].iter().any(|end| hidden.ends_with(end));
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        hidden.push_str("\":");
        hidden.push_str(if is_time { "TIME" } else { "" });
        hidden.push_str(if is_time { rest } else { part });
    }
    hidden
}

/// A text in an answer.
pub(crate) fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Organizations<'_> {
    /// Sends these bytes to an operation.
    pub(crate) fn raw(&self, operation: &str, body: &[u8]) -> Answer {
        self.bodied(operation, Ok(body.to_vec().into()))
    }

    /// Sends a request whose body came in, or did not.
    pub(crate) fn bodied(&self, operation: &str, body: Result<Bytes, BodyFault>) -> Answer {
        self.server.send("POST", "/", self.headers(operation), body)
    }

    /// Sends a request without a body that is like one of the protocol.
    pub(crate) fn http(&self, method: &str, target: &str, operation: &str) -> Answer {
        self.server.send(method, target, self.headers(operation), Ok(Bytes::new()))
    }

    fn headers(&self, operation: &str) -> HeaderMap {
        let account = self.account;
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={account}/20261121/us-east-1/organizations/aws4_request, \
             SignedHeaders=host, Signature=00"
        );
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().unwrap());
        let target = format!("AWSOrganizationsV20161128.{operation}");
        headers.insert("x-amz-target", target.parse().unwrap());
        headers
    }

    /// Asks and expects success: the output, or null where there is none.
    pub(crate) fn ok(&self, operation: &str, input: Value) -> Value {
        let answer = self.raw(operation, input.to_string().as_bytes());
        assert_eq!(answer.status, 200, "{operation} {input}: {}", text(&answer));
        parsed(&answer)
    }

    /// Asks and expects success: the output as it was written.
    pub(crate) fn says(&self, operation: &str, input: Value) -> String {
        let answer = self.raw(operation, input.to_string().as_bytes());
        assert_eq!((answer.status, answer.error), (200, None), "{operation}: {}", text(&answer));
        assert_eq!(answer.content_type, "application/x-amz-json-1.1");
        text(&answer)
    }

    /// Asks and expects to be refused so: `{code}: {message}`, or `{code} {reason}: {message}`. Nothing has
    /// changed for anybody.
    pub(crate) fn refuses(&self, operation: &str, input: Value, how: &str) {
        self.refuses_bytes(operation, input.to_string().as_bytes(), how);
    }

    /// The same for any body.
    pub(crate) fn refuses_bytes(&self, operation: &str, body: &[u8], how: &str) {
        let before = self.seen();
        let answer = self.raw(operation, body);
        let input = String::from_utf8_lossy(body);
        let shown = parsed(&answer);
        let reason = shown.get("Reason").map(|reason| format!(" {}", string(reason)));
        let (code, message) = (string(&shown["__type"]), string(&shown["Message"]));
        let told = format!("{code}{}: {message}", reason.unwrap_or_default());
        assert_eq!((answer.status, told.as_str()), (400, how), "{operation} {input}");
        assert_eq!(answer.error, Some(code.as_str()));
        assert_eq!(self.seen(), before, "changed by {operation} {input}");
    }

    /// A required member is not there.
    pub(crate) fn lacks(&self, operation: &str, input: Value, member: &str) {
        let sentence = "You must include a value for all required parameters";
        let how = format!("InvalidInputException INPUT_REQUIRED: {sentence}: {member}");
        self.refuses(operation, input, &how);
    }

    /// A member does not match its pattern.
    pub(crate) fn misfits(&self, operation: &str, input: Value, member: &str) {
        let sentence = "You provided a value that does not match the required pattern";
        let how = format!("InvalidInputException INVALID_PATTERN: {sentence}: {member}");
        self.refuses(operation, input, &how);
    }

    /// A text is longer than it may be.
    pub(crate) fn too_long(&self, operation: &str, input: Value, member: &str) {
        let sentence = "You provided a string parameter that is longer than allowed";
        let how = format!("InvalidInputException MAX_LENGTH_EXCEEDED: {sentence}: {member}");
        self.refuses(operation, input, &how);
    }

    /// A text is shorter than it may be.
    pub(crate) fn too_short(&self, operation: &str, input: Value, member: &str) {
        let sentence = "You provided a string parameter that is shorter than allowed";
        let how = format!("InvalidInputException MIN_LENGTH_EXCEEDED: {sentence}: {member}");
        self.refuses(operation, input, &how);
    }

    /// A name is none of its enumeration.
    pub(crate) fn unnamed(&self, operation: &str, input: Value, member: &str) {
        let how =
            format!("InvalidInputException INVALID_ENUM: You specified an invalid value: {member}");
        self.refuses(operation, input, &how);
    }

    /// Pages are no larger than 20, and tokens are those that were given for the list.
    pub(crate) fn keeps_to_pages(&self, operation: &str, input: &Value) {
        let with = |name: &str, value: Value| {
            let mut input = input.clone();
            input[name] = value;
            input
        };
        let number = "You provided a numeric parameter that has a";
        for (size, reason, word) in [(0, "MIN", "smaller"), (21, "MAX", "larger")] {
            let sentence = format!("{number} {word} value than allowed: MaxResults");
            let how = format!("InvalidInputException {reason}_VALUE_EXCEEDED: {sentence}");
            self.refuses(operation, with("MaxResults", json!(size)), &how);
        }
        self.keeps_to_tokens(operation, input);
    }

    /// The same for a list whose page size nobody chooses.
    pub(crate) fn keeps_to_tokens(&self, operation: &str, input: &Value) {
        let how = "InvalidInputException INVALID_NEXT_TOKEN: You provided a token that was not given for \
                   this list: NextToken";
        for token in ["", "0", "AAAA", &"0".repeat(98)] {
            let mut input = input.clone();
            input["NextToken"] = json!(token);
            self.refuses(operation, input, how);
        }
    }

    /// Only the management account may ask this.
    pub(crate) fn is_for_management(operation: &str, input: &Value) {
        let denied = "AccessDeniedException: You don't have permissions to access this resource.";
        let founded = Server::founded().joined().delegated();
        founded.organizations(B).refuses(operation, input.clone(), denied);
        let outside = "AWSOrganizationsNotInUseException: \
                       Your account is not a member of an organization.";
        founded.organizations(super::C).refuses(operation, input.clone(), outside);
    }

    /// Only the management account and delegated administrators may ask this. Who may not is told so, whatever
    /// else is wrong.
    pub(crate) fn is_for_readers(operation: &str, input: &Value) {
        let denied = "AccessDeniedException: You don't have permissions to access this resource.";
        let founded = Server::founded().joined();
        founded.organizations(B).refuses(operation, input.clone(), denied);
        let outside = "AWSOrganizationsNotInUseException: \
                       Your account is not a member of an organization.";
        founded.organizations(super::C).refuses(operation, input.clone(), outside);
        let founded = founded.delegated();
        let answer = founded.organizations(B).raw(operation, input.to_string().as_bytes());
        assert_ne!(answer.error, Some("AccessDeniedException"), "{operation}");
    }

    /// All that A and B see of their organization.
    fn seen(&self) -> String {
        const LISTS: [&str; 8] = [
            "DescribeOrganization",
            "ListAccounts",
            "ListRoots",
            "ListCreateAccountStatus",
            "ListAWSServiceAccessForOrganization",
            "ListDelegatedAdministrators",
            "ListHandshakesForAccount",
            "ListHandshakesForOrganization",
        ];
        let see = |account| {
            let client = Organizations { account, ..*self };
            LISTS.map(|operation| text(&client.raw(operation, b""))).concat()
        };
        let a = Organizations { account: A, ..*self };
        let root = parsed(&a.raw("ListRoots", b""))["Roots"][0]["Id"].clone();
        let units = json!({ "ParentId": root }).to_string();
        let units = text(&a.raw("ListOrganizationalUnitsForParent", units.as_bytes()));
        let tags = json!({ "ResourceId": B }).to_string();
        let tags = text(&a.raw("ListTagsForResource", tags.as_bytes()));
        [see(A), see(B), units, tags].concat()
    }
}
