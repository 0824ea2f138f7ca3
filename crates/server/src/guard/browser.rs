//! Requests that a browser makes.
//!
//! In mode `open` whoever can connect can act for every account, and a browser on the same machine can connect:
//! it would carry requests for whatever page is open in it. Browsers say for whom they ask, and no page can make
//! them say otherwise; other clients say nothing of the kind.
//!
//! A page whose own name was made to lead here asks for what is its own, of which browsers say nothing where it only
//! reads and there is no TLS. But it knows this server by that name, and its browser says which languages it speaks.

use std::net::IpAddr;

use http::header::{ACCEPT_LANGUAGE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use http::uri::Authority;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a page that is not from this machine has a browser make this request.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter().peekable();
    if origins.peek().is_some() {
        return !origins.all(|origin| origin.to_str().is_ok_and(is_loopback));
    }
    let mut sites = headers.get_all(SITE).iter().peekable();
    if sites.peek().is_some() {
        // `none` is what the user asks for, in the address bar.
        return sites.any(|site| site != "none");
    }
    headers.contains_key(ACCEPT_LANGUAGE) && !headers.get(HOST).is_some_and(is_no_name_of_others)
}

/// Whether a header `Host` has an address, to which no name leads, or is of this machine.
fn is_no_name_of_others(host: &HeaderValue) -> bool {
    let authority = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
    authority.is_some_and(|host| is_local_name(&host) || address(&host).is_some())
}

/// Whether an origin, `{scheme}://{host}[:{port}]`, is of this machine.
fn is_loopback(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let Ok(authority) = authority.parse::<Authority>() else { return false };
    is_local_name(&authority)
        || address(&authority).is_some_and(|address| address.to_canonical().is_loopback())
}

fn is_local_name(authority: &Authority) -> bool {
    authority.host().eq_ignore_ascii_case("localhost")
}

fn address(authority: &Authority) -> Option<IpAddr> {
    let host = authority.host();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        is_foreign(&headers)
    }

    #[test]
    fn a_page_of_this_machine_is_at_home() {
        for origin in [
            "http://localhost",
            "http://localhost:3000",
            "https://LOCALHOST:8443",
            "http://127.0.0.1:4610",
            "http://127.8.8.8",
            "http://[::1]",
            "http://[::1]:8080",
        ] {
            assert!(!foreign(&[("origin", origin)]), "{origin}");
            assert!(!foreign(&[("origin", origin), ("sec-fetch-site", "same-site")]), "{origin}");
        }
    }

    #[test]
    fn any_other_page_is_not() {
        for origin in [
            "https://example.com",
            "null",
            "",
            "localhost",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://user@localhost.example:80",
            "http://[2001:db8::1]",
            "http://192.0.2.1",
            "file://",
        ] {
            assert!(foreign(&[("origin", origin)]), "{origin}");
        }
        let both = [("origin", "http://localhost"), ("origin", "https://example.com")];
        assert!(foreign(&both), "one of two");
    }

    #[test]
    fn without_an_origin_the_browser_says_where_the_page_is_from() {
        for site in ["cross-site", "same-site", "same-origin", "anything"] {
            assert!(foreign(&[("sec-fetch-site", site)]), "{site}");
        }
        assert!(!foreign(&[("sec-fetch-site", "none")]));
        assert!(!foreign(&[]), "no browser at all");
    }

    #[test]
    fn a_name_that_leads_here_makes_no_page_at_home() {
        let speaks = ("accept-language", "en");
        for host in ["example.com", "example.com:4610", "localhost.example.com", "a b", ""] {
            assert!(foreign(&[("host", host), speaks]), "{host}");
            assert!(!foreign(&[("host", host)]), "{host}: no browser");
        }
        for host in ["localhost:4610", "127.0.0.1:4610", "[::1]:4610", "192.0.2.1"] {
            assert!(!foreign(&[("host", host), speaks]), "{host}");
        }
        assert!(!foreign(&[("host", "example.com"), speaks, ("sec-fetch-site", "none")]));
        assert!(foreign(&[speaks]), "no host at all");
    }
}
