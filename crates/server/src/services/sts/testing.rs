//! STS's answers, for comparison.

use crate::front::Answer;
use crate::testing::{Client, element};

/// Posts a form: the status and the inside of the result, or `{status} {code}: {message}`.
pub(super) fn said(client: &Client<'_>, form: &str) -> String {
    let answer = client.raw("POST", "/", form.as_bytes());
    if let Some(code) = answer.error {
        return format!("{} {code}: {}", answer.status, element(&answer, "Message").unwrap());
    }
    let result = element(&answer, &format!("{}Result", answer.operation)).unwrap();
    format!("{} {result}", answer.status)
}

/// How many seconds the credentials in an answer are valid from now on, give or take the second that ends.
pub(super) fn lifetime(answer: &Answer) -> i64 {
    let expires = seconds(&element(answer, "Expiration").unwrap());
    let left = expires - crate::clock::now().0.div_euclid(1000);
    // The answer and this line may be in different seconds.
    if left % 100 == 99 { left + 1 } else { left }
}

/// The seconds since 1970 of `2019-11-09T13:34:41Z`.
fn seconds(text: &str) -> i64 {
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    // Days before a civil date, in years that begin on 1 March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    assert!(text.len() == 20 && text.ends_with('Z'), "{text}");
    days * 86_400 + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19)
}
