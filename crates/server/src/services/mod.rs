//! The services: one folder each, one file for each operation, one line here.

pub(crate) mod cloudtrail;
pub(crate) mod macie2;
pub(crate) mod organizations;
pub(crate) mod securityhub;
mod sentences;
mod shown;
pub(crate) mod sts;

use crate::front::Front;

/// The services, by the name that requests to them are signed with.
pub(crate) struct Registry(Vec<(&'static str, Box<dyn Front>)>);

impl Registry {
    /// Every service that is served.
    pub(crate) fn new() -> Registry {
        Registry(vec![
            ("securityhub", Box::new(securityhub::service())),
            ("macie2", Box::new(macie2::service())),
            ("organizations", Box::new(organizations::Organizations)),
            ("sts", Box::new(sts::Sts)),
            ("cloudtrail", Box::new(cloudtrail::CloudTrail)),
        ])
    }

    /// Every service, with the name that requests to it are signed with.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &dyn Front)> {
        self.0.iter().map(|(name, front)| (*name, &**front))
    }

    /// The service with this signing name.
    pub(crate) fn find(&self, name: &str) -> Option<&dyn Front> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, front)| &**front)
    }
}
