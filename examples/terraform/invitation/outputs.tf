output "security_hub" {
  description = "The relationship in Security Hub, as the administrator sees it."
  value = {
    administrator = aws_securityhub_member.member.master_id
    member        = aws_securityhub_member.member.account_id
    invitation    = one(aws_securityhub_invite_accepter.member[*].invitation_id)
  }
}

output "macie" {
  description = "The relationship in Macie, as the administrator sees it."
  value = {
    administrator = aws_macie2_member.member.administrator_account_id
    member        = aws_macie2_member.member.account_id
    invitation    = one(aws_macie2_invitation_accepter.member[*].invitation_id)
  }
}
