//! `GetCallerIdentity`: who is calling. Needs no permission.
//!
//! In mode `open` an account calls as its root user: nobody else is known to be in it.

use crate::auth::Caller;

/// The operation's name.
pub(super) const NAME: &str = "GetCallerIdentity";

/// The inside of `GetCallerIdentityResult`.
pub(super) fn result(caller: &Caller) -> String {
    let Caller { account, region } = caller;
    let partition = region.partition();
    format!(
        "<Arn>arn:{partition}:iam::{account}:root</Arn><UserId>{account}</UserId>\
         <Account>{account}</Account>"
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, text};

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
}
