# One provider for each account. The management account has an access key, which in the mode `open` is the account
# itself; the others are new, and the management account assumes a role in them. Nothing but Accede is called.

provider "aws" {
  alias      = "management"
  region     = var.region
  access_key = var.management
  secret_key = "any"

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
  access_key = var.management
  secret_key = "any"

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
  access_key = var.management
  secret_key = "any"

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
