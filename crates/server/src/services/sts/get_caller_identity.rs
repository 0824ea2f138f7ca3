//! `GetCallerIdentity`: who is calling. Needs no permission.
//!
//! In mode `open` an account calls as its root user, and with temporary credentials as who they are of.

use crate::wire::error::WireError;

use super::{Call, Operation, at_once};

pub(super) const OPERATION: Operation =
    Operation { name: "GetCallerIdentity", recorded: false, run: |call| at_once(run(call)) };

fn run(call: &Call<'_>) -> Result<String, WireError> {
    let (account, arn) = (call.caller.account, call.caller.arn());
    let user = call.caller.identity().user_id(account);
    Ok(format!("<Arn>{arn}</Arn><UserId>{user}</UserId><Account>{account}</Account>"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, B, Server, element, text};

    const FORM: &[u8] = b"Action=GetCallerIdentity&Version=2011-06-15";

    #[test]
    fn names_the_account_of_the_credential() {
        let server = Server::new();
        let client = server.sts(A).region("cn-north-1");
        let expected = "<GetCallerIdentityResponse \
            xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
            <Arn>arn:aws-cn:iam::111111111111:root</Arn><UserId>111111111111</UserId>\
            <Account>111111111111</Account></GetCallerIdentityResult><ResponseMetadata>\
            <RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>\
            </GetCallerIdentityResponse>";
        let target = format!("/?{}", std::str::from_utf8(FORM).unwrap());
        for answer in [client.raw("POST", "/", FORM), client.raw("GET", &target, b"")] {
            assert_eq!((answer.status, answer.content_type), (200, "text/xml"));
            assert_eq!(text(&answer), expected);
        }
    }

    #[test]
    fn names_the_role_and_the_session_of_temporary_credentials() {
        let server = Server::new();
        let keys = server.assume(A, "arn:aws:iam::222222222222:role/a/path/demo");
        let answer = server.sts(A).session(&keys).raw("POST", "/", FORM);
        let arn = "arn:aws:sts::222222222222:assumed-role/demo/test";
        assert_eq!(element(&answer, "Arn").as_deref(), Some(arn));
        assert_eq!(element(&answer, "Account").as_deref(), Some(B));
        let user = element(&answer, "UserId").unwrap();
        assert!(user.starts_with("AROA") && user.ends_with(":test"), "{user}");
    }
}
