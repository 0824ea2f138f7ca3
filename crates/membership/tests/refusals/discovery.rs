//! Automated discovery of sensitive data (Macie).

use accede_membership::{Command, Discovery, Status, Subject};

use crate::common::Who::{self, A, B, M};
use crate::common::commands::{WHOLE, pause};
use crate::common::{Lab, macie};

refusals! {
    describe_while_off: macie().off(A), A describe() => Request ServiceOff;
    configure_while_off: macie().off(A), A configure(true) => Request ServiceOff;
    list_while_off: macie().off(A), A list(&[]) => Request ServiceOff;
    update_while_off: macie().off(A), A update(&[M]) => Request ServiceOff;
    describe_as_a_member: macie().enabled(), M describe() => Request SetByAdministrator;
    configure_as_a_member: discovering(macie().enabled()), M configure(false)
        => Request SetByAdministrator;
    configure_as_an_organization_member: macie().organization(Status::Enabled), M configure(true)
        => Request SetByAdministrator;
    update_as_a_member: discovering(macie().enabled()), M update(&[M]) => Request SetByAdministrator;
    update_before_it_is_on: macie().enabled(), A update(&[M]) => Request DiscoveryOff;
    update_a_stranger: discovering(macie().enabled()), A update(&[B]) => Account NoRow;
    update_who_is_no_member_yet: discovering(macie().invited()), A update(&[M]) => Account NoRow;
    update_who_left: discovering(macie().left()), A update(&[M]) => Account NoRow;
    update_what_is_no_account: discovering(macie()), A update_text("x")
        => Account NotAnAccount;
    update_who_is_suspended: discovering(macie().enabled()).after(M, pause()), A update(&[M])
        => Account MemberPaused;
    update_more_than_may_be: discovering(macie().enabled()).batch_at_most(1), A update(&[A, M])
        => Request TooManyAccounts;
    list_more_than_may_be: macie().batch_at_most(1), A list(&[A, M]) => Request TooManyAccounts;
}

fn describe() -> Command {
    Command::Discovery(Discovery::Describe)
}

fn configure(enabled: bool) -> Command {
    Command::Discovery(Discovery::Configure { enabled, auto_enable: None })
}

fn list(only: &[Who]) -> Command {
    let only = only.iter().map(|who| who.id()).collect();
    Command::Discovery(Discovery::List { only, page: WHOLE })
}

fn update(accounts: &[Who]) -> Command {
    let accounts = accounts.iter().map(|who| (Subject::from(*who), true)).collect();
    Command::Discovery(Discovery::Update { accounts })
}

fn update_text(text: &str) -> Command {
    Command::Discovery(Discovery::Update { accounts: vec![(Subject::parse(text), true)] })
}

fn discovering(lab: Lab) -> Lab {
    lab.after(A, configure(true))
}
