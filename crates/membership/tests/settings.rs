//! The service itself: its switch, its settings, its tags, and in what members follow their administrator
//! (semantics §3.1, §3.5, §4.1, §4.5).

mod common;

use accede_membership::{
    Activity, Command, Quotas, Reply, Resource, Rules, Settings, Standing, Switch, Tags, Timestamp,
};
use common::Who::{self, A, B, M, N};
use common::commands::{
    FOLLOWED, accept, create, create_with_tags, disable, disassociate, enable, enable_paused,
    invite, leave, map, pause, resume, set, tag, tags,
};
use common::{Lab, hub, macie};

fn followed(lab: &Lab, who: Who) -> Option<String> {
    lab.standing(who).settings.get(FOLLOWED).cloned()
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn service(lab: &mut Lab, who: Who) -> Standing {
    match lab.run(who, &Command::DescribeService { resource: Resource::Service }) {
        Ok(Reply::Service(standing)) => standing,
        other => unreachable!("{other:?}"),
    }
}

/// What a hub has from the beginning, and what was set since.
fn hub_settings(set: &[(&str, &str)]) -> Settings {
    let mut settings = map(&[("AutoEnableControls", "true"), (FOLLOWED, "SECURITY_CONTROL")]);
    settings.extend(map(set));
    settings
}

#[test]
fn enabling_keeps_what_was_given_and_when() {
    let mut lab = Lab::empty(Rules::security_hub(Quotas::default()));
    let set = map(&[(FOLLOWED, "STANDARD_CONTROL"), ("x", "y")]);
    let command = Command::EnableService {
        settings: set,
        tags: tags(2),
        activity: Activity::Enabled,
        standards: false,
    };
    lab.must(A, command);
    let at = Timestamp(1_000);
    let expected = Standing {
        switch: Switch::Enabled,
        enabled_at: at,
        updated_at: at,
        settings: hub_settings(&[(FOLLOWED, "STANDARD_CONTROL"), ("x", "y")]),
        tags: tags(2),
        ..Standing::default()
    };
    assert_eq!(service(&mut lab, A), expected);
    let mut lab = Lab::empty(Rules::security_hub(Quotas::default())).after(A, enable());
    assert_eq!(service(&mut lab, A).settings, hub_settings(&[]), "what is not given is default");
    let mut lab = Lab::empty(Rules::macie(Quotas::default())).after(A, enable());
    let settings = map(&[("findingPublishingFrequency", "FIFTEEN_MINUTES")]);
    assert_eq!(service(&mut lab, A).settings, settings);
}

#[test]
fn macie_may_start_suspended() {
    let mut lab = Lab::empty(Rules::macie(Quotas::default())).after(A, enable_paused());
    assert_eq!(service(&mut lab, A).switch, Switch::Paused);
    lab.must(A, resume());
    assert_eq!(service(&mut lab, A).switch, Switch::Enabled);
}

#[test]
fn disabling_forgets_settings_and_tags() {
    let lab = hub().after(A, set("x", "y")).after(A, tag(Resource::Service, 2)).off(A);
    assert_eq!(lab.standing(A), Standing::default());
    assert!(!lab.world.standings.contains_key(&A.id()), "an account like any other");
    let mut lab = lab.after(A, enable());
    assert_eq!(service(&mut lab, A).settings, hub_settings(&[]));
    assert_eq!(service(&mut lab, A).tags, Tags::new());
}

#[test]
fn updating_changes_what_is_named_and_when() {
    let mut lab = hub().after(A, set("x", "1")).after(A, set("y", "2"));
    let at = lab.now();
    let standing = service(&mut lab, A);
    assert_eq!(standing.settings, hub_settings(&[("x", "1"), ("y", "2")]));
    assert_eq!(standing.updated_at, at);
    assert_eq!(standing.enabled_at, Timestamp(1_000));
    assert_eq!(standing.switch, Switch::Enabled);
}

#[test]
fn suspending_and_resuming_without_relationships() {
    let lab = macie().after(A, pause());
    assert_eq!(lab.standing(A).switch, Switch::Paused);
    assert_eq!(lab.after(A, resume()).standing(A).switch, Switch::Enabled);
}

#[test]
fn an_administrator_may_pause_while_its_rows_are_no_members() {
    for lab in [macie().created(), macie().invited(), macie().left(), macie().removed()] {
        assert_eq!(lab.after(A, pause()).standing(A).switch, Switch::Paused);
    }
}

#[test]
fn a_member_follows_its_administrator_when_it_becomes_enabled() {
    let lab = hub().after(M, set(FOLLOWED, "MINE")).after(A, set(FOLLOWED, "STANDARD_CONTROL"));
    let lab = lab.after(A, set("AutoEnableControls", "false")).invited();
    assert_eq!(followed(&lab, M), some("MINE"), "not before it accepts");
    let lab = lab.after(M, accept(A, 1));
    assert_eq!(followed(&lab, M), some("STANDARD_CONTROL"));
    let own = lab.standing(M).settings.get("AutoEnableControls").cloned();
    assert_eq!(own, some("true"), "only what is followed");

    let lab = lab.after(M, leave());
    assert_eq!(followed(&lab, M), some("STANDARD_CONTROL"), "leaving changes no setting");
    let lab = lab.after(A, set(FOLLOWED, "SECURITY_CONTROL")).after(M, accept(A, 1));
    assert_eq!(followed(&lab, M), some("SECURITY_CONTROL"), "as does accepting again");
}

#[test]
fn a_member_keeps_its_own_where_the_administrator_has_none() {
    let mut lab = hub().after(M, set(FOLLOWED, "MINE"));
    lab.standing_mut(A).settings.clear();
    let lab = lab.enabled();
    assert_eq!(followed(&lab, M), some("MINE"));
}

#[test]
fn members_follow_their_administrators_updates() {
    let lab = hub().enabled().after(A, create(N)).after(A, invite(N)).after(N, accept(A, 2));
    let lab = lab.after(B, set(FOLLOWED, "B")).after(A, set(FOLLOWED, "A"));
    assert_eq!([M, N, B].map(|who| followed(&lab, who)), [some("A"), some("A"), some("B")]);

    let lab = lab.after(M, leave()).after(A, disassociate(N)).after(A, set(FOLLOWED, "NEW"));
    assert_eq!([M, N].map(|who| followed(&lab, who)), [some("A"), some("A")], "members only");
}

#[test]
fn members_do_not_follow_in_other_settings() {
    let lab = hub().enabled().after(A, set("AutoEnableControls", "false"));
    assert_eq!(lab.standing(M).settings, hub_settings(&[]));
    let lab = macie().enabled().after(A, set(FOLLOWED, "x"));
    assert_eq!(followed(&lab, M), None, "nor at all in Macie");
}

#[test]
fn a_member_may_set_what_it_follows_in_to_what_it_is() {
    let lab = hub().enabled().after(A, set(FOLLOWED, "OURS")).after(M, set(FOLLOWED, "OURS"));
    assert_eq!(followed(&lab, M), some("OURS"));
}

#[test]
fn an_organization_member_may_set_what_it_does_not_follow_in() {
    let status = accede_membership::Status::Enabled;
    let lab = hub().organization(status).after(M, set("AutoEnableControls", "false"));
    assert_eq!(lab.standing(M).settings, hub_settings(&[("AutoEnableControls", "false")]));
}

#[test]
fn tags_are_added_replaced_and_removed() {
    let member = Resource::Member(M.id());
    let lab = macie().after(A, create_with_tags(M, tags(2)));
    for (resource, before) in [(Resource::Service, 0), (member, 2)] {
        let mut lab = lab.clone();
        let list = |lab: &mut Lab| lab.run(A, &Command::ListTags { resource });
        assert_eq!(list(&mut lab), Ok(Reply::Tags(tags(before))));
        let updated = lab.row().updated_at;
        lab.must(A, tag(resource, 3));
        lab.must(A, Command::Tag { resource, tags: map(&[("key-0", "other")]) });
        let keys = vec!["key-1".to_owned(), "not there".to_owned()];
        lab.must(A, Command::Untag { resource, keys });
        let left = map(&[("key-0", "other"), ("key-2", "value")]);
        assert_eq!(list(&mut lab), Ok(Reply::Tags(left)));
        assert_eq!(lab.row().updated_at, updated, "tags are no change of the association");
    }
}

#[test]
fn tags_go_up_to_the_limit() {
    for resource in [Resource::Service, Resource::Member(M.id())] {
        let lab = macie().created().tags_at_most(2).after(A, tag(resource, 2));
        let mut again = lab.after(A, tag(resource, 2));
        assert!(again.run(A, &tag(resource, 3)).is_err());
    }
    macie().tags_at_most(2).after(A, create_with_tags(M, tags(2)));
    let mut lab = hub().off(A).tags_at_most(2);
    lab.must(
        A,
        Command::EnableService {
            settings: Settings::new(),
            tags: tags(2),
            activity: Activity::Enabled,
            standards: false,
        },
    );
    lab.must(A, disable());
}
