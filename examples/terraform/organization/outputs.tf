data "aws_organizations_organization" "this" {
  provider = aws.management

  depends_on = [
    aws_organizations_account.security,
    aws_organizations_account.workload,
    aws_organizations_account.sandbox,
  ]
}

data "aws_organizations_delegated_administrators" "this" {
  provider = aws.management

  depends_on = [
    aws_securityhub_organization_admin_account.security,
    aws_macie2_organization_admin_account.security,
  ]
}

data "aws_caller_identity" "security" {
  provider = aws.security

  depends_on = [aws_organizations_account.security]
}

output "accounts" {
  description = "The accounts of the organization, by name."
  value       = { for each in data.aws_organizations_organization.this.accounts : each.name => each.id }
}

output "delegated_administrators" {
  description = "The accounts that administer a service for the organization."
  value       = data.aws_organizations_delegated_administrators.this.delegated_administrators[*].id
}

output "security_identity" {
  description = "Who the provider of the security account is."
  value       = data.aws_caller_identity.security.arn
}
