//! A signature as it came: from the header `Authorization`, or from a presigned query.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::Head;
use super::moment::{Moment, NO_DATE, SKEW};
use crate::auth::AuthError;
use crate::auth::authorization::{self, NOT_4A, TOKEN_PARAMETER};
use crate::auth::parts::{Odd, Parts};

/// What a request says of its own signature. Nothing of it has been checked but its form.
pub(super) struct Claim<'a> {
    pub(super) credential: Cow<'a, str>,
    pub(super) signed_headers: Cow<'a, str>,
    pub(super) signature: Cow<'a, str>,
    pub(super) token: Option<Cow<'a, str>>,
    pub(super) moment: Moment,
    /// The header that says the moment, if one does.
    pub(super) date: Option<&'static str>,
    /// For how many seconds the signature is good.
    pub(super) lifetime: i64,
}

impl Claim<'_> {
    /// Whether the signature is in the query.
    pub(super) fn is_presigned(&self) -> bool {
        self.date.is_none()
    }
}

/// Finds the signature of a request. Where there are two, it is that of the header, of which the parts may be known.
///
/// # Errors
///
/// There is none, it is not whole, or something in it is there twice.
pub(super) fn claim<'a>(head: Head<'a>, parts: Option<Parts<'a>>) -> Result<Claim<'a>, AuthError> {
    let mut headers = head.headers.get_all(AUTHORIZATION).iter();
    match (headers.next(), headers.next()) {
        (None, _) => presigned(head.query),
        (Some(header), None) => {
            let read = || authorization::text(header).and_then(Parts::read);
            in_header(parts.map_or_else(read, Ok)?, head.headers)
        }
        (Some(_), Some(_)) => {
            Err(incomplete("There must be no more than one Authorization header."))
        }
    }
}

fn in_header<'a>(parts: Parts<'a>, headers: &'a HeaderMap) -> Result<Claim<'a>, AuthError> {
    match parts.odd() {
        None => {}
        Some(Odd::Unnamed) => {
            return Err(incomplete(
                "Authorization header has a part that is not a valid key=value pair (missing equal-sign).",
            ));
        }
        Some(Odd::Surplus) => {
            return Err(incomplete(
                "Authorization header has a parameter that is not known, or one of them twice.",
            ));
        }
    }
    let date = Moment::of_headers(headers);
    let mut missing = parts.missing();
    if date == Err(incomplete(NO_DATE.trim_end())) {
        missing.push_str(NO_DATE);
    }
    if !missing.is_empty() {
        return Err(incomplete(missing.trim_end()));
    }
    if headers.contains_key("x-amz-region-set") {
        return Err(incomplete(NOT_4A));
    }
    let (moment, date) = date?;
    let part = |name| Cow::Borrowed(parts.get(name).unwrap_or_default());
    Ok(Claim {
        credential: part("Credential"),
        signed_headers: part("SignedHeaders"),
        signature: part("Signature"),
        token: authorization::token(headers),
        moment,
        date: Some(date),
        lifetime: SKEW,
    })
}

/// The parameters that every presigned query has.
const REQUIRED: [&str; 5] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];
const EXPIRES: &str = "X-Amz-Expires";
const REGION_SET: &str = "X-Amz-Region-Set";
/// The longest that a presigned request can be good, in seconds: a week.
const WEEK: i64 = 604_800;

fn presigned(raw: &str) -> Result<Claim<'_>, AuthError> {
    let query = authorization::presigned(raw, &REQUIRED).map_err(|why| match why {
        AuthError::Missing if raw.contains("X-Amz-Signature=") => {
            incomplete("The query string is not well-formed.")
        }
        other => other,
    })?;
    let mut names = REQUIRED.iter().chain(&[EXPIRES, TOKEN_PARAMETER]);
    if let Some(twice) = names.find(|name| query.all(name).nth(1).is_some()) {
        return Err(AuthError::Incomplete(format!(
            "AWS query-string parameters must include '{twice}' only once."
        )));
    }
    if query.get(REGION_SET).is_some() {
        return Err(incomplete(NOT_4A));
    }
    let part = |name| Cow::Owned(query.get(name).unwrap_or_default().to_owned());
    Ok(Claim {
        credential: part("X-Amz-Credential"),
        signed_headers: part("X-Amz-SignedHeaders"),
        signature: part("X-Amz-Signature"),
        token: query.get(TOKEN_PARAMETER).map(|token| Cow::Owned(token.to_owned())),
        moment: Moment::of_parameter(query.get("X-Amz-Date").unwrap_or_default())?,
        date: None,
        lifetime: query.get(EXPIRES).map_or(Ok(SKEW), lifetime)?,
    })
}

/// For how long a presigned request is good. One that does not say it, as STS takes them from some clients, is good
/// for as long as one that is signed in a header.
fn lifetime(text: &str) -> Result<i64, AuthError> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    let seconds = if is_number { text.parse().ok() } else { None };
    seconds.filter(|seconds| (1..=WEEK).contains(seconds)).ok_or_else(|| {
        incomplete("X-Amz-Expires must be a number of seconds between 1 and 604800.")
    })
}

fn incomplete(why: &str) -> AuthError {
    AuthError::Incomplete(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::lifetime;

    #[test]
    fn a_presigned_request_is_good_for_a_week_at_most() {
        for (text, seconds) in [("1", 1), ("900", 900), ("0900", 900), ("604800", 604_800)] {
            assert_eq!(lifetime(text), Ok(seconds));
        }
        for text in ["", "0", "-1", "+1", "1.0", "604801", " 1", "1e3", "99999999999999999999", "é"]
        {
            assert!(lifetime(text).is_err(), "{text}");
        }
    }
}
