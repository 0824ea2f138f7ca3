//! `AssumeRole`: temporary credentials that act for a role, in the role's account (semantics §10.1).
//!
//! A role that the operator made can be assumed by those whom it trusts. One that nobody made can be assumed in mode
//! `open`, by every caller of its partition, and not at all in mode `verify`.

mod input;
#[cfg(test)]
mod trust;

use accede_membership::access::{
    AccessCommand, AccessRefusal, AccessReply, Role as MadeRole, RoleKey, Stranger,
};

use serde_json::json;

use crate::auth::{AssumedRole, Identity, Session, role_id};
use crate::engine::{Failure, Mode};
use crate::wire::error::WireError;

use super::credentials::{self, Issued, Terms};
use super::role::Role;
use super::{Call, Given, Operation, denied, fault, invalid};
use input::Input;

pub(super) const OPERATION: Operation =
    Operation { name: "AssumeRole", recorded: true, run: |call| Box::pin(run(call)) };

/// How long the credentials are valid unless the caller says, in seconds; and how long at most, if it is itself
/// a session of a role.
const SECONDS: i32 = 3_600;

async fn run(call: &Call<'_>) -> Result<Given, WireError> {
    let input = Input::read(call.form)?;
    let role = Role::parse(input.role_arn)
        .ok_or_else(|| invalid(format!("{} is invalid", input.role_arn)))?;
    check(call, &input, &role)?;
    let outcome = call.engine.execute_access(&command(call, &input, &role)).await;
    let outcome = match outcome {
        Err(Failure::Fault) => return Err(fault()),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Ok(reply) => Ok(reply),
    };
    conclude(call, &input, &role, outcome)
}

/// What can be said without asking which roles there are.
fn check(call: &Call<'_>, input: &Input<'_>, role: &Role<'_>) -> Result<(), WireError> {
    let chained = matches!(call.caller.identity(), Identity::AssumedRole(_));
    if chained && input.seconds > SECONDS {
        return Err(invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role \
             chaining.",
        ));
    }
    if input.half_an_mfa {
        return Err(credentials::mfa_incomplete());
    }
    if role.partition != call.caller.region.partition() {
        return Err(not_authorized(call, input));
    }
    Ok(())
}

/// What the rules are asked.
fn command(call: &Call<'_>, input: &Input<'_>, role: &Role<'_>) -> AccessCommand {
    AccessCommand::AssumeRole {
        caller: call.caller.account,
        role: RoleKey::of(role.account, role.name),
        name: role.name.to_owned(),
        path: role.path.to_owned(),
        external_id: input.external_id.map(str::to_owned),
        seconds: input.seconds.unsigned_abs(),
        stranger: match call.engine.mode() {
            Mode::Open => Stranger::Welcome,
            Mode::Verify => Stranger::Denied,
        },
    }
}

/// The answer to what the rules say.
fn conclude(
    call: &Call<'_>,
    input: &Input<'_>,
    role: &Role<'_>,
    outcome: Result<AccessReply, AccessRefusal>,
) -> Result<Given, WireError> {
    match outcome {
        Ok(AccessReply::Role(made)) => grant(call, input, role, made.as_deref()),
        Err(AccessRefusal::SessionTooLong) => Err(invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )),
        Ok(_) | Err(_) => Err(not_authorized(call, input)),
    }
}

/// Credentials for a role, whether anybody made it or not.
fn grant(
    call: &Call<'_>,
    input: &Input<'_>,
    role: &Role<'_>,
    made: Option<&MadeRole>,
) -> Result<Given, WireError> {
    let caller = call.caller.session.as_deref();
    let source_identity = source_identity(input.source_identity, caller)?;
    let of_its_arn = || role_id(role.account, input.role_arn);
    let assumed = AssumedRole {
        role: role.name.to_owned(),
        role_id: made.map_or_else(of_its_arn, |made| made.id.clone()),
        session: input.session.to_owned(),
    };
    let terms = Terms {
        account: role.account,
        identity: Identity::AssumedRole(assumed.clone()),
        seconds: input.seconds,
        source_identity: source_identity.map(str::to_owned),
        policies: input.policies.checked()?,
        tags: input.tags.with(caller.map_or(&[], |session| &session.tags))?,
        at_least: input.at_least,
    };
    let issued = credentials::issue(call, terms);
    let packed = packed_size(input, &issued)?;
    let (id, arn) = (assumed.id(), assumed.arn(role.partition, role.account));
    let source = source_identity
        .map(|name| format!("<SourceIdentity>{name}</SourceIdentity>"))
        .unwrap_or_default();
    let Issued { credentials, size, told, .. } = issued;
    let xml = format!(
        "<AssumedRoleUser><AssumedRoleId>{id}</AssumedRoleId><Arn>{arn}</Arn></AssumedRoleUser>\
         {credentials}{packed}{source}{size}"
    );
    let user = json!({ "assumedRoleId": id, "arn": arn });
    let told = json!({ "credentials": told, "assumedRoleUser": user });
    Ok(Given { xml, told, acts_for: Some(role.account) })
}

/// The one refusal for a role that is not there and for one that the caller may not assume.
fn not_authorized(call: &Call<'_>, input: &Input<'_>) -> WireError {
    let (who, arn) = (call.caller.arn(), input.role_arn);
    denied(format!("User: {who} is not authorized to perform: sts:AssumeRole on resource: {arn}"))
}

/// The source identity of the new session. Once set, it stays through all roles that are assumed from there.
fn source_identity<'a>(
    asked: Option<&'a str>,
    caller: Option<&'a Session>,
) -> Result<Option<&'a str>, WireError> {
    let inherited = caller.and_then(|session| session.source_identity.as_deref());
    match (asked, inherited) {
        (Some(asked), Some(inherited)) if asked != inherited => {
            Err(invalid("The source identity is already set for this assume role session"))
        }
        _ => Ok(asked.or(inherited)),
    }
}

/// `PackedPolicySize`, if there are policies or tags: how much of a token's size is taken up.
fn packed_size(input: &Input<'_>, issued: &Issued) -> Result<String, WireError> {
    let percent = issued.percent;
    if percent > 100 {
        let why = if input.policies.any() {
            format!(
                "Packed policy consumes {percent}% of allotted space, please use smaller policy."
            )
        } else {
            format!("Packed size of session tags consumes {percent}% of allotted space.")
        };
        return Err(WireError::new(400, "PackedPolicyTooLarge", why));
    }
    let any = input.policies.any() || input.tags.any();
    Ok(if any { format!("<PackedPolicySize>{percent}</PackedPolicySize>") } else { String::new() })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lifetime, said};
    use crate::testing::{A, B, C, Keys, Server, element, text};

    const ASK: &str = "Action=AssumeRole&RoleArn=arn:aws:iam::222222222222:role/path/demo&\
                       RoleSessionName=s@1";

    fn with(parameters: &str) -> String {
        format!("{ASK}{parameters}")
    }

    #[test]
    fn the_credentials_act_for_the_account_of_the_role() {
        let server = Server::new();
        let answer = server.sts(A).raw("POST", "/", ASK.as_bytes());
        let keys = Keys::of(&answer);
        let id = element(&answer, "AssumedRoleId").unwrap();
        assert!(id.len() == 25 && id.starts_with("AROA") && id.ends_with(":s@1"), "{id}");
        let arn = "arn:aws:sts::222222222222:assumed-role/demo/s@1";
        assert_eq!(element(&answer, "Arn").as_deref(), Some(arn), "without the path");
        assert_eq!((keys.key.len(), keys.secret.len(), lifetime(&answer)), (20, 40, 3600));
        for absent in ["PackedPolicySize", "SourceIdentity"] {
            assert_eq!(element(&answer, absent), None);
        }
        server.macie(B).ok("POST", "/macie", serde_json::json!({ "status": "PAUSED" }));
        for region in ["us-east-1", "eu-west-1"] {
            let service = |name| server.client(name, A).region(region).session(&keys);
            let paused = if region == "us-east-1" { 200 } else { 403 };
            assert_eq!(service("macie2").raw("GET", "/macie", b"").status, paused, "{region}");
            service("securityhub").ok("POST", "/accounts", serde_json::json!({}));
            let hub = server.hub(B).region(region).get("/accounts")["HubArn"].to_string();
            assert!(hub.contains(":222222222222:"), "{hub}");
            assert_eq!(
                element(&service("sts").raw("POST", "/", b"Action=GetCallerIdentity"), "Arn")
                    .as_deref(),
                Some(arn)
            );
        }
        let again = server.sts(C).raw("POST", "/", ASK.as_bytes());
        assert_eq!(element(&again, "AssumedRoleId"), Some(id), "a role keeps its id");
        assert_ne!(Keys::of(&again), keys);
    }

    #[test]
    fn every_parameter_is_checked() {
        let server = Server::new();
        let at = |member: &str| format!("at '{member}' failed to satisfy constraint: Member must");
        let (least, most) =
            ("have length greater than or equal to", "have length less than or equal to");
        let pattern = "satisfy regular expression pattern:";
        let long = "x".repeat(2049);
        for (parameter, member, value, constraint) in [
            ("RoleSessionName=a/b", "roleSessionName", "a/b", format!(r"{pattern} [\w+=,.@-]*")),
            ("RoleSessionName=a", "roleSessionName", "a", format!("{least} 2")),
            ("RoleArn=not-an-arn", "roleArn", "not-an-arn", format!("{least} 20")),
            (&format!("RoleArn={long}"), "roleArn", &long, format!("{most} 2048")),
            ("ExternalId=a", "externalId", "a", format!("{least} 2")),
            ("ExternalId=a+b", "externalId", "a b", format!(r"{pattern} [\w+=,.@:\/-]*")),
            ("SourceIdentity=a", "sourceIdentity", "a", format!("{least} 2")),
            ("SourceIdentity=aws:a", "sourceIdentity", "aws:a", format!(r"{pattern} [\w+=,.@-]*")),
            ("SerialNumber=GAHT1234", "serialNumber", "GAHT1234", format!("{least} 9")),
            ("TokenCode=1234567", "tokenCode", "1234567", format!("{most} 6")),
            ("TokenCode=12345x", "tokenCode", "12345x", format!(r"{pattern} [\d]*")),
            (
                "ProvidedContexts.member.1.ContextAssertion=abc",
                "providedContexts.1.member.contextAssertion",
                "abc",
                format!("{least} 4"),
            ),
            (
                "DurationSeconds=899",
                "durationSeconds",
                "899",
                "have value greater than or equal to 900".to_owned(),
            ),
            (
                "DurationSeconds=43201",
                "durationSeconds",
                "43201",
                "have value less than or equal to 43200".to_owned(),
            ),
        ] {
            let why = format!("Value '{value}' {} {constraint}", at(member));
            let answer = format!("400 ValidationError: 1 validation error detected: {why}");
            let form = format!("{parameter}&{ASK}");
            assert_eq!(said(&server.sts(A), &form), answer, "{parameter}");
        }
    }

    #[test]
    fn parameters_are_needed_and_lists_are_bounded() {
        let server = Server::new();
        let null = "Value null at";
        let constraint = "failed to satisfy constraint: Member must not be null";
        let missing = format!(
            "400 ValidationError: 2 validation errors detected: {null} 'roleArn' {constraint}; \
             {null} 'roleSessionName' {constraint}"
        );
        assert_eq!(said(&server.sts(A), "Action=AssumeRole"), missing);
        let six: String = (1..=6).map(|n| format!("&ProvidedContexts.member.{n}.X=")).collect();
        for (parameters, code) in [
            ("&DurationSeconds=1h", "400 MalformedInput: "),
            (
                &six,
                "400 ValidationError: 1 validation error detected: Value at 'providedContexts' ",
            ),
            (
                "&ProvidedContexts=",
                "400 ValidationError: 1 validation error detected: Value at 'providedContexts' ",
            ),
            ("&TokenCode=123456", "403 AccessDenied: MultiFactorAuthentication failed, must "),
        ] {
            let answer = said(&server.sts(A), &with(parameters));
            assert!(answer.starts_with(code), "{parameters}: {answer}");
        }
        let all = "&DurationSeconds=43200&ExternalId=an/id&SerialNumber=GAHT12345678&\
            TokenCode=123456&ProvidedContexts.member.1.ContextAssertion=assertion&Unknown=x";
        assert_eq!(lifetime(&server.sts(A).raw("POST", "/", with(all).as_bytes())), 43_200);
    }

    #[test]
    fn only_roles_of_the_callers_partition_can_be_assumed() {
        let server = Server::new();
        let ask = |region, role: &str| {
            let form = format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=test");
            said(&server.sts(A).region(region), &form)
        };
        let role = |partition: &str| format!("arn:{partition}:iam::222222222222:role/demo");
        for (region, partition) in [("us-east-1", "aws"), ("cn-north-1", "aws-cn")] {
            assert!(ask(region, &role(partition)).starts_with("200 "), "{partition}");
        }
        for (region, here, there) in
            [("us-east-1", "aws", "aws-cn"), ("us-gov-west-1", "aws-us-gov", "aws")]
        {
            let refused = format!(
                "403 AccessDenied: User: arn:{here}:iam::111111111111:root is not authorized to perform: \
                 sts:AssumeRole on resource: {}",
                role(there)
            );
            assert_eq!(ask(region, &role(there)), refused);
        }
        for arn in ["nothing-valid-in-here", "arn:aws:iam::222222222222:user/demo"] {
            assert_eq!(ask("us-east-1", arn), format!("400 ValidationError: {arn} is invalid"));
        }
    }

    #[test]
    fn a_role_that_assumes_another_has_an_hour() {
        let server = Server::new();
        let first = server.assume(A, "arn:aws:iam::333333333333:role/first");
        let ask = |seconds: u32| {
            let form = with(&format!("&DurationSeconds={seconds}"));
            server.sts(A).session(&first).raw("POST", "/", form.as_bytes())
        };
        assert_eq!((lifetime(&ask(3600)), lifetime(&ask(900))), (3600, 900));
        let why = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
                   role chaining.";
        assert_eq!(element(&ask(3601), "Message").as_deref(), Some(why));
        let root = server.sts(A).raw("POST", "/", b"Action=GetSessionToken");
        let root = Keys::of(&root);
        let form = with("&DurationSeconds=43200");
        let answer = server.sts(A).session(&root).raw("POST", "/", form.as_bytes());
        assert_eq!(lifetime(&answer), 43_200, "a session of the account itself is no role");
    }

    #[test]
    fn the_source_identity_stays_through_all_roles() {
        let server = Server::new();
        let named = |answer: &crate::front::Answer| element(answer, "SourceIdentity");
        let first = server.sts(A).raw("POST", "/", with("&SourceIdentity=jane").as_bytes());
        assert_eq!(named(&first).as_deref(), Some("jane"));
        let first = Keys::of(&first);
        for again in ["", "&SourceIdentity=jane"] {
            let second = server.sts(A).session(&first).raw("POST", "/", with(again).as_bytes());
            assert_eq!(named(&second).as_deref(), Some("jane"), "{}", text(&second));
        }
        let other = said(&server.sts(A).session(&first), &with("&SourceIdentity=john"));
        let why = "The source identity is already set for this assume role session";
        assert_eq!(other, format!("400 ValidationError: {why}"));
    }
}
