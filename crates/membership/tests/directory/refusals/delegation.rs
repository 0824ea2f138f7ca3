//! Refusals of trust and delegation.

use accede_membership::AccountId;
use accede_membership::directory::{
    AccountState, DirectoryRefusal as R, FeatureSet, OrganizationsCommand as Asked,
};

use super::Row;
use crate::lab::{HUB, Lab, MACIE, OTHER, a, all, b, d, m, x};

fn register(id: AccountId, principal: &str) -> Asked {
    Asked::RegisterDelegatedAdministrator { id, principal: principal.to_owned() }
}

fn deregister(id: AccountId, principal: &str) -> Asked {
    Asked::DeregisterDelegatedAdministrator { id, principal: principal.to_owned() }
}

fn anything(_: &mut Lab) {}

pub(super) fn rows() -> Vec<Row> {
    use Row as Of;
    let billing = |lab: &mut Lab| *lab = Lab::founded_with(FeatureSet::ConsolidatedBilling);
    let hub = |lab: &mut Lab| lab.register(a(), HUB);
    let suspended = |lab: &mut Lab| lab.set_state(a(), AccountState::Suspended);
    let closed = |lab: &mut Lab| lab.set_state(a(), AccountState::Closed);
    let trust_in = |principal: &str| Asked::EnableServiceAccess { principal: principal.to_owned() };
    let trust = || trust_in(HUB);
    let full = |lab: &mut Lab| (lab.limits.trusted, lab.limits.delegated) = (1, 1);
    let services = |id| Asked::ListDelegatedServices { id, page: all() };
    let unknown = "unknown.amazonaws.com";
    vec![
        Of::new("trust while billing", billing, m(), trust(), R::OnlyConsolidatedBilling),
        Of::new(
            "delegate while billing",
            billing,
            m(),
            register(a(), HUB),
            R::OnlyConsolidatedBilling,
        ),
        Of::new("too many trusted", full, m(), trust_in(unknown), R::TrustedLimit),
        Of::new("too many delegated", full, m(), register(a(), HUB), R::DelegatedLimit),
        Of::new("an outsider", anything, m(), register(x(), HUB), R::AccountNotFound),
        Of::new("management", anything, m(), register(m(), HUB), R::CannotRegisterManagement),
        Of::new("no trust", anything, m(), register(a(), unknown), R::ServiceAccessNotEnabled),
        Of::new("suspended", suspended, m(), register(a(), HUB), R::AccountNotActive),
        Of::new("closed", closed, m(), register(a(), HUB), R::AccountNotActive),
        Of::new("twice", anything, m(), register(d(), OTHER), R::AccountAlreadyRegistered),
        Of::new("twice where one may", hub, m(), register(a(), HUB), R::AccountAlreadyRegistered),
        Of::new("a second one", hub, m(), register(b(), HUB), R::DelegatedAdministratorExists),
        Of::new("end an outsider's", anything, m(), deregister(x(), HUB), R::AccountNotFound),
        Of::new("end nothing", anything, m(), deregister(a(), HUB), R::AccountNotRegistered),
        Of::new("end another's", hub, m(), deregister(d(), HUB), R::AccountNotRegistered),
        Of::new(
            "end another service",
            anything,
            m(),
            deregister(d(), MACIE),
            R::AccountNotRegistered,
        ),
        Of::new("services of an outsider", anything, m(), services(x()), R::AccountNotFound),
        Of::new("services of nobody", anything, m(), services(a()), R::AccountNotRegistered),
        Of::new("a delegate delegates", anything, d(), register(a(), HUB), R::AccessDenied),
        Of::new("an outsider delegates", anything, x(), register(a(), HUB), R::NotInOrganization),
    ]
}
