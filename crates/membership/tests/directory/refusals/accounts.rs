//! Refusals of organizations as such and of their accounts.

use accede_membership::directory::{
    AccountState, CreationId, DirectoryRefusal as R, FeatureSet, OrganizationId,
    OrganizationsCommand as Asked,
};
use accede_membership::{AccountId, Service, Tags};

use super::Row;
use crate::lab::{Lab, a, account, d, m, new_role, numbered_tags, scope, x};

fn found(candidate: u64) -> Asked {
    let candidate = OrganizationId::of(candidate);
    Asked::CreateOrganization { candidate, features: FeatureSet::All }
}

fn create(candidate: AccountId, request: u64, tags: Tags) -> Asked {
    let (name, email) = ("New".to_owned(), "new@example.com".to_owned());
    let request = CreationId::of(request);
    Asked::CreateAccount { candidate, request, name, email, tags, role: new_role() }
}

fn anything(_: &mut Lab) {}

/// Under consolidated billing alone.
fn billing(lab: &mut Lab) {
    *lab = Lab::founded_with(FeatureSet::ConsolidatedBilling);
}

fn suspended_outsider(lab: &mut Lab) {
    lab.set_state(x(), AccountState::Suspended);
}

fn taken_organization(lab: &mut Lab) {
    let mut other = lab.organization().clone();
    (other.id, other.management, other.accounts) = (OrganizationId::of(77), account(7), 1);
    (other.root_accounts, other.delegated, other.trusted) = Default::default();
    other.root_accounts = 1;
    let mut joined = lab.account(m());
    if let Some(place) = &mut joined.joined {
        place.organization = other.id;
        place.parent = accede_membership::directory::ParentId::Root(other.root());
    }
    lab.world.accounts.insert(account(7), joined);
    lab.world.organizations.insert(other.id, other);
}

pub(super) fn rows_of_organizations() -> Vec<Row> {
    use Row as Of;
    let left = |lab: &mut Lab| lab.designate(m(), scope(Service::Macie, "us-east-1"), false);
    vec![
        Of::new("a member founds", anything, a(), found(70), R::AlreadyInOrganization),
        Of::new("management founds", anything, m(), found(70), R::AlreadyInOrganization),
        Of::new("suspended founds", suspended_outsider, x(), found(70), R::AccountNotActive),
        Of::new("a taken id", taken_organization, x(), found(77), R::IdTaken),
        Of::new("outside", anything, x(), Asked::DescribeOrganization, R::NotInOrganization),
        Of::new("outside deletes", anything, x(), Asked::DeleteOrganization, R::NotInOrganization),
        Of::new("a member deletes", anything, a(), Asked::DeleteOrganization, R::AccessDenied),
        Of::new("not empty", left, m(), Asked::DeleteOrganization, R::OrganizationNotEmpty),
    ]
}

pub(super) fn rows() -> Vec<Row> {
    use Row as Of;
    // To be designated is enough, delegated or not.
    let designated_member =
        |lab: &mut Lab| lab.designate(a(), scope(Service::SecurityHub, "us-east-1"), true);
    let closed = |lab: &mut Lab| lab.set_state(a(), AccountState::Closed);
    let taken_request = |lab: &mut Lab| drop(lab.did(m(), create(account(5), 5, Tags::new())));
    let remove = |id| Asked::RemoveAccount { id };
    let close = |id| Asked::CloseAccount { id };
    let leave = || Asked::LeaveOrganization;
    let few = Tags::new;
    let status = |id| Asked::DescribeCreateAccountStatus { id: CreationId::of(id) };
    vec![
        Of::new("a taken account", anything, m(), create(a(), 5, few()), R::IdTaken),
        Of::new("a taken request", taken_request, m(), create(account(6), 5, few()), R::IdTaken),
        Of::new("tags", anything, m(), create(account(5), 5, numbered_tags(51)), R::TagLimit),
        Of::new("no request", anything, m(), status(5), R::CreationNotFound),
        Of::new(
            "show an outsider",
            anything,
            m(),
            Asked::DescribeAccount { id: x() },
            R::AccountNotFound,
        ),
        Of::new("remove an outsider", anything, m(), remove(x()), R::AccountNotFound),
        Of::new("remove oneself", anything, m(), remove(m()), R::ManagementCannotLeave),
        Of::new("management leaves", anything, m(), leave(), R::ManagementCannotLeave),
        Of::new("delegated leaves", anything, d(), leave(), R::CannotRemoveDelegatedAdministrator),
        Of::new(
            "remove delegated",
            anything,
            m(),
            remove(d()),
            R::CannotRemoveDelegatedAdministrator,
        ),
        Of::new(
            "designated leaves",
            designated_member,
            a(),
            leave(),
            R::CannotRemoveDelegatedAdministrator,
        ),
        Of::new("closed leaves", closed, a(), leave(), R::AccountNotActive),
        Of::new("outsider leaves", anything, x(), leave(), R::NotInOrganization),
        Of::new("close an outsider", anything, m(), close(x()), R::AccountNotFound),
        Of::new("close oneself", anything, m(), close(m()), R::CannotCloseManagement),
        Of::new("close twice", closed, m(), close(a()), R::AccountAlreadyClosed),
        Of::new("close delegated", anything, m(), close(d()), R::CannotCloseDelegatedAdministrator),
        Of::new(
            "close designated",
            designated_member,
            m(),
            close(a()),
            R::CannotCloseDelegatedAdministrator,
        ),
        Of::new("close while billing", billing, m(), close(a()), R::OnlyConsolidatedBilling),
        Of::new("a member closes", anything, a(), close(d()), R::AccessDenied),
    ]
}
