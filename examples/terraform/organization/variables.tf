variable "endpoint" {
  description = "Where Accede listens."
  type        = string
  default     = "http://127.0.0.1:4610"
}

variable "region" {
  description = "A delegated administrator is one of a Region."
  type        = string
  default     = "us-east-1"
}

variable "management" {
  description = "The account that founds the organization. In the mode `open`, an access key of 12 digits is the account."
  type        = string
  default     = "111111111111"
}

variable "management_key" {
  description = "The management account's access key, as `accede key create` makes it. The mode `open` needs none."
  type        = object({ id = string, secret = string })
  default     = null
  sensitive   = true
}

variable "domain" {
  description = "Where the new accounts have their email addresses. No two accounts have the same one."
  type        = string
  default     = "example.com"
}

variable "service_access" {
  description = "Services that may act in the organization."
  type        = set(string)
  default     = ["macie.amazonaws.com", "securityhub.amazonaws.com"]
}

variable "unit" {
  description = "What the organizational unit is called."
  type        = string
  default     = "workloads"
}

variable "in_unit" {
  description = "Whether the workload's account is in the unit; otherwise it is in the root."
  type        = bool
  default     = true
}

variable "stage" {
  description = "A tag of the workload's account."
  type        = string
  default     = "test"
}

variable "sandboxes" {
  description = "Names of further accounts, which are created after everything else."
  type        = set(string)
  default     = []
}

variable "auto_enable" {
  description = "Whether accounts that join later become members by themselves, in both services."
  type        = bool
  default     = false
}

variable "auto_enable_standards" {
  description = "DEFAULT or NONE: the standards that Security Hub switches on in such accounts."
  type        = string
  default     = "NONE"
}
