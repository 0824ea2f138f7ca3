//! How the administrator configures the service for its organization (semantics §3.4, §4.4, §6.1).

use accede_membership::directory::{Designation, Linking};
use accede_membership::{Aggregation, Command, Delegation, Quotas, Refusal, Reply};

use crate::common::Who::{A, M};
use crate::common::commands::create;
use crate::common::organizations::{configure, describe};
use crate::common::{Lab, both, hub};

/// What the administrator reads.
fn described(lab: &Lab) -> (Designation, bool) {
    match lab.clone().run(A, &describe()) {
        Ok(Reply::Designation { designation, limit_reached }) => (designation, limit_reached),
        other => unreachable!("{other:?}"),
    }
}

fn configured(auto_enable: bool, standards: Option<bool>, central: Option<bool>) -> Command {
    Command::Delegation(Delegation::Configure { auto_enable, standards, central })
}

/// A gathers findings here.
pub(crate) fn aggregating(lab: Lab) -> Lab {
    let (id, linking, regions) = (7, Linking::NoRegions, Vec::new());
    lab.after(A, Command::Aggregation(Aggregation::Create { id, linking, regions }))
}

#[test]
fn it_begins_with_nothing_enabled_by_itself() {
    for lab in both(Quotas::default()) {
        let expected = Designation {
            administrator: A.id(),
            auto_enable: false,
            auto_enable_standards: true,
            central: false,
        };
        assert_eq!(described(&lab.delegated()), (expected, false));
    }
}

#[test]
fn what_is_configured_reads_back() {
    for lab in both(Quotas::default()) {
        let lab = lab.delegated().after(A, configured(true, Some(false), None));
        let (designation, _) = described(&lab);
        assert!(designation.auto_enable && !designation.auto_enable_standards);
        let (designation, _) = described(&lab.after(A, configure(false)));
        assert!(!designation.auto_enable && !designation.auto_enable_standards, "absent: left");
    }
}

#[test]
fn configuring_changes_no_member() {
    for lab in both(Quotas::default()) {
        let lab = lab.delegated();
        let (standings, relationships) =
            (lab.world.standings.clone(), lab.world.relationships.clone());
        let lab = lab.after(A, configured(true, Some(false), None));
        assert_eq!((lab.world.standings, lab.world.relationships), (standings, relationships));
    }
}

#[test]
fn the_limit_is_reached_when_one_more_member_is_too_many() {
    for lab in both(Quotas { organization: 1, ..Quotas::default() }) {
        let lab = lab.delegated();
        assert!(!described(&lab).1);
        let lab = lab.after(A, create(M));
        assert!(described(&lab).1);
        assert!(described(&lab.suspended(M)).1, "a suspended member takes its place");
    }
}

#[test]
fn central_configuration_turns_off_what_enables_by_itself() {
    let lab = aggregating(hub().delegated()).after(A, configured(false, Some(false), Some(true)));
    let (designation, _) = described(&lab);
    assert!(designation.central && !designation.auto_enable && !designation.auto_enable_standards);

    let absent = aggregating(hub().delegated()).after(A, configured(false, None, Some(true)));
    assert!(!described(&absent).0.auto_enable_standards, "absent: they are off all the same");

    let mut lab = lab;
    let refusal = Err(Refusal::CentralExcludesAutoEnable);
    assert_eq!(lab.run(A, &configured(true, None, None)), refusal, "it is central still");
    assert_eq!(lab.run(A, &configured(false, Some(true), None)), refusal);

    let local = lab.after(A, configured(true, Some(true), Some(false)));
    let (designation, _) = described(&local);
    assert!(!designation.central && designation.auto_enable && designation.auto_enable_standards);
    assert_eq!(local.withdrawn(A).standing(A).administrator, None, "it can be withdrawn again");
}
