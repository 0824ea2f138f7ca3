//! From a whole request to its answer: who calls, which service, what it says; and a line in the log.

mod record;

use std::time::Instant;

use http::header::{CONTENT_TYPE, HOST};

use crate::auth::{AuthError, Caller, Credential, Gate};
use crate::clock;
use crate::engine::Engine;
use crate::front::{Answer, Front, Incoming, Shed};
use crate::guard::Guard;
use crate::readiness::Readiness;
use crate::services::{Registry, cloudtrail, organizations};
use crate::wire::error::WireError;
use crate::wire::json_1_1;
use crate::wire::percent::Query;
use crate::wire::rest_json;
use record::{named, record};

/// The server, apart from the network.
pub(crate) struct App {
    engine: Engine,
    services: Registry,
    gate: Gate,
    guard: Guard,
    readiness: Readiness,
}

/// The path of the server's own pages.
const OWN: &str = "/_accede/";

impl App {
    pub(crate) fn new(engine: Engine, gate: impl Into<Gate>) -> App {
        let (guard, readiness) = (Guard::default(), Readiness::default());
        App { engine, services: Registry::new(), gate: gate.into(), guard, readiness }
    }

    /// The same, guarded.
    pub(crate) fn guarded(self, guard: Guard) -> App {
        App { guard, ..self }
    }

    /// What carries out commands.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Answers a request and logs it.
    pub(crate) async fn answer(&self, request: &Incoming, started: Instant) -> Answer {
        if let Some(page) = request.path().strip_prefix(OWN) {
            return self.own_page(page, started).await;
        }
        if self.guard.keeps_out(request) {
            return self.refuse(request, Shed::ForeignPage, started);
        }
        let credential = Credential::of(request);
        let caller = self.gate.caller(request, &credential, &self.engine, clock::now()).await;
        let service = credential.as_ref().ok().map(|credential| &*credential.service);
        let answer = self.dispatch(request, service, &caller).await;
        record(request, service, caller.as_ref().ok(), &answer, started);
        answer
    }

    /// Answers a request that is not to be carried out because there is too much to do, and logs it.
    pub(crate) fn shed(&self, request: &Incoming, started: Instant) -> Answer {
        self.refuse(request, Shed::Busy, started)
    }

    /// Whether a request is for a page of the server's own. They are answered however much there is to do.
    pub(crate) fn is_own(&self, request: &Incoming) -> bool {
        request.path().starts_with(OWN)
    }

    fn refuse(&self, request: &Incoming, why: Shed, started: Instant) -> Answer {
        let credential = Credential::of(request).ok();
        let service = credential.as_ref().map(|credential| &*credential.service);
        let answer = match self.front(request, service) {
            Some(front) => front.shed(why, &request.id),
            None => anonymous(&rest_json::shed(why)).retry_after(why.retry_after()),
        };
        record(request, service, None, &answer, started);
        answer
    }

    /// The service that a request is signed for, or, unsigned, seems to be meant for.
    fn front(&self, request: &Incoming, service: Option<&str>) -> Option<&dyn Front> {
        self.services.find(service.unwrap_or_else(|| addressed(request)))
    }

    async fn dispatch(
        &self,
        request: &Incoming,
        service: Option<&str>,
        caller: &Result<Caller, AuthError>,
    ) -> Answer {
        match (caller, self.front(request, service)) {
            (Ok(caller), Some(front)) => {
                let counted = self.guard.count(caller, service, || front.operation(request));
                if let Err(why) = counted {
                    return front.shed(why, &request.id);
                }
                front.handle(&self.engine, caller, request).await
            }
            (Err(why), Some(front)) => front.turn_away(why, &request.id),
            (Err(why), None) => anonymous(&rest_json::front_door(why)),
            (Ok(_), None) => anonymous(&WireError::new(
                404,
                "UnknownOperationException",
                format!(
                    "Accede does not serve the service '{}'.",
                    named(service).unwrap_or_default()
                ),
            )),
        }
    }

    /// Pages of the server's own, for those who run it. They need no credentials.
    async fn own_page(&self, page: &str, now: Instant) -> Answer {
        let say = |operation, status, text: &str| {
            Answer::success(operation, status, format!("{{\"status\":\"{text}\"}}").into_bytes())
        };
        match page {
            "health" => say("health", 200, "ok"),
            "ready" if self.readiness.check(&self.engine, now).await => say("ready", 200, "ok"),
            "ready" => say("ready", 503, "the store does not answer"),
            _ => say("-", 404, "there is no such page"),
        }
    }
}

/// The service that an unsigned request seems to be meant for: only to refuse it in the right format.
fn addressed(request: &Incoming) -> &str {
    let form = "application/x-www-form-urlencoded";
    let is_form = request.header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with(form));
    let has_action = || Query::parse(request.query()).is_some_and(|q| q.get("Action").is_some());
    if is_form || has_action() {
        return "sts";
    }
    let target = request.header(json_1_1::TARGET).unwrap_or_default();
    let targets = [(organizations::TARGET, "organizations"), (cloudtrail::TARGET, "cloudtrail")];
    if let Some((_, service)) = targets.iter().find(|(prefix, _)| target.starts_with(prefix)) {
        return service;
    }
    let host = request.header(HOST).unwrap_or_default();
    host.split(['.', ':']).next().unwrap_or_default().trim_end_matches("-fips")
}

/// An error of no service in particular, which the clients of every JSON protocol can read.
fn anonymous(error: &WireError) -> Answer {
    let body = serde_json::json!({ "__type": error.code, "message": error.message })
        .to_string()
        .into_bytes();
    Answer::error("-", error.status, error.code, body)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use crate::front::{Answer, BodyFault};
    use crate::testing::{A, B, Fault, Faulty, Keys, Server, line, text};

    /// Status, code and exact body.
    fn whole(answer: &Answer) -> String {
        format!("{} {} {}", answer.status, answer.error.unwrap_or("-"), text(answer))
    }

    fn unsigned(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.insert(name, value.parse().unwrap());
        }
        whole(&server.send(method, target, map, Ok(Bytes::new())))
    }

    #[test]
    fn an_unsigned_request_is_refused_in_the_form_of_the_service_it_is_for() {
        let server = Server::new();
        let hub = concat!(
            r#"403 MissingAuthenticationTokenException {"Message":"Missing Authentication Token","#,
            r#""Code":"MissingAuthenticationTokenException"}"#
        );
        let macie = concat!(
            r#"403 MissingAuthenticationTokenException "#,
            r#"{"message":"Missing Authentication Token"}"#
        );
        let anonymous = concat!(
            r#"403 MissingAuthenticationTokenException "#,
            r#"{"__type":"MissingAuthenticationTokenException","#,
            r#""message":"Missing Authentication Token"}"#
        );
        for (host, answer) in [
            ("securityhub.us-east-1.amazonaws.com", hub),
            ("securityhub-fips.us-east-1.amazonaws.com:443", hub),
            ("securityhub.us-east-1.api.aws", hub),
            ("macie2.us-east-1.amazonaws.com", macie),
            ("macie2-fips.us-gov-west-1.amazonaws.com", macie),
            ("127.0.0.1:8080", anonymous),
            ("s3.amazonaws.com", anonymous),
            ("", anonymous),
        ] {
            let answered = unsigned(&server, "GET", "/members", &[("host", host)]);
            assert_eq!(answered, answer, "§1.5.2 {host}");
        }
        assert_eq!(unsigned(&server, "GET", "/nowhere", &[]), anonymous, "no host");

        let json_1_1 = concat!(
            r#"400 MissingAuthenticationTokenException "#,
            r#"{"__type":"MissingAuthenticationTokenException","#,
            r#""Message":"Missing Authentication Token"}"#
        );
        for header in [
            ("host", "organizations.us-east-1.amazonaws.com"),
            ("x-amz-target", "AWSOrganizationsV20161128.ListAccounts"),
            ("host", "cloudtrail.us-east-1.amazonaws.com"),
            ("x-amz-target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"),
        ] {
            assert_eq!(unsigned(&server, "POST", "/", &[header]), json_1_1, "{header:?}");
        }
    }

    #[test]
    fn a_broken_signature_is_refused_before_anything_else() {
        let server = Server::new();
        let signed = |scope: &str| {
            let header =
                format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00");
            unsigned(&server, "GET", "/nowhere", &[("authorization", &header)])
        };
        for (scope, answer) in [
            (
                "111111111111/20261121/nowhere!/macie2/aws4_request",
                r#"403 InvalidSignatureException {"message":"Credential should be scoped to a valid region."}"#,
            ),
            (
                "111111111111/20261121/us-east-1/aws4_request",
                concat!(
                    r#"400 IncompleteSignatureException {"__type":"IncompleteSignatureException","#,
                    r#""message":"Credential must have exactly 5 "#,
                    r#"slash-delimited elements, e.g. keyid/date/region/service/term, got "#,
                    r#"'111111111111/20261121/us-east-1/aws4_request'"}"#
                ),
            ),
            (
                "111111111111/20261121/us-east-1/s3/aws4_request",
                r#"404 UnknownOperationException {"__type":"UnknownOperationException","message":"Accede does not serve the service 's3'."}"#,
            ),
        ] {
            assert_eq!(signed(scope), answer, "{scope}");
        }
    }

    #[test]
    fn temporary_credentials_are_refused_in_each_services_form() {
        let server = Server::new();
        let ended = server.expiring(A, 0);
        let stolen = Keys { key: server.expiring(B, 900).key, ..server.expiring(A, 900) };
        let invalid = "The security token included in the request is invalid.";
        let expired = "The security token included in the request is expired";
        for (keys, json, query, message) in [
            (&ended, "ExpiredTokenException", "ExpiredToken", expired),
            (&stolen, "UnrecognizedClientException", "InvalidClientTokenId", invalid),
        ] {
            let ask = |service| server.client(service, A).session(keys).raw("GET", "/nowhere", b"");
            let hub = format!(r#"403 {json} {{"Message":"{message}","Code":"{json}"}}"#);
            let macie = format!(r#"403 {json} {{"message":"{message}"}}"#);
            assert_eq!([whole(&ask("securityhub")), whole(&ask("macie2"))], [hub, macie]);
            let sts = format!(
                "403 {query} <ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
                 <Error><Type>Sender</Type><Code>{query}</Code><Message>{message}</Message></Error>\
                 <RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>"
            );
            assert_eq!(whole(&ask("sts")), sts);
        }
        let alive = server.expiring(A, 900);
        let answer = server.macie(B).session(&alive).raw("POST", "/macie", b"");
        assert_eq!(
            (answer.status, server.macie(A).get("/macie")["status"].as_str()),
            (200, Some("ENABLED"))
        );
    }

    #[test]
    fn what_is_not_served_says_so() {
        let server = Server::new();
        let (hub, macie) = (server.hub(A), server.macie(A));
        for (client, method, target, answer) in [
            (
                &hub,
                "PATCH",
                "/macie",
                "404 UnknownOperationException: There is no operation PATCH /macie.",
            ),
            (
                &hub,
                "PUT",
                "/members",
                "404 UnknownOperationException: There is no operation PUT /members.",
            ),
            (
                &hub,
                "GET",
                "/members/",
                "404 UnknownOperationException: There is no operation GET /members/.",
            ),
            (
                &macie,
                "POST",
                "/master",
                "404 UnknownOperationException: There is no operation POST /master.",
            ),
            (
                &hub,
                "POST",
                "/findings",
                "501 NotImplemented: Accede does not implement GetFindings.",
            ),
            (
                &macie,
                "POST",
                "/findings",
                "501 NotImplemented: Accede does not implement ListFindings.",
            ),
        ] {
            client.at(method, target).refuses("§1.5.2", "{", answer);
        }
    }

    #[test]
    fn a_body_that_did_not_come_in_is_refused_once_the_operation_is_known() {
        let server = Server::new();
        let (hub, macie) = (server.hub(A), server.macie(A));
        let (large, slow) = (BodyFault::TooLarge, BodyFault::TooSlow);
        let malformed = "400 SerializationException: The request body is malformed.";
        for (client, target, fault, answer) in [
            (&hub, "/members", BodyFault::Malformed, malformed),
            (&macie, "/members", BodyFault::Malformed, malformed),
            (&hub, "/members", large, "400 InvalidInputException: The request body is too large."),
            (&macie, "/members", large, "400 ValidationException: The request body is too large."),
            (
                &hub,
                "/members",
                slow,
                "408 RequestTimeoutException: The request body did not arrive in time.",
            ),
            (
                &macie,
                "/members",
                slow,
                "408 RequestTimeoutException: The request body did not arrive in time.",
            ),
            (
                &macie,
                "/master",
                large,
                "404 UnknownOperationException: There is no operation POST /master.",
            ),
        ] {
            let answered = line(&client.bodied("POST", target, Err(fault)));
            assert_eq!(answered, answer, "{target} {fault:?}");
        }
    }

    #[test]
    fn a_store_that_fails_is_a_fault_in_each_services_form() {
        for fault in [Fault::Loads, Fault::Commits] {
            let server = Faulty::new(fault).server();
            let hub = server.hub(A).raw("POST", "/accounts", b"");
            let message = "The server met an unexpected condition.";
            let body = format!(r#"{{"Message":"{message}","Code":"InternalException"}}"#);
            assert_eq!(whole(&hub), format!("500 InternalException {body}"), "{fault:?}");
            let macie = server.macie(A).raw("POST", "/macie", b"");
            let body = format!(r#"{{"message":"{message}"}}"#);
            assert_eq!(whole(&macie), format!("500 InternalServerException {body}"), "{fault:?}");
        }
    }

    #[test]
    fn own_pages_need_no_credentials() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        let page = |name: &str| unsigned(&server, "GET", &format!("/_accede/{name}"), &[]);
        assert_eq!(page("health"), r#"200 - {"status":"ok"}"#);
        assert_eq!(page("ready"), r#"200 - {"status":"ok"}"#);
        assert_eq!(page("other"), r#"404 - {"status":"there is no such page"}"#);
        store.set(Fault::Commits);
        // Its own server has not looked yet.
        let server = store.server();
        let page = |name: &str| unsigned(&server, "GET", &format!("/_accede/{name}"), &[]);
        assert_eq!(page("health"), r#"200 - {"status":"ok"}"#);
        assert_eq!(page("ready"), r#"503 - {"status":"the store does not answer"}"#);
    }
}
