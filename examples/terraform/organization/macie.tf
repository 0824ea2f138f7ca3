resource "aws_macie2_account" "security" {
  provider = aws.security
}

resource "aws_macie2_organization_admin_account" "security" {
  provider = aws.management

  admin_account_id = aws_organizations_delegated_administrator.macie.account_id

  # With its Macie on already, so that it is off again in the end.
  depends_on = [aws_macie2_account.security]
}

resource "aws_macie2_organization_configuration" "security" {
  provider = aws.security

  auto_enable = var.auto_enable

  depends_on = [aws_macie2_organization_admin_account.security]
}
