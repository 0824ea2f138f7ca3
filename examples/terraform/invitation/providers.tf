# One provider for each account. In the mode `open` an access key of 12 digits is the account; in the mode `verify` each
# has a key that was made for it. Nothing but Accede is called.

provider "aws" {
  alias      = "administrator"
  region     = var.region
  access_key = try(var.administrator_key.id, var.administrator)
  secret_key = try(var.administrator_key.secret, "any")

  endpoints {
    securityhub = var.endpoint
    macie2      = var.endpoint
    sts         = var.endpoint
  }
}

provider "aws" {
  alias      = "member"
  region     = var.region
  access_key = try(var.member_key.id, var.member)
  secret_key = try(var.member_key.secret, "any")

  endpoints {
    securityhub = var.endpoint
    macie2      = var.endpoint
    sts         = var.endpoint
  }
}
