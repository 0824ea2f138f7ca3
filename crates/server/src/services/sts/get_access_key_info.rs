//! `GetAccessKeyInfo`: the account that a key belongs to, from the key's id alone.

use crate::auth::account_of;
use crate::wire::error::WireError;
use crate::wire::query_form::Checks;

use super::shapes::ACCESS_KEY_ID;
use super::{Call, Operation, at_once, invalid};

pub(super) const OPERATION: Operation =
    Operation { name: "GetAccessKeyInfo", recorded: false, run: |call| at_once(run(call)) };

fn run(call: &Call<'_>) -> Result<String, WireError> {
    let mut checks = Checks::default();
    let id = checks.required("accessKeyId", call.form.get("AccessKeyId"), &ACCESS_KEY_ID);
    checks.done()?;
    let account = account_of(id).ok_or_else(|| invalid("The access key ID is invalid."))?;
    Ok(format!("<Account>{account}</Account>"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::said;
    use crate::testing::{A, Server};

    #[test]
    fn an_id_says_whose_it_is() {
        let server = Server::new();
        let ask =
            |id: &str| said(&server.sts(A), &format!("Action=GetAccessKeyInfo&AccessKeyId={id}"));
        let of = |account: &str| format!("200 <Account>{account}</Account>");
        let keys = server.assume(A, "arn:aws:iam::222222222222:role/demo");
        assert_eq!(ask(&keys.key), of("222222222222"));
        assert_eq!(ask("ASIAQNZGKIQY56JQ7WML"), of("029608264753"), "a key of AWS");
        for id in ["AKIAIOSFODNN7EXAMPLE", "1111222233334444", "AROAQNZGKIQY56JQ7WML"] {
            assert_eq!(ask(id), "400 ValidationError: The access key ID is invalid.", "{id}");
        }
    }

    #[test]
    fn an_id_has_the_form_that_the_model_states() {
        let server = Server::new();
        let at = "at 'accessKeyId' failed to satisfy constraint: Member must";
        for (parameter, why) in [
            ("", format!("Value null {at} not be null")),
            ("&AccessKeyId=1", format!("Value '1' {at} have length greater than or equal to 16")),
            (
                "&AccessKeyId=1111222233334444-",
                format!(
                    "Value '1111222233334444-' {at} satisfy regular expression pattern: [\\w]*"
                ),
            ),
        ] {
            let asked = format!("Action=GetAccessKeyInfo{parameter}");
            let refused = format!("400 ValidationError: 1 validation error detected: {why}");
            assert_eq!(said(&server.sts(A), &asked), refused);
        }
    }
}
