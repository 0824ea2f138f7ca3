resource "aws_securityhub_account" "administrator" {
  provider = aws.administrator

  # Import cannot read this one back and takes false for granted.
  enable_default_standards  = false
  auto_enable_controls      = var.auto_enable_controls
  control_finding_generator = var.control_finding_generator
}

resource "aws_securityhub_account" "member" {
  provider = aws.member

  enable_default_standards = false
}

resource "aws_securityhub_member" "member" {
  provider = aws.administrator

  account_id = var.member
  email      = var.member_email
  invite     = var.invite

  depends_on = [aws_securityhub_account.administrator]
}

resource "aws_securityhub_invite_accepter" "member" {
  provider = aws.member
  count    = var.accept ? 1 : 0

  master_id = aws_securityhub_member.member.master_id

  depends_on = [aws_securityhub_account.member]
}
