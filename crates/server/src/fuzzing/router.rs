//! The router: any method and path, against all operations of the services that are found by them. What it finds is
//! what a slow comparison with every pattern finds.

use std::sync::OnceLock;

use super::{line, text};
use crate::services::Registry;
use crate::wire::router::{Endpoint, Router};

struct Service {
    endpoints: Vec<Endpoint>,
    router: Router<usize>,
}

pub(super) fn run(bytes: &[u8]) {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    let (method, rest) = line(bytes);
    let (method, path) = (text(method), text(line(rest).0));
    for Service { endpoints, router } in SERVICES.get_or_init(services) {
        let fits = |endpoint: &Endpoint| {
            if endpoint.method == method { parameter(endpoint.path, &path) } else { None }
        };
        let found = router.find(&method, &path);
        let expected: Vec<&str> = endpoints.iter().filter_map(fits).collect();
        assert_eq!(found.is_some(), !expected.is_empty(), "{method} {path}");
        if let Some(found) = found {
            let endpoint = &endpoints[found.target];
            assert_eq!(fits(endpoint), Some(found.parameter), "{method} {path}: {endpoint:?}");
        }
    }
}

/// What stands for the parameter of a pattern in a path of it; empty if it has none.
fn parameter<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return (pattern == path).then_some("");
    };
    let (name, after) = rest.split_once('}')?;
    let value = path.strip_prefix(before)?.strip_suffix(after)?;
    let whole = !value.is_empty() && (name.ends_with('+') || !value.contains('/'));
    whole.then_some(value)
}

fn services() -> Vec<Service> {
    let registry = Registry::new();
    let endpoints = registry.all().map(|(_, front)| {
        let claims = front.operations().into_iter();
        claims.filter_map(|claim| endpoint(claim.name, claim.request)).collect::<Vec<_>>()
    });
    endpoints.filter(|endpoints| !endpoints.is_empty()).map(service).collect()
}

fn service(endpoints: Vec<Endpoint>) -> Service {
    let router = Router::new(endpoints.iter().copied().zip(0..));
    Service { endpoints, router }
}

/// `GET /members` as an endpoint; nothing for services whose requests are named otherwise.
fn endpoint(name: &'static str, request: String) -> Option<Endpoint> {
    let (method, path) = request.leak().split_once(' ')?;
    path.starts_with('/').then(|| Endpoint::new(name, method, path))
}
