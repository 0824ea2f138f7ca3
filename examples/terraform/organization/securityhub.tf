resource "aws_securityhub_account" "security" {
  provider = aws.security

  # Import cannot read this one back and takes false for granted.
  enable_default_standards = false
}

resource "aws_securityhub_account" "workload" {
  provider = aws.workload

  enable_default_standards = false
}

resource "aws_securityhub_organization_admin_account" "security" {
  provider = aws.management

  admin_account_id = aws_organizations_delegated_administrator.security_hub.account_id

  # With its hub on already, so that it is off again in the end.
  depends_on = [aws_securityhub_account.security]
}

resource "aws_securityhub_organization_configuration" "security" {
  provider = aws.security

  auto_enable           = var.auto_enable
  auto_enable_standards = var.auto_enable_standards

  depends_on = [aws_securityhub_organization_admin_account.security]
}

# A member without an invitation. Its email address is the organization's affair.
resource "aws_securityhub_member" "workload" {
  provider = aws.security

  account_id = aws_organizations_account.workload.id

  depends_on = [
    aws_securityhub_account.workload,
    aws_securityhub_organization_admin_account.security,
  ]

  # It is a member without being invited, which the provider reads back as if it were.
  lifecycle { ignore_changes = [invite] }
}
