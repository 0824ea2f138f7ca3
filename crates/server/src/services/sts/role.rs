//! The ARN of a role.

use accede_membership::AccountId;

use crate::wire::iam_words::{is_name, is_path};

/// A role, from its ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role<'a> {
    pub(super) partition: &'a str,
    pub(super) account: AccountId,
    /// Its path: `/`, or `/…/`.
    pub(super) path: &'a str,
    /// Its name, without its path.
    pub(super) name: &'a str,
}

impl<'a> Role<'a> {
    /// Reads `arn:{partition}:iam::{account}:role/{path}/{name}`, where the path may be missing.
    pub(super) fn parse(arn: &'a str) -> Option<Role<'a>> {
        let mut parts = arn.splitn(6, ':');
        let mut next = || parts.next();
        let ("arn", partition, "iam", "") = (next()?, next()?, next()?, next()?) else {
            return None;
        };
        let account = next()?.parse().ok()?;
        let whole = next()?.strip_prefix("role")?;
        let (path, name) = whole.split_at(whole.rfind('/')? + 1);
        let legal = !partition.is_empty() && is_path(path) && is_name(name);
        legal.then_some(Role { partition, account, path, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_an_account_and_a_name_and_maybe_a_path() {
        let service = "/aws-service-role/x.amazonaws.com/";
        for (arn, partition, path, name) in [
            ("arn:aws:iam::111122223333:role/demo", "aws", "/", "demo"),
            ("arn:aws-cn:iam::111122223333:role/a/b/demo", "aws-cn", "/a/b/", "demo"),
            (
                "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X",
                "aws",
                service,
                "X",
            ),
            ("arn:aws:iam::111122223333:role/a:b/+=,.@-_", "aws", "/a:b/", "+=,.@-_"),
            ("arn:aws:iam::111122223333:role//demo", "aws", "//", "demo"),
        ] {
            let account = "111122223333".parse().unwrap();
            assert_eq!(Role::parse(arn), Some(Role { partition, account, path, name }), "{arn}");
        }
    }

    #[test]
    fn other_arns_are_no_roles() {
        let long = format!("arn:aws:iam::111122223333:role/{}", "x".repeat(65));
        let deep = format!("arn:aws:iam::111122223333:role/{}/x", "x".repeat(511));
        for arn in [
            "",
            "nothing-valid-in-here",
            "arn::b:::something/test-role",
            "arn:a::::something/test-role",
            "arn:a:::something/test-role",
            "arn:a:a::aaaaaaaaaa:",
            "arn:aws:iam:111122223333:role/demo",
            "arn:aws:iam::11112222333:role/demo",
            "arn:aws:iam::aws:role/demo",
            "arn:aws:iam:us-east-1:111122223333:role/demo",
            "arn:aws:sts::111122223333:assumed-role/demo/session",
            "arn:aws:iam::111122223333:user/demo",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role",
            "arn:aws:iam::111122223333:role/demo/",
            "arn:aws:iam::111122223333:rolex/demo",
            "arn:aws:iam::111122223333:roles/a/demo",
            "arn::iam::111122223333:role/demo",
            "arn:aws:iam::111122223333:role/de mo",
            "arn:aws:iam::111122223333:role/a b/demo",
            "arn:aws:iam::111122223333:role/<demo>",
            "arn:aws:iam::111122223333:role/démo",
            &long,
            &deep,
        ] {
            assert_eq!(Role::parse(arn), None, "{arn}");
        }
    }
}
