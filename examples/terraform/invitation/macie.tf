resource "aws_macie2_account" "administrator" {
  provider = aws.administrator

  finding_publishing_frequency = var.finding_publishing_frequency
}

resource "aws_macie2_account" "member" {
  provider = aws.member

  status = var.member_macie_status
}

resource "aws_macie2_member" "member" {
  provider = aws.administrator

  account_id = var.member
  email      = var.member_email
  invite     = var.invite
  status     = var.suspend_member ? "PAUSED" : null

  invitation_message                    = var.invitation_message
  invitation_disable_email_notification = true

  tags = { team = "security" }

  depends_on = [aws_macie2_account.administrator]
}

resource "aws_macie2_invitation_accepter" "member" {
  provider = aws.member
  count    = var.accept ? 1 : 0

  administrator_account_id = aws_macie2_member.member.administrator_account_id

  depends_on = [aws_macie2_account.member]
}
