//! Mode `open`: for a laptop and for CI. An access key of 12 digits is the account; no signature is
//! checked, which is why this mode listens on loopback only.

use accede_membership::AccountId;

use super::{AuthError, Caller, Credential};

/// Callers by their word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    /// The account of every access key that is not an account id.
    pub(crate) default_account: AccountId,
}

impl Open {
    /// The caller that a credential names.
    ///
    /// # Errors
    ///
    /// The credential's Region is not a Region's name.
    pub(crate) fn caller(self, credential: &Credential) -> Result<Caller, AuthError> {
        let region = credential.region.parse().map_err(|_| {
            AuthError::Scope("Credential should be scoped to a valid region.".to_owned())
        })?;
        let account = credential.access_key.parse().unwrap_or(self.default_account);
        Ok(Caller { account, region })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_are_the_account_and_anything_else_is_the_default() {
        let open = Open { default_account: AccountId::new(7).unwrap() };
        for (key, account) in [
            ("111122223333", "111122223333"),
            ("AKIAIOSFODNN7EXAMPLE", "000000000007"),
            ("11112222333", "000000000007"),
            ("1111222233334", "000000000007"),
        ] {
            let credential = Credential {
                access_key: key.to_owned(),
                region: "us-east-1".to_owned(),
                service: "macie2".to_owned(),
            };
            assert_eq!(open.caller(&credential).unwrap().account.to_string(), account, "{key}");
        }
    }
}
