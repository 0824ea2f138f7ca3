//! The kinds of rows that tables have. Each row becomes a test with a name of its own.

#![allow(unused_macros, reason = "a test file has tables of some kinds")]

use accede_membership::{Command, Refusal};

use super::{Lab, Who};

/// How a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The whole request.
    Request(Refusal),
    /// The one account that it names.
    Account(Refusal),
}

/// A row of §5.3 or §5.4 that changes something: what A and M see afterwards.
pub(crate) fn transition(mut lab: Lab, who: Who, command: Command, views: &str) {
    lab.must(who, command);
    sees(&lab, views);
}

/// What A and M see of each other, in a world that is sound.
pub(crate) fn sees(lab: &Lab, views: &str) {
    assert_eq!(lab.views(), views);
    lab.require_sound();
}

/// A command that leaves its one account unprocessed: nothing changes.
pub(crate) fn refuses_account(lab: Lab, who: Who, command: Command, refusal: Refusal) {
    refuses(lab, who, &command, Refused::Account(refusal));
}

/// A command that is refused: nothing changes, nothing shows.
pub(crate) fn refuses(mut lab: Lab, who: Who, command: &Command, refused: Refused) {
    let (world, views) = (lab.world.clone(), lab.views());
    assert_eq!(lab.refused(who, command), Some(refused), "{command:?}");
    assert_eq!(lab.world, world, "a refused command changes nothing");
    assert_eq!(lab.views(), views, "a refused command shows nothing");
}

/// `name: from, who command => "what A and M see";`
macro_rules! transitions {
    ($($name:ident: $from:expr, $who:ident $command:expr => $views:literal;)*) => {
        $(#[test]
        fn $name() {
            crate::common::tables::transition(
                $from,
                crate::common::Who::$who,
                $command,
                $views,
            );
        })*
    };
}

/// `name: state => "what A and M see";` for what happens to accounts.
macro_rules! states {
    ($($name:ident: $state:expr => $views:literal;)*) => {
        $(#[test]
        fn $name() {
            crate::common::tables::sees(&$state, $views);
        })*
    };
}

/// `name: from, who command => Refusal;` for rows that leave an account unprocessed.
macro_rules! unprocessed {
    ($($name:ident: $from:expr, $who:ident $command:expr => $refusal:ident;)*) => {
        $(#[test]
        fn $name() {
            crate::common::tables::refuses_account(
                $from,
                crate::common::Who::$who,
                $command,
                accede_membership::Refusal::$refusal,
            );
        })*
    };
}

/// `name: from, who command => Request Refusal;` or `=> Account Refusal;`. The refusals of a table are also
/// listed, so that a test can tell which ones no table has.
macro_rules! refusals {
    ($($name:ident: $from:expr, $who:ident $command:expr => $level:ident $refusal:ident;)*) => {
        /// The refusals that this table has rows for.
        pub(crate) const COVERED: &[accede_membership::Refusal] =
            &[$(accede_membership::Refusal::$refusal),*];

        $(#[test]
        fn $name() {
            crate::common::tables::refuses(
                $from,
                crate::common::Who::$who,
                &$command,
                crate::common::tables::Refused::$level(accede_membership::Refusal::$refusal),
            );
        })*
    };
}
