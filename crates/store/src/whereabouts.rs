//! In which scopes an account is: what a commit that concerns all of them depends on.

use std::hash::{DefaultHasher, Hash, Hasher};

use accede_membership::Scope;

use crate::Version;

/// What stands for these scopes as a version: `0` for none, and another number for other scopes. It is compared
/// within one process only, and fits where a store keeps versions.
pub(crate) fn version_of(scopes: &[Scope]) -> Version {
    if scopes.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    for Scope { service, region } in scopes {
        (service.name(), region.as_str()).hash(&mut hasher);
    }
    (hasher.finish() >> 1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::Service;

    #[test]
    fn other_scopes_have_another_version() {
        let scope = |service, region: &str| Scope { service, region: region.parse().unwrap() };
        let one = scope(Service::Macie, "us-east-1");
        let two = scope(Service::SecurityHub, "us-east-1");
        let three = scope(Service::Macie, "us-east-2");
        let lists = [vec![], vec![one.clone()], vec![two.clone()], vec![three.clone()]];
        let more = [vec![one.clone(), two.clone()], vec![one, three]];
        let mut versions: Vec<_> = lists.iter().chain(&more).map(|list| version_of(list)).collect();
        assert_eq!(versions[0], 0);
        assert!(versions.iter().all(|version| i64::try_from(*version).is_ok()));
        versions.sort_unstable();
        versions.dedup();
        assert_eq!(versions.len(), lists.len() + more.len());
    }
}
