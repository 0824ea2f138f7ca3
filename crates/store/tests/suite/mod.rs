//! The suite that every store passes: the contract of the crate's documentation, as cases.
//!
//! A backend is tested by one file that opens a fresh store and invokes [`suite!`]. There are no opt-outs. `None` from
//! whoever opens it says that this machine has not what the backend needs, and that this was said aloud.

pub(crate) mod access;
pub(crate) mod answers;
pub(crate) mod commits;
pub(crate) mod concurrency;
pub(crate) mod directory;
pub(crate) mod emails;
pub(crate) mod entries;
pub(crate) mod epoch;
pub(crate) mod events;
pub(crate) mod everybody;
pub(crate) mod fields;
pub(crate) mod forgetting;
pub(crate) mod guards;
pub(crate) mod history;
pub(crate) mod lists;
pub(crate) mod make;
pub(crate) mod moments;
pub(crate) mod pages;
pub(crate) mod parts;
pub(crate) mod races;
pub(crate) mod random;
pub(crate) mod reads;
pub(crate) mod scopes;
pub(crate) mod skew;
pub(crate) mod steps;
pub(crate) mod whole;

use std::sync::Arc;

use accede_store::Store;

/// A fresh store, and what it needs, which goes after it.
#[allow(dead_code, reason = "not every test program has a test for each case")]
pub(crate) struct Opened {
    pub(crate) store: Arc<dyn Store>,
    /// Held until the test is over.
    pub(crate) directory: Option<tempfile::TempDir>,
}

/// Hands every case, by its theme, to the macro `$with`, after the other tokens that are given here.
macro_rules! every_case {
    ($($with:ident)::+ ! ($($given:tt)*)) => {
        $($with)::+! { ($($given)*)
            reads: [
                nothing_is_there,
                a_record_and_its_absence,
                an_administrator_follows_its_member,
                members_follow_their_administrator,
                rows_follow_their_administrator,
                overlapping_reads_are_seen_once,
                no_reads_see_nothing,
            ],
            fields: [
                every_status_state_and_kind,
                every_field_of_a_row_and_an_invitation,
                every_field_of_a_standing,
                a_record_is_replaced_as_a_whole,
                account_ids_at_both_ends,
            ],
            commits: [
                all_changes_or_none,
                a_stale_standing_is_refused,
                a_stale_relationship_is_refused,
                a_stale_absence_is_refused,
                a_deleted_record_is_refused,
                a_record_made_again_has_a_new_version,
                what_was_only_seen_is_guarded_too,
                what_was_not_seen_is_not_guarded,
                a_commit_without_changes,
                a_commit_of_many_records,
            ],
            scopes: [
                records_stay_in_their_scope,
                versions_stay_in_their_scope,
                a_scope_is_not_a_prefix_of_another,
            ],
            pages: [
                rows_come_in_the_order_of_accounts,
                rows_are_chosen_by_status,
                invitations_come_in_the_order_of_accounts,
                rows_neither_skip_nor_repeat,
                invitations_neither_skip_nor_repeat,
                limits_of_a_page,
                the_count_leaves_out_the_accepted_one,
            ],
            concurrency: [
                ready_and_secret,
                a_load_never_sees_half_a_commit,
                everyone_reads_what_was_acknowledged,
                no_increment_is_lost,
                commits_to_different_records_do_not_conflict,
            ],
            answers: [
                no_answer_is_older_than_what_is_known,
                answers_follow_every_change,
                answers_stay_after_a_commit_that_failed,
            ],
            directory: [
                every_field_of_an_account,
                every_field_of_an_organization,
                every_field_of_a_handshake,
                every_field_of_a_creation,
                every_scope_has_the_same_directory,
                an_organization_follows_its_account,
            ],
            guards: [
                a_stale_entry_is_refused,
                a_stale_absent_entry_is_refused,
                an_entry_made_again_has_a_new_version,
                an_entry_that_was_only_seen_is_guarded_too,
                entries_of_another_kind_are_not_guarded,
            ],
            emails: [
                an_email_is_found_whatever_its_case,
                an_email_has_the_version_of_its_account,
                a_stale_email_is_refused,
                two_accounts_never_have_one_email,
                an_email_goes_from_one_account_to_another,
                parts_of_a_commit_share_the_emails,
                one_of_many_gets_an_email,
            ],
            lists: [
                every_list_is_in_the_order_of_ids,
                a_record_leaves_one_list_for_another,
                no_list_skips_or_repeats,
            ],
            access: [
                every_field_of_an_access_key,
                every_field_of_a_role,
                keys_come_by_account_and_id,
                roles_come_by_account_and_name,
                no_page_of_keys_skips_or_repeats,
                no_page_of_roles_skips_or_repeats,
            ],
            events: [
                every_field_of_an_event,
                events_come_in_both_orders,
                events_of_one_moment_come_by_id,
                no_page_of_events_skips_or_repeats,
                a_page_of_events_ends_by_number_or_by_bytes,
                an_event_is_there_if_its_change_is,
                an_event_alone_is_kept,
                an_event_takes_no_place_of_another,
                no_reader_sees_an_event_without_its_change,
            ],
            forgetting: [
                what_is_older_is_forgotten_and_nothing_else,
                commits_go_on_while_many_are_forgotten,
            ],
            epoch: [
                an_epoch_ends_with_keys_and_accounts_alone,
                what_was_read_in_an_epoch_holds_as_long,
            ],
            everybody: [
                everybody_follows_their_administrator,
                everybody_is_guarded,
                the_scopes_of_an_account,
                the_scopes_of_an_account_are_guarded,
                what_is_in_a_scope_needs_one,
            ],
            parts: [
                all_parts_are_made,
                a_commit_without_parts,
                one_stale_part_and_none_is_made,
                parts_without_changes_guard,
                a_load_never_sees_some_parts,
                no_increment_over_scopes_is_lost,
            ],
            moments: [
                a_follow_up_is_of_the_same_moment,
            ],
            skew: [
                of_two_commits_that_see_each_other_one_is_made,
                of_two_commits_that_see_what_is_absent_one_is_made,
                of_two_commits_over_scopes_one_is_made,
                an_email_that_was_seen_absent_is_not_given_meanwhile,
                the_scopes_that_were_seen_are_not_left_meanwhile,
            ],
            whole: [
                entries_come_in_one_order,
                no_page_of_entries_skips_or_repeats,
                what_is_filled_shows_the_same,
                nothing_is_filled_twice,
            ],
            races: [
                one_of_many_invitations_is_accepted,
                a_crowd_of_commands_keeps_the_invariants,
            ],
            history: [
                a_random_history_agrees_with_the_model,
            ],
        }
    };
}

/// Makes a test of every case, for the store that the asynchronous function `$open` opens.
macro_rules! suite {
    ($open:ident) => {
        crate::suite::every_case!(crate::suite::tests!($open));
    };
}

/// See [`suite!`].
macro_rules! tests {
    (($open:ident) $($theme:ident: [$($case:ident,)*],)*) => {
        $(mod $theme {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    let Some(opened) = super::$open().await else { return };
                    crate::suite::$theme::$case(&opened.store).await;
                }
            )*
        })*
    };
}

#[allow(unused_imports, reason = "some test programs take all cases into one test")]
pub(crate) use {every_case, suite, tests};
