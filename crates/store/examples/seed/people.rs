//! Who there is: administrators first, then management accounts, then everybody else.

use accede_membership::{AccountId, Timestamp};

/// The first moment: 2025-01-01.
pub(crate) const BEGIN: i64 = 1_735_689_600_000;
/// How many organizations there are.
const ORGANIZATIONS: u64 = 10;

/// Accounts by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct People {
    accounts: u64,
    /// One account of fifty administers others.
    pub(crate) administrators: u64,
    /// So many accounts found an organization, whose administrator is the one of the same number.
    pub(crate) organizations: u64,
    /// How many accounts an organization has, besides its founder and its administrator.
    pub(crate) employees: u64,
}

impl People {
    /// So many accounts.
    pub(crate) fn of(accounts: u64) -> Result<People, String> {
        if !(1_000..=50_000_000).contains(&accounts) {
            return Err("from 1000 to 50,000,000 accounts".to_owned());
        }
        let (administrators, employees) = (accounts / 50, accounts / 200);
        Ok(People { accounts, administrators, organizations: ORGANIZATIONS, employees })
    }

    /// Everybody, by number.
    pub(crate) fn everybody(&self) -> std::ops::Range<u64> {
        0..self.accounts
    }

    /// Everybody who is somebody's member or could be, by number.
    pub(crate) fn members(&self) -> std::ops::Range<u64> {
        self.administrators + self.organizations..self.accounts
    }

    /// The management account of an organization.
    pub(crate) fn founder(&self, organization: u64) -> u64 {
        self.administrators + organization
    }

    /// The accounts of an organization, besides its founder and its administrator.
    pub(crate) fn employees_of(&self, organization: u64) -> std::ops::Range<u64> {
        let first = self.members().start + organization * self.employees;
        first..first + self.employees
    }

    /// The organization that somebody is in.
    pub(crate) fn organization_of(&self, number: u64) -> Option<u64> {
        let organization = match number {
            _ if number < self.organizations => number,
            _ if number < self.administrators => return None,
            _ if number < self.members().start => number - self.administrators,
            _ => (number - self.members().start) / self.employees,
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
