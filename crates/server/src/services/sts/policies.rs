//! The session policies of a request: one in JSON, and the ARNs of managed ones.
//!
//! They can only take permissions away, and mode `open` asks for none; they are checked, and kept in the
//! session token.

use serde_json::Value;

use crate::wire::error::WireError;
use crate::wire::query_form::{Checks, Form};

use super::shapes::{ARN, POLICY};

/// The most managed policies that a request may name.
const MOST: usize = 10;

/// The policies that a request passes.
pub(super) struct Policies<'a> {
    document: Option<&'a str>,
    arns: Vec<&'a str>,
}

/// Reads `Policy` and `PolicyArns`.
pub(super) fn read<'a>(form: &'a Form<'_>, checks: &mut Checks) -> Result<Policies<'a>, WireError> {
    let document = checks.optional("policy", form.get("Policy"), &POLICY);
    let (items, mut arns) = (form.list("PolicyArns")?, Vec::new());
    if checks.at_most("policyArns", items.len(), MOST) {
        for (item, n) in items.iter().zip(1..) {
            let member = format!("policyArns.{n}.member.arn");
            arns.push(checks.required(&member, item.get("arn"), &ARN));
        }
    }
    Ok(Policies { document, arns })
}

impl Policies<'_> {
    /// Whether the request passes any.
    pub(super) fn any(&self) -> bool {
        self.document.is_some() || !self.arns.is_empty()
    }

    /// The policies, for the session.
    ///
    /// # Errors
    ///
    /// The document is no policy, or an ARN not that of one.
    pub(super) fn checked(&self) -> Result<Vec<String>, WireError> {
        if let Some(document) = self.document {
            well_formed(document)?;
        }
        if let Some(arn) = self.arns.iter().find(|arn| !is_policy(arn)) {
            return Err(WireError::new(400, "ValidationError", format!("{arn} is invalid")));
        }
        Ok(self.document.iter().chain(&self.arns).map(|policy| (*policy).to_owned()).collect())
    }
}

fn well_formed(document: &str) -> Result<(), WireError> {
    let malformed = |why| WireError::new(400, "MalformedPolicyDocument", why);
    let policy: Value = serde_json::from_str(document)
        .map_err(|_| malformed("The policy is not in the valid JSON format."))?;
    match policy.get("Statement") {
        Some(Value::Array(_) | Value::Object(_)) => Ok(()),
        _ => Err(malformed("Syntax errors in policy.")),
    }
}

/// `arn:{partition}:iam::{account}:policy/…`, where AWS's own policies have `aws` for the account.
fn is_policy(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts[..] else { return false };
    let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    let named = resource.strip_prefix("policy/").is_some_and(|name| !name.is_empty());
    !partition.is_empty() && (digits || account == "aws") && named
}

#[cfg(test)]
mod tests {
    use super::super::testing::said;
    use crate::testing::{A, Server, element};

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
    const ARN: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    fn with(parameters: &str) -> String {
        let role = "arn:aws:iam::222222222222:role/demo";
        format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=test&{parameters}")
    }

    fn arns(count: usize, arn: &str) -> String {
        (1..=count).map(|n| format!("&PolicyArns.member.{n}.arn={arn}")).collect()
    }

    #[test]
    fn policies_take_up_the_size_of_a_token() {
        let server = Server::new();
        let size = |parameters: &str| {
            let answer = server.sts(A).raw("POST", "/", with(parameters).as_bytes());
            element(&answer, "PackedPolicySize").map(|percent| percent.parse::<u8>().unwrap())
        };
        let bare = size("").unwrap_or_default();
        let one = size(&format!("Policy={POLICY}")).unwrap();
        let both = size(&format!("Policy={POLICY}{}", arns(10, ARN))).unwrap();
        assert!(bare < one && one < both && both < 100, "{bare} {one} {both}");
        let long = format!(r#"Policy={{"Statement":[],"Id":"{}"}}"#, "x".repeat(4000));
        let refused = said(&server.sts(A), &with(&long));
        assert!(
            refused.starts_with("400 PackedPolicyTooLarge: Packed policy consumes 13"),
            "{refused}"
        );
        assert!(refused.ends_with("% of allotted space, please use smaller policy."), "{refused}");
    }

    #[test]
    fn a_policy_is_json_with_statements() {
        let server = Server::new();
        let deep = "[".repeat(100_000);
        for (policy, why) in [
            ("not json", "The policy is not in the valid JSON format."),
            ("{", "The policy is not in the valid JSON format."),
            (deep.as_str(), "The policy is not in the valid JSON format."),
            ("[]", "Syntax errors in policy."),
            ("{}", "Syntax errors in policy."),
            (r#"{"Statement":"x"}"#, "Syntax errors in policy."),
        ] {
            let answer = said(&server.sts(A), &with(&format!("Policy={policy}")));
            assert_eq!(answer, format!("400 MalformedPolicyDocument: {why}"));
        }
        let answer = said(&server.sts(A), &with("Policy="));
        assert!(answer.starts_with("400 ValidationError: 2 validation errors"), "{answer}");
        let answer = said(&server.sts(A), &with("Policy=%E8%AA%9E"));
        assert!(answer.contains("at 'policy' failed to satisfy constraint: Member must satisfy"));
    }

    #[test]
    fn managed_policies_are_named_by_their_arns() {
        let server = Server::new();
        let own = "arn:aws:iam::222222222222:policy/path/own";
        assert!(said(&server.sts(A), &with(&arns(1, own))).starts_with("200 "));
        for (parameters, why) in [
            (arns(1, "short"), "Value 'short' at 'policyArns.1.member.arn' failed to satisfy"),
            (arns(11, ARN), "Value at 'policyArns' failed to satisfy constraint: Member must have"),
            (
                "PolicyArns.member.1.x=y".to_owned(),
                "Value null at 'policyArns.1.member.arn' failed",
            ),
            (
                arns(1, "arn:aws:iam::222222222222:role/demo"),
                "arn:aws:iam::222222222222:role/demo is invalid",
            ),
            (arns(1, "arn:aws:iam::aws:policy/"), "arn:aws:iam::aws:policy/ is invalid"),
        ] {
            let answer = said(&server.sts(A), &with(&parameters));
            assert!(
                answer.starts_with("400 ValidationError: ") && answer.contains(why),
                "{answer}"
            );
        }
    }
}
