//! From method and path to an operation.
//!
//! Paths are matched raw, still percent-encoded: an ARN in a path is one segment, and `%2F` in it is no
//! slash (semantics §1.1). Nothing is normalised, so that no two spellings of a path differ in what the
//! signature covers and what is served.

use std::collections::HashMap;

/// What a service's model says of an operation: name, method and path.
///
/// A path may have one parameter, as its last segment: `{Id}` is one segment, `{Arn+}` all that is left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
}

impl Endpoint {
    pub(crate) const fn new(
        name: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Endpoint {
        Endpoint { name, method, path }
    }

    /// Whether its name or its method says that it only reads: AWS names what reads with POST `Get…`.
    pub(crate) fn only_reads(&self) -> bool {
        self.method == "GET" || self.name.starts_with("Get")
    }
}

/// Where a path leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match<'p, T> {
    pub(crate) target: T,
    /// The raw text of the path's parameter; empty where the path has none.
    pub(crate) parameter: &'p str,
}

/// The paths of one service.
#[derive(Debug)]
pub(crate) struct Router<T> {
    exact: HashMap<&'static str, Vec<(&'static str, T)>>,
    patterns: Vec<Pattern<T>>,
}

#[derive(Debug)]
struct Pattern<T> {
    method: &'static str,
    segments: Vec<&'static str>,
    target: T,
}

impl<T: Copy> Router<T> {
    /// A router over these endpoints.
    pub(crate) fn new(endpoints: impl Iterator<Item = (Endpoint, T)>) -> Router<T> {
        let mut router = Router { exact: HashMap::new(), patterns: Vec::new() };
        for (endpoint, target) in endpoints {
            if endpoint.path.contains('{') {
                let segments = endpoint.path.split('/').collect();
                router.patterns.push(Pattern { method: endpoint.method, segments, target });
            } else {
                let methods = router.exact.entry(endpoint.path).or_default();
                methods.push((endpoint.method, target));
            }
        }
        router
    }

    /// Finds the operation for a method and a raw path. Literal paths come before parameters.
    pub(crate) fn find<'p>(&self, method: &str, path: &'p str) -> Option<Match<'p, T>> {
        let methods = self.exact.get(path).map_or(&[][..], Vec::as_slice);
        if let Some((_, target)) = methods.iter().find(|(m, _)| *m == method) {
            return Some(Match { target: *target, parameter: "" });
        }
        let found = |pattern: &Pattern<T>| {
            let parameter = (pattern.method == method).then(|| pattern.parameter(path))??;
            Some(Match { target: pattern.target, parameter })
        };
        self.patterns.iter().find_map(found)
    }
}

impl<T> Pattern<T> {
    /// The parameter of a path of this form. A pattern with a parameter in the middle, of which only
    /// operations that are not served have any, gives its last one.
    fn parameter<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut rest = path;
        let mut parameter = "";
        for (place, segment) in self.segments.iter().enumerate() {
            let last = place + 1 == self.segments.len();
            let greedy = segment.ends_with("+}");
            let (here, after) = match rest.split_once('/') {
                Some((here, after)) if !(last && greedy) => (here, Some(after)),
                _ => (rest, None),
            };
            if segment.starts_with('{') {
                parameter = here;
            }
            let fits = if segment.starts_with('{') { !here.is_empty() } else { *segment == here };
            if !fits || last != after.is_none() {
                return None;
            }
            rest = after.unwrap_or_default();
        }
        Some(parameter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router() -> Router<u8> {
        let endpoints = [
            Endpoint::new("ListMembers", "GET", "/members"),
            Endpoint::new("CreateMember", "POST", "/members"),
            Endpoint::new("GetMember", "GET", "/members/{id}"),
            Endpoint::new("DisassociateMember", "POST", "/members/disassociate/{id}"),
            Endpoint::new("ListTags", "GET", "/tags/{arn+}"),
            Endpoint::new("Middle", "GET", "/a/{id}/b"),
        ];
        Router::new(endpoints.into_iter().zip(1..))
    }

    #[test]
    fn finds_by_method_and_raw_path() {
        for (method, path, target, parameter) in [
            ("GET", "/members", 1, ""),
            ("POST", "/members", 2, ""),
            ("GET", "/members/111122223333", 3, "111122223333"),
            ("GET", "/members/a%2Fb", 3, "a%2Fb"),
            ("POST", "/members/disassociate/1", 4, "1"),
            ("GET", "/tags/arn%3Aaws%3Ax", 5, "arn%3Aaws%3Ax"),
            ("GET", "/tags/arn:aws:x/y", 5, "arn:aws:x/y"),
            ("GET", "/a/7/b", 6, "7"),
        ] {
            let found = router().find(method, path);
            assert_eq!(found, Some(Match { target, parameter }), "{method} {path}");
        }
    }

    #[test]
    fn finds_nothing_for_other_spellings() {
        for (method, path) in [
            ("PUT", "/members"),
            ("get", "/members"),
            ("GET", "/members/"),
            ("GET", "//members"),
            ("GET", "/%6Dembers"),
            ("GET", "/members/1/2"),
            ("GET", "/members/../members"),
            ("POST", "/members/disassociate/"),
            ("GET", "/tags/"),
            ("GET", "/a/7"),
            ("GET", ""),
            ("GET", "*"),
        ] {
            assert_eq!(router().find(method, path), None, "{method} {path}");
        }
    }
}
