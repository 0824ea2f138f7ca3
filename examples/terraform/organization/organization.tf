resource "aws_organizations_organization" "this" {
  provider = aws.management

  aws_service_access_principals = var.service_access
}

resource "aws_organizations_organizational_unit" "workloads" {
  provider = aws.management

  name      = var.unit
  parent_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_account" "security" {
  provider = aws.management

  name  = "security"
  email = "security@${var.domain}"

  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_account" "workload" {
  provider = aws.management

  name      = "workload"
  email     = "workload@${var.domain}"
  parent_id = var.in_unit ? aws_organizations_organizational_unit.workloads.id : aws_organizations_organization.this.roots[0].id
  tags      = { stage = var.stage }
}

# Whoever comes while accounts are enabled by themselves is a member without more ado.
resource "aws_organizations_account" "sandbox" {
  provider = aws.management
  for_each = var.sandboxes

  name  = each.key
  email = "${each.key}@${var.domain}"

  depends_on = [
    aws_securityhub_organization_configuration.security,
    aws_macie2_organization_configuration.security,
  ]
}

# The services register their administrator here by themselves, and leave it registered when it is theirs no longer.
# As resources of their own, the registrations end with the rest.

resource "aws_organizations_delegated_administrator" "security_hub" {
  provider = aws.management

  account_id        = aws_organizations_account.security.id
  service_principal = "securityhub.amazonaws.com"
}

resource "aws_organizations_delegated_administrator" "macie" {
  provider = aws.management

  account_id        = aws_organizations_account.security.id
  service_principal = "macie.amazonaws.com"
}
