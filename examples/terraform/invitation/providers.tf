# One provider for each account. In the mode `open` an access key of 12 digits is the account, so the keys are all
# that tells them apart. Nothing but Accede is called.

provider "aws" {
  alias      = "administrator"
  region     = var.region
  access_key = var.administrator
  secret_key = "any"

  endpoints {
    securityhub = var.endpoint
    macie2      = var.endpoint
    sts         = var.endpoint
  }
}

provider "aws" {
  alias      = "member"
  region     = var.region
  access_key = var.member
  secret_key = "any"

  endpoints {
    securityhub = var.endpoint
    macie2      = var.endpoint
    sts         = var.endpoint
  }
}
