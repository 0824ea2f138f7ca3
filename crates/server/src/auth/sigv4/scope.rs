//! What a signature is good for: a key, a day, a Region, a service.

use accede_membership::Region;

use super::host;
use super::moment::Moment;
use crate::auth::AuthError;
use crate::auth::authorization::{TERMINATOR, five, not_terminated, shown};

/// A credential, taken apart.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) access_key: &'a str,
    pub(super) day: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl<'a> Scope<'a> {
    /// Takes a credential apart. It must be of the day of the signature, and of the service and Region of the host, if
    /// that has a name of AWS's. As AWS does it, everything that is wrong with it is said at once.
    pub(super) fn of(credential: &'a str, moment: &Moment, host: &str) -> Result<Self, AuthError> {
        let [access_key, day, region, service, terminator] = five(credential)?;
        let addressed = host::addressed(host);
        let is_there = addressed.is_none_or(|(_, there)| there.eq_ignore_ascii_case(region));
        let mut wrong: Vec<String> = Vec::new();
        if !is_there || !Region::is_name(region) {
            wrong.push("Credential should be scoped to a valid region.".to_owned());
        }
        if let Some((right, _)) = addressed.filter(|(name, _)| !name.eq_ignore_ascii_case(service))
        {
            wrong.push(format!("Credential should be scoped to correct service: '{right}'."));
        }
        if terminator != TERMINATOR {
            wrong.push(not_terminated(terminator));
        }
        if day != moment.day() {
            wrong.push(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{}' != '{}', from '{}'.",
                shown(day),
                moment.day(),
                moment.text(),
            ));
        }
        if wrong.is_empty() {
            return Ok(Scope { access_key, day, region, service });
        }
        Err(AuthError::Scope(wrong.join(" ")))
    }

    /// Where its parts end in the credential.
    pub(super) fn ends(self) -> [usize; 4] {
        let mut end = 0;
        [self.access_key, self.day, self.region, self.service].map(|part| {
            let at = end + part.len();
            end = at + 1;
            at
        })
    }

    /// The one whose parts end there.
    pub(super) fn at(credential: &'a str, ends: [usize; 4]) -> Scope<'a> {
        let mut begin = 0;
        let [access_key, day, region, service] = ends.map(|end| {
            let part = credential.get(begin..end).unwrap_or_default();
            begin = end + 1;
            part
        });
        Scope { access_key, day, region, service }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(credential: &str, host: &str) -> String {
        let moment = Moment::iso("20150830T123600Z").unwrap();
        match Scope::of(credential, &moment, host) {
            Ok(scope) => {
                let Scope { access_key, day, region, service } =
                    Scope::at(credential, scope.ends());
                format!("{access_key} {day} {region} {service}")
            }
            Err(AuthError::Scope(why)) => why,
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn a_scope_is_of_the_day_and_of_the_host() {
        let whole = "AKID/20150830/us-east-1/macie2/aws4_request";
        for host in
            ["localhost", "macie2.us-east-1.amazonaws.com", "macie2-fips.us-east-1.api.aws:1"]
        {
            assert_eq!(said(whole, host), "AKID 20150830 us-east-1 macie2", "{host}");
        }
        let region = "Credential should be scoped to a valid region.";
        let service = "Credential should be scoped to correct service: 'sts'.";
        for (credential, host, why) in [
            ("AKID/20150830/nowhere!/macie2/aws4_request", "localhost", region.to_owned()),
            (whole, "macie2.us-east-2.amazonaws.com", region.to_owned()),
            (whole, "sts.us-east-1.amazonaws.com", service.to_owned()),
            (whole, "sts.us-east-2.api.aws", format!("{region} {service}")),
            (
                "AKID/20150831/?/macie2/aws5",
                "localhost",
                format!(
                    "{region} Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. \
                     Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                     '20150831' != '20150830', from '20150830T123600Z'."
                ),
            ),
        ] {
            assert_eq!(said(credential, host), why, "{credential} {host}");
        }
        assert!(said("AKID/20150830/us-east-1/macie2", "localhost").contains("exactly 5"));
    }
}
