"""The operations that the server serves."""

# What the server serves; every other operation of the models says that it is not implemented.
SERVED = {
    "securityhub": """
        EnableSecurityHub DescribeHub UpdateSecurityHubConfiguration DisableSecurityHub CreateMembers InviteMembers
        GetMembers ListMembers DisassociateMembers DeleteMembers ListInvitations GetInvitationsCount
        AcceptAdministratorInvitation AcceptInvitation DeclineInvitations DeleteInvitations GetAdministratorAccount
        GetMasterAccount DisassociateFromAdministratorAccount DisassociateFromMasterAccount ListTagsForResource
        TagResource UntagResource""".split(),
    "macie2": """
        EnableMacie GetMacieSession UpdateMacieSession DisableMacie CreateMember GetMember ListMembers DeleteMember
        DisassociateMember UpdateMemberSession CreateInvitations ListInvitations GetInvitationsCount AcceptInvitation
        DeclineInvitations DeleteInvitations GetAdministratorAccount GetMasterAccount
        DisassociateFromAdministratorAccount DisassociateFromMasterAccount ListTagsForResource TagResource
        UntagResource""".split(),
}
