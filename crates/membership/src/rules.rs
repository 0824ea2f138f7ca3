//! What differs between the services, as plain data.
//!
//! A service is one value of [`Rules`] here and a dialect in the server. A rule that both services share is
//! written once, in [`crate::decide`](mod@crate::decide), and asks these values where they differ.

use crate::{Service, Status, StatusSet};

/// What becomes of the administrator's row when the member declines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decline {
    /// The row stays, as `Resigned`; the invitation can still be accepted (S4, S6).
    KeepsRow,
    /// The row is deleted; the invitation is dead (M7, M10).
    EndsRow,
}

/// What becomes of an administrator's rows when it switches its service off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disable {
    /// Refused while a row is associated; the others are dropped (semantics §3.1).
    DropsRows,
    /// Refused while any row is left (semantics §4.1).
    NeedsNoRows,
}

/// Whether the email of a row is checked before its invitation is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailCheck {
    /// Never (Security Hub).
    Never,
    /// In the same step as the invitation: M2 and M3 or M4 in one.
    AtOnce,
    /// By a later [`crate::Command::VerifyEmail`].
    Later,
}

/// What happens to the accounts of a batch beyond [`Quotas::batch`] (semantics §11 U20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverBatch {
    /// They come back unprocessed.
    Unprocessed,
    /// The request is refused.
    Refused,
}

/// Limits that an operator may set (semantics §5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Members by invitation, for each administrator and Region.
    pub members: u64,
    /// Accounts in one request.
    pub batch: usize,
    /// Tags of one resource.
    pub tags: usize,
    /// Members through an organization, for each delegated administrator and Region (semantics §11 U12).
    pub organization: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Quotas { members: 1_000, batch: 50, tags: 50, organization: 10_000 }
    }
}

/// One service's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The service.
    pub service: Service,
    /// The rows that a plain `ListMembers` shows (semantics §11 U11).
    pub listed: StatusSet,
    /// The largest, and default, page of a list (semantics §1.6).
    pub page: usize,
    /// What a decline does to the row.
    pub decline: Decline,
    /// The status that a member sees on an invitation that it declined (semantics §11 U3).
    pub declined_shows: Status,
    /// Whether the member's `DeleteInvitations` after leaving ends the administrator's row too (S14, M10).
    pub deleting_ends_row: bool,
    /// Whether an administrator may withdraw invitations by `DeleteInvitations` (semantics §11 U1).
    pub administrator_withdraws: bool,
    /// Whether the invitation of the current administrator may be accepted again (semantics §11 U4).
    pub accepts_again: bool,
    /// Whether a member of another administrator may be invited (semantics §11 U29).
    pub invites_members_of_others: bool,
    /// Whether and when the email of a row is checked.
    pub email_check: EmailCheck,
    /// What switching the service off does to an administrator's rows.
    pub disable: Disable,
    /// Settings in which a member follows its administrator (semantics §3.1).
    pub followed_settings: &'static [&'static str],
    /// What happens beyond the batch limit.
    pub over_batch: OverBatch,
    /// Whether the invitation members of an account turn into organization members when it becomes the
    /// organization's administrator (M23); otherwise only when they are added again (semantics §11 U23).
    pub flips_on_designation: bool,
    /// Whether a delegation in Organizations alone gives way to the account that is designated; otherwise it
    /// must be deregistered first (semantics §9.1, *Replace*).
    pub replaces_delegation: bool,
    /// Whether a management account that is a member of the organization's administrator is refused the
    /// operations on administrators (semantics §9.1).
    pub management_must_be_free: bool,
    /// What the row of a member shows that left the organization (S21).
    pub departed_shows: Status,
    /// Whether suspending an administrator's account ends its relationships (M24).
    pub suspension_ends_members: bool,
    /// Whether a row shows that its member switched the Region off (M25).
    pub shows_disabled_regions: bool,
    /// The setting that holds the id of the service's own resource, drawn whenever the service is switched on;
    /// absent where the resource has the same name for as long as there is an account.
    pub identified_by: Option<&'static str>,
    /// The settings of a service that was not switched on by its own account.
    pub default_settings: &'static [(&'static str, &'static str)],
    /// The documents that enabling the service puts into its configuration, unless asked not to.
    pub default_standards: &'static [&'static str],
    /// The operator's limits.
    pub quotas: Quotas,
}

/// The standards that Security Hub enables by itself, as their resources (semantics §9.2): AWS Foundational
/// Security Best Practices and the CIS AWS Foundations Benchmark 1.2.0.
const DEFAULT_STANDARDS: &[&str] = &[
    "standard/ruleset/cis-aws-foundations-benchmark/v/1.2.0",
    "standard/standards/aws-foundational-security-best-practices/v/1.0.0",
];

impl Rules {
    /// Security Hub's rules (semantics §3, §5.3).
    #[must_use]
    pub fn security_hub(quotas: Quotas) -> Rules {
        Rules {
            service: Service::SecurityHub,
            listed: StatusSet::of(&[Status::Enabled]),
            page: 50,
            decline: Decline::KeepsRow,
            declined_shows: Status::Invited,
            deleting_ends_row: false,
            administrator_withdraws: true,
            accepts_again: true,
            invites_members_of_others: false,
            email_check: EmailCheck::Never,
            disable: Disable::DropsRows,
            followed_settings: &["ControlFindingGenerator"],
            over_batch: OverBatch::Unprocessed,
            flips_on_designation: false,
            replaces_delegation: true,
            management_must_be_free: false,
            departed_shows: Status::Deleted,
            suspension_ends_members: false,
            shows_disabled_regions: false,
            identified_by: None,
            default_settings: &[
                ("AutoEnableControls", "true"),
                ("ControlFindingGenerator", "SECURITY_CONTROL"),
            ],
            default_standards: DEFAULT_STANDARDS,
            quotas,
        }
    }

    /// The rules of the second Security Hub: a switch, settings and tags (semantics §3.6).
    #[must_use]
    pub fn security_hub_v2(quotas: Quotas) -> Rules {
        Rules {
            service: Service::SecurityHubV2,
            followed_settings: &[],
            identified_by: Some("HubV2Id"),
            default_settings: &[],
            default_standards: &[],
            ..Rules::security_hub(quotas)
        }
    }

    /// Macie's rules (semantics §4, §5.4).
    #[must_use]
    pub fn macie(quotas: Quotas) -> Rules {
        Rules {
            service: Service::Macie,
            listed: StatusSet::ASSOCIATED,
            page: 25,
            decline: Decline::EndsRow,
            declined_shows: Status::Resigned,
            deleting_ends_row: true,
            administrator_withdraws: false,
            accepts_again: false,
            invites_members_of_others: true,
            email_check: EmailCheck::AtOnce,
            disable: Disable::NeedsNoRows,
            followed_settings: &[],
            over_batch: OverBatch::Refused,
            flips_on_designation: true,
            replaces_delegation: false,
            management_must_be_free: true,
            departed_shows: Status::Removed,
            suspension_ends_members: true,
            shows_disabled_regions: true,
            identified_by: None,
            default_settings: &[("findingPublishingFrequency", "FIFTEEN_MINUTES")],
            default_standards: &[],
            quotas,
        }
    }

    /// The rules of a service.
    #[must_use]
    pub fn of(service: Service, quotas: Quotas) -> Rules {
        match service {
            Service::SecurityHub => Rules::security_hub(quotas),
            Service::Macie => Rules::macie(quotas),
            Service::SecurityHubV2 => Rules::security_hub_v2(quotas),
        }
    }
}
