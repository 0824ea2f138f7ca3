//! What a store is to be like.

use accede_membership::{Region, Scope, Service};

const REGIONS: [&str; 5] =
    ["us-east-1", "eu-central-1", "eu-west-1", "ap-northeast-1", "us-west-2"];

/// What a store is to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) accounts: u64,
    /// All relationships but those of the one account that very many invite.
    pub(crate) relationships: u64,
    /// They are spread evenly over both services and so many Regions.
    pub(crate) regions: usize,
    pub(crate) events: u64,
    /// How many administrators have invited a member, at least and at most. With any size of a store, lists of invitations are
    /// as long.
    pub(crate) hosts: [u64; 2],
    /// How many accounts the first organization has, at least: they are members of its one administrator.
    pub(crate) crowd: u64,
    /// How many accounts invite one and the same, in the first scope.
    pub(crate) wanted: u64,
}

impl Shape {
    /// So many accounts and relationships, in two Regions, none of them out of the common.
    pub(crate) fn of(accounts: u64, relationships: u64) -> Shape {
        Shape {
            accounts,
            relationships,
            regions: 2,
            events: 0,
            hosts: [20, 40],
            crowd: 0,
            wanted: 0,
        }
    }

    /// Both services in every Region, Security Hub of the first Region first.
    pub(crate) fn scopes(&self) -> Vec<Scope> {
        let regions = REGIONS.iter().take(self.regions).filter_map(|region| region.parse().ok());
        let two = |region: Region| {
            Service::WITH_MEMBERS.map(|service| Scope { service, region: region.clone() })
        };
        regions.flat_map(two).collect()
    }

    /// How many relationships there are in a scope, to one more or less.
    pub(crate) fn in_each_scope(&self) -> u64 {
        self.relationships / (2 * self.regions as u64).max(1)
    }

    /// How many relationships there are in the scope with this number.
    pub(crate) fn in_scope(&self, number: u64) -> u64 {
        let scopes = (2 * self.regions as u64).max(1);
        self.relationships / scopes + u64::from(number < self.relationships % scopes)
    }

    /// Reads numbers in the order in which a command has them, as far as they are given.
    ///
    /// # Errors
    /// When one is none, or there are more.
    pub(crate) fn read(words: &[String]) -> Result<Shape, String> {
        let mut shape = Shape { events: 100_000, regions: 5, ..Shape::of(100_000, 1_000_000) };
        let mut regions = shape.regions as u64;
        let places = [
            &mut shape.accounts,
            &mut shape.relationships,
            &mut shape.events,
            &mut regions,
            &mut shape.crowd,
            &mut shape.wanted,
        ];
        if words.len() > places.len() {
            return Err(format!("{} numbers are too many", words.len()));
        }
        for (place, word) in places.into_iter().zip(words) {
            *place = word.parse().map_err(|_| format!("{word} is no number"))?;
        }
        shape.regions = usize::try_from(regions)
            .ok()
            .filter(|regions| (1..=REGIONS.len()).contains(regions))
            .ok_or_else(|| format!("from 1 to {} Regions", REGIONS.len()))?;
        Ok(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Shape, String> {
        Shape::read(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let usual = Shape::read(&[]).unwrap();
        assert_eq!(
            (usual.accounts, usual.relationships, usual.events),
            (100_000, 1_000_000, 100_000)
        );
        assert_eq!(usual.scopes().len(), 10);
        let said = read("5000 70 3 1 9 8").unwrap();
        let meant = Shape { events: 3, regions: 1, crowd: 9, wanted: 8, ..Shape::of(5_000, 70) };
        assert_eq!(said, meant);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in ["many", "1 2 3 4 5 6 7", "1 2 3 0", "1 2 3 6"] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn all_relationships_are_in_some_scope() {
        let shape = Shape::of(1_000, 4_003);
        assert_eq!((0..4).map(|number| shape.in_scope(number)).sum::<u64>(), 4_003);
    }
}
