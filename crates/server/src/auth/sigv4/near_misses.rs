//! Whatever is altered in a signed request, it is refused; and whatever is signed, is not.

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use super::signer::{Draft, KEY, NOW, Signer, quote, sha256, words};
use super::{Signature, SigningKeys};
use crate::auth::{AuthError, Credential};

pub(super) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

pub(super) fn signer(service: &'static str) -> Signer {
    Signer { secret: SECRET, token: None, service }
}

/// What the server makes of a request; none if it is none to HTTP. It knows one key, as who knows a secret does not
/// sign the name of its key.
pub(super) fn verdict(draft: &Draft, keys: &SigningKeys) -> Option<Result<(), AuthError>> {
    let request = draft.sent()?;
    let credential = Credential::of(&request).ok();
    let read = Signature::of(&request, credential.as_ref(), NOW);
    let why = |read: &Result<Signature<'_>, AuthError>| read.as_ref().err().cloned();
    assert_eq!(why(&read), why(&Signature::of(&request, None, NOW)), "known and unknown");
    let signature = match read {
        Ok(signature) => signature,
        Err(why) => return Some(Err(why)),
    };
    let known = signature.credential().access_key == KEY;
    Some(if known { signature.check(SECRET, keys) } else { Err(AuthError::Unknown) })
}

/// Signed requests of every kind.
pub(super) fn corpus() -> Vec<(&'static str, Draft)> {
    let with_token = |service| Signer { token: Some("IQoJ//b3JpZ2lu+X2VjE=="), ..signer(service) };
    let arn = "/tags/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A111122223333%3Ahub%2Fdefault";
    let json = |path: &str| Draft::new("POST", path, &[]).with("Content-Type", "application/json");
    let page = [("maxResults", "50"), ("nextToken", "a/b+c="), ("onlyAssociated", "false")];
    let action = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let body = br#"{"AccountIds":["222222222222"]}"#;
    vec![
        ("query", signer("macie2").sign(Draft::new("GET", "/members", &page))),
        ("json", signer("securityhub").sign(json("/members/invite").body(body))),
        (
            "content hash",
            signer("macie2")
                .sign(json("/macie").with("x-amz-content-sha256", sha256(b"{}")).body(b"{}")),
        ),
        (
            "ARN",
            signer("securityhub").sign(
                Draft::new("DELETE", arn, &[("tagKeys", "team"), ("tagKeys", "cost centre")])
                    .with("My-Header", b"b  \xe9 a")
                    .with("my-header", "c"),
            ),
        ),
        ("raw ARN", signer("macie2").sign(Draft::new("GET", "/tags/arn:aws:macie2:a/b", &[]))),
        (
            "form",
            signer("sts").sign(
                Draft::new("POST", "/", &[])
                    .with("Content-Type", form)
                    .body("Action=GetCallerIdentity&Version=2011-06-15"),
            ),
        ),
        (
            "session token",
            with_token("organizations").sign(
                Draft::new("POST", "/", &[])
                    .with("X-Amz-Target", "AWSOrganizationsV20161128.ListRoots")
                    .body("{}"),
            ),
        ),
        ("date", signer("macie2").sign_with_http_date(Draft::new("GET", "/macie", &[]))),
        ("presigned", signer("sts").presign(Draft::new("GET", "/", &action), 900)),
        (
            "presigned with token",
            with_token("sts")
                .presign(Draft::new("GET", "/", &action).with("x-amz-custom", "1"), 60),
        ),
        (
            "presigned with body",
            signer("securityhub").presign(json("/members/invite").body(body), 604_800),
        ),
    ]
}

/// A text with one byte altered: one up, its case or its lowest bit turned, left out, doubled.
fn altered(text: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (place, &byte) in text.iter().enumerate() {
        let turned = if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte ^ 1 };
        for instead in [&[byte.wrapping_add(1)][..], &[turned], &[], &[byte, byte]] {
            all.push([&text[..place], instead, &text[place + 1..]].concat());
        }
    }
    all
}

/// Whether a header says the same: to HTTP a blank more is no other value, and between the parameters of a
/// signature there may be a comma, a blank, or both.
fn says_the_same(name: &str, one: &[u8], other: &[u8]) -> bool {
    if name == "Authorization" {
        let parts = |text: &[u8]| {
            let parts = text.split(|b| b", ".contains(b)).filter(|part| !part.is_empty());
            let algorithm = text.iter().position(|b| *b == b' ');
            (algorithm, parts.map(<[u8]>::to_vec).collect::<Vec<_>>())
        };
        return parts(one) == parts(other);
    }
    words(one) == words(other)
}

/// A request with one byte altered, in every way and at every place that is signed.
fn misses(draft: &Draft) -> Vec<Draft> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
    let mut all = Vec::new();
    let methods = altered(draft.method.as_bytes()).into_iter().filter_map(text);
    all.extend(methods.map(|method| Draft { method, ..draft.clone() }));
    let targets = altered(draft.target.as_bytes()).into_iter().filter_map(text);
    all.extend(targets.map(|target| Draft { target, ..draft.clone() }));
    all.extend(altered(&draft.body).into_iter().map(|body| Draft { body, ..draft.clone() }));
    for (place, (name, value)) in draft.headers.iter().enumerate() {
        let names = altered(name.as_bytes()).into_iter().filter_map(text);
        let names = names.filter(|other| !other.eq_ignore_ascii_case(name));
        let values = altered(value).into_iter().filter(|other| !says_the_same(name, value, other));
        let headers = names.map(|n| (n, value.clone())).chain(values.map(|v| (name.clone(), v)));
        all.extend(headers.map(|header| {
            let mut miss = draft.clone();
            miss.headers[place] = header;
            miss
        }));
    }
    all.retain(|miss| miss != draft);
    all
}

#[test]
#[allow(clippy::print_stdout)]
fn every_altered_byte_is_refused() {
    let keys = SigningKeys::new();
    let (mut tried, mut by_http) = (0, 0);
    for (name, draft) in corpus() {
        assert_eq!(verdict(&draft, &keys), Some(Ok(())), "{name}");
        for miss in misses(&draft) {
            tried += 1;
            match verdict(&miss, &keys) {
                None => by_http += 1,
                Some(refused) => assert!(refused.is_err(), "{name}: {miss:?}"),
            }
        }
    }
    println!("sigv4 near misses: {tried} of {tried} refused ({by_http} are no HTTP)");
    assert!(tried > 14_000 && by_http < tried / 50, "{tried} {by_http}");
}

/// Text of any characters.
fn random_text(rng: &mut impl Rng, longest: usize) -> String {
    let length = rng.random_range(1..=longest);
    (0..length)
        .map(|_| match rng.random_range(0..4) {
            0 => rng.random_range(' '..='~'),
            1 => ['%', '+', '/', '&', '=', ':', '.', '~'][rng.random_range(0..8)],
            2 => rng.random_range('a'..='z'),
            _ => rng.random_range('\u{a0}'..='\u{2fff}'),
        })
        .collect()
}

fn random_draft(rng: &mut impl Rng) -> Draft {
    let segment = |rng: &mut _| format!("/x{}", quote(&random_text(rng, 12), ""));
    let path: String = (0..rng.random_range(1..5)).map(|_| segment(rng)).collect();
    let pairs: Vec<(String, String)> =
        (0..rng.random_range(0..6)).map(|_| (random_text(rng, 8), random_text(rng, 20))).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let method = ["GET", "POST", "PUT", "DELETE", "PATCH"][rng.random_range(0..5)];
    let mut draft = Draft::new(method, &path, &pairs);
    for _ in 0..rng.random_range(0..5) {
        let name = format!("X-H{}", rng.random_range(0..4));
        draft = draft.with(&name, random_text(rng, 30));
    }
    let body: Vec<u8> = (0..rng.random_range(0..100)).map(|_| rng.random()).collect();
    draft.body(body)
}

#[test]
fn whatever_is_signed_is_verified() {
    let mut rng = StdRng::seed_from_u64(20_150_830);
    let keys = SigningKeys::new();
    for round in 0..500 {
        let draft = random_draft(&mut rng);
        let signer = Signer { token: (round % 3 == 0).then_some("to+k/en=="), ..signer("macie2") };
        let signed = match round % 4 {
            0 => signer.presign(draft, rng.random_range(1..=604_800)),
            1 => signer.sign_with_http_date(draft),
            _ => signer.sign(draft),
        };
        assert_eq!(verdict(&signed, &keys), Some(Ok(())), "{signed:?}");
        if round % 25 > 0 {
            continue;
        }
        let misses = misses(&signed);
        let miss = &misses[rng.random_range(0..misses.len())];
        assert_ne!(verdict(miss, &keys), Some(Ok(())), "{signed:?} {miss:?}");
    }
}

/// Pieces of signatures in any order: refused, whatever they come to.
#[test]
fn nonsense_is_refused() {
    let pieces = [
        "AWS4-HMAC-SHA256",
        " ",
        ",",
        "=",
        "&",
        "/",
        ";",
        "%",
        "%2F",
        "+",
        "\t",
        "Credential",
        "SignedHeaders",
        "Signature",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Algorithm",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "AKIDEXAMPLE/20150830/us-east-1/macie2/aws4_request",
        "20150830T123600Z",
        "host",
        "x-amz-date",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "900",
        "-1",
        "*",
    ];
    let mut rng = StdRng::seed_from_u64(4);
    let keys = SigningKeys::new();
    for _ in 0..5_000 {
        let mut nonsense = || -> String {
            let count = rng.random_range(0..30);
            (0..count).map(|_| pieces[rng.random_range(0..pieces.len())]).collect()
        };
        let [header, query, date] = [nonsense(), nonsense(), nonsense()];
        let mut draft = Draft::new("GET", "/members", &[]).with("X-Amz-Date", date);
        draft.target = format!("/members?{}", query.replace([' ', '\t'], "&"));
        for draft in [draft.clone(), draft.with("Authorization", header)] {
            assert!(verdict(&draft, &keys).is_some_and(|verdict| verdict.is_err()), "{draft:?}");
        }
    }
}
