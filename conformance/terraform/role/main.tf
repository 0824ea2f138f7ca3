# One account has an access key; a role of the other one, which asks for an external id, acts there.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" { type = string }
variable "key" { type = object({ id = string, secret = string }) }
variable "role" { type = string }
variable "external_id" { type = string }

provider "aws" {
  region     = "us-east-1"
  access_key = var.key.id
  secret_key = var.key.secret

  assume_role {
    role_arn     = var.role
    external_id  = var.external_id
    session_name = "terraform"
    duration     = "15m"
    tags         = { team = "blue" }
  }

  endpoints {
    securityhub = var.endpoint
    sts         = var.endpoint
  }
}

data "aws_caller_identity" "this" {}

resource "aws_securityhub_account" "this" {}

output "caller" { value = data.aws_caller_identity.this.arn }
output "hub" { value = aws_securityhub_account.this.arn }
