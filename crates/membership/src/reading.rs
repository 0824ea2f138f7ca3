//! Which commands only read: what they come to changes nothing, whatever they find. Everything else is recorded.

use crate::directory::OrganizationsCommand;
use crate::{Aggregation, Command, Delegation, Discovery};

impl Command {
    /// Whether the command can only read: what it comes to changes nothing, whatever it finds.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        match self {
            Command::DescribeService { .. }
            | Command::GetMembers { .. }
            | Command::ListMembers { .. }
            | Command::ListInvitations { .. }
            | Command::CountInvitations
            | Command::GetAdministrator
            | Command::ListTags { .. } => true,
            Command::Delegation(asked) => matches!(
                asked,
                Delegation::List { .. } | Delegation::Describe | Delegation::RequireCentral
            ),
            Command::Aggregation(asked) => {
                matches!(asked, Aggregation::List | Aggregation::Get { .. })
            }
            Command::Discovery(asked) => {
                matches!(asked, Discovery::Describe | Discovery::List { .. })
            }
            Command::EnableService { .. }
            | Command::UpdateService { .. }
            | Command::DisableService
            | Command::CreateMembers { .. }
            | Command::InviteMembers { .. }
            | Command::VerifyEmail { .. }
            | Command::DisassociateMembers { .. }
            | Command::DeleteMembers { .. }
            | Command::UpdateMemberSession { .. }
            | Command::AcceptInvitation { .. }
            | Command::DeclineInvitations { .. }
            | Command::DeleteInvitations { .. }
            | Command::LeaveAdministrator
            | Command::Tag { .. }
            | Command::Untag { .. }
            | Command::Configure(_)
            | Command::Account(_) => false,
        }
    }
}

impl OrganizationsCommand {
    /// Whether the command can only read: what it comes to changes nothing, whatever it finds.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        match self {
            OrganizationsCommand::DescribeOrganization
            | OrganizationsCommand::DescribeCreateAccountStatus { .. }
            | OrganizationsCommand::ListCreateAccountStatus { .. }
            | OrganizationsCommand::DescribeHandshake { .. }
            | OrganizationsCommand::ListHandshakes { .. }
            | OrganizationsCommand::ListAccounts { .. }
            | OrganizationsCommand::ListAccountsForParent { .. }
            | OrganizationsCommand::DescribeAccount { .. }
            | OrganizationsCommand::ListRoots
            | OrganizationsCommand::ListParents { .. }
            | OrganizationsCommand::ListChildren { .. }
            | OrganizationsCommand::DescribeUnit { .. }
            | OrganizationsCommand::ListUnits { .. }
            | OrganizationsCommand::ListServiceAccess { .. }
            | OrganizationsCommand::ListDelegatedAdministrators { .. }
            | OrganizationsCommand::ListDelegatedServices { .. }
            | OrganizationsCommand::ListPoliciesForTarget { .. }
            | OrganizationsCommand::ListTags { .. } => true,
            OrganizationsCommand::CreateOrganization { .. }
            | OrganizationsCommand::DeleteOrganization
            | OrganizationsCommand::CreateAccount { .. }
            | OrganizationsCommand::InviteAccount { .. }
            | OrganizationsCommand::AcceptHandshake { .. }
            | OrganizationsCommand::DeclineHandshake { .. }
            | OrganizationsCommand::CancelHandshake { .. }
            | OrganizationsCommand::RemoveAccount { .. }
            | OrganizationsCommand::LeaveOrganization
            | OrganizationsCommand::CloseAccount { .. }
            | OrganizationsCommand::CreateUnit { .. }
            | OrganizationsCommand::UpdateUnit { .. }
            | OrganizationsCommand::DeleteUnit { .. }
            | OrganizationsCommand::MoveAccount { .. }
            | OrganizationsCommand::EnableServiceAccess { .. }
            | OrganizationsCommand::DisableServiceAccess { .. }
            | OrganizationsCommand::RegisterDelegatedAdministrator { .. }
            | OrganizationsCommand::DeregisterDelegatedAdministrator { .. }
            | OrganizationsCommand::Tag { .. }
            | OrganizationsCommand::Untag { .. } => false,
        }
    }
}
