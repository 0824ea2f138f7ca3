# One provider for each account. The management account has an access key, which in the mode `open` is the account
# itself; the others are new, and the management account assumes the role in them that they were created with. Nothing
# but Accede is called.

provider "aws" {
  alias      = "management"
  region     = var.region
  access_key = try(var.management_key.id, var.management)
  secret_key = try(var.management_key.secret, "any")

  endpoints {
    organizations = var.endpoint
    securityhub   = var.endpoint
    macie2        = var.endpoint
    sts           = var.endpoint
  }
}

provider "aws" {
  alias      = "security"
  region     = var.region
  access_key = try(var.management_key.id, var.management)
  secret_key = try(var.management_key.secret, "any")

  assume_role {
    role_arn     = "arn:aws:iam::${aws_organizations_account.security.id}:role/OrganizationAccountAccessRole"
    session_name = "terraform"
  }

  endpoints {
    organizations = var.endpoint
    securityhub   = var.endpoint
    macie2        = var.endpoint
    sts           = var.endpoint
  }
}

provider "aws" {
  alias      = "workload"
  region     = var.region
  access_key = try(var.management_key.id, var.management)
  secret_key = try(var.management_key.secret, "any")

  assume_role {
    role_arn     = "arn:aws:iam::${aws_organizations_account.workload.id}:role/OrganizationAccountAccessRole"
    session_name = "terraform"
  }

  endpoints {
    organizations = var.endpoint
    securityhub   = var.endpoint
    macie2        = var.endpoint
    sts           = var.endpoint
  }
}
