//! Who there is, by number: administrators first, then management accounts, then the accounts of organizations, then
//! everybody else; at the end, where there is to be one account with very many invitations, those who invite it.

use std::ops::Range;

use accede_membership::{AccountId, Timestamp};

use super::shape::Shape;

/// The first moment: 2025-01-01.
pub(crate) const BEGIN: i64 = 1_735_689_600_000;
/// How many organizations there are.
const ORGANIZATIONS: u64 = 10;

/// Accounts by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct People {
    accounts: u64,
    /// One account of ten administers others.
    pub(crate) administrators: u64,
    /// So many accounts found an organization, whose administrator is the one of the same number.
    pub(crate) organizations: u64,
    /// How many accounts an organization has, besides its founder and its administrator.
    employees: u64,
    /// How many the first organization has.
    crowd: u64,
    /// How many accounts invite one and the same.
    wanted: u64,
}

impl People {
    /// Those of a store of this shape.
    pub(crate) fn of(shape: &Shape) -> Result<People, String> {
        let Shape { accounts, crowd, wanted, .. } = *shape;
        if !(1_000..=50_000_000).contains(&accounts) {
            return Err("from 1000 to 50,000,000 accounts".to_owned());
        }
        let employees = (accounts / 400).min(shape.in_each_scope() / 100).max(1);
        let people = People {
            accounts,
            administrators: accounts / 10,
            organizations: ORGANIZATIONS,
            employees,
            crowd: crowd.max(employees),
            wanted,
        };
        if people.members().is_empty() {
            return Err("there are too few accounts for such a crowd".to_owned());
        }
        Ok(people)
    }

    /// Everybody, by number.
    pub(crate) fn everybody(&self) -> Range<u64> {
        0..self.accounts
    }

    /// Who invites, besides the administrators of organizations.
    pub(crate) fn hosts(&self) -> Range<u64> {
        self.organizations..self.administrators
    }

    /// Everybody who is invited by hosts or could be.
    pub(crate) fn members(&self) -> Range<u64> {
        let last = self.employees_of(self.organizations - 1);
        last.end..self.accounts.saturating_sub(self.wanted + 1)
    }

    /// The one account that very many invite, and those.
    pub(crate) fn wanted(&self) -> (u64, Range<u64>) {
        let first = self.accounts - self.wanted;
        (first - 1, first..self.accounts)
    }

    /// The management account of an organization.
    pub(crate) fn founder(&self, organization: u64) -> u64 {
        self.administrators + organization
    }

    /// The accounts of an organization, besides its founder and its administrator.
    pub(crate) fn employees_of(&self, organization: u64) -> Range<u64> {
        let first = self.administrators + self.organizations;
        if organization == 0 {
            return first..first + self.crowd;
        }
        let first = first + self.crowd + (organization - 1) * self.employees;
        first..first + self.employees
    }

    /// The organization that somebody is in.
    pub(crate) fn organization_of(&self, number: u64) -> Option<u64> {
        let first = self.administrators + self.organizations;
        let organization = match number {
            _ if number < self.organizations => number,
            _ if number < self.administrators => return None,
            _ if number < first => number - self.administrators,
            _ if number < first + self.crowd => 0,
            _ => (number - first - self.crowd) / self.employees + 1,
        };
        Some(organization).filter(|organization| *organization < self.organizations)
    }

    /// The id of an account. Ids are in the order of numbers, and spread over all that there are.
    pub(crate) fn id(&self, number: u64) -> AccountId {
        let step = 899_999_999_999 / self.accounts;
        AccountId::new(100_000_000_000 + number * step).unwrap_or(AccountId::MAX)
    }

    /// The email of an account; no two are the same.
    pub(crate) fn email(&self, number: u64) -> String {
        match number % 10 {
            0 => format!("zażółć.{number}@exämple.com"),
            1 => format!("Owner+{number}@Example.COM"),
            _ => format!("account-{number}@example.com"),
        }
    }

    /// The name of an account.
    pub(crate) fn name(&self, number: u64) -> String {
        match number % 10 {
            0 => format!("Müller & Söhne \"{number}\""),
            1 => format!("東京支店 {number}"),
            2 => format!("👩‍👩‍👧 {number} \\ 'team'"),
            _ => format!("workload-{number}"),
        }
    }
}

/// A moment of the year 2025, the same for the same number.
pub(crate) fn moment(number: u64) -> Timestamp {
    Timestamp(BEGIN + (mixed(number, 0) % (365 * 86_400_000)).cast_signed())
}

/// A number that looks random, and is the same for the same numbers (splitmix64).
pub(crate) fn mixed(number: u64, salt: u64) -> u64 {
    let mut mixed = number.wrapping_add(salt.wrapping_mul(0xd1b5_4a32_d192_ed03));
    mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_in_one_place() {
        let shape = Shape { crowd: 300, wanted: 50, ..Shape::of(2_000, 40_000) };
        let people = People::of(&shape).unwrap();
        for organization in 0..people.organizations {
            for employee in people.employees_of(organization) {
                assert_eq!(people.organization_of(employee), Some(organization), "{employee}");
            }
            assert_eq!(people.organization_of(people.founder(organization)), Some(organization));
        }
        assert_eq!(people.employees_of(0).count(), 300);
        let (wanted, hosts) = people.wanted();
        for nobody in people.hosts().chain(people.members()).chain([wanted]).chain(hosts.clone()) {
            assert_eq!(people.organization_of(nobody), None, "{nobody}");
        }
        assert_eq!((people.members().end, hosts.count()), (wanted, 50));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(People::of(&Shape::of(10, 10)).is_err());
        assert!(People::of(&Shape { crowd: 2_000, ..Shape::of(1_000, 10) }).is_err());
    }
}
