variable "endpoint" {
  description = "Where Accede listens."
  type        = string
  default     = "http://127.0.0.1:4610"
}

variable "region" {
  description = "Members and invitations belong to one Region."
  type        = string
  default     = "us-east-1"
}

variable "administrator" {
  description = "The account that invites. In the mode `open`, an access key of 12 digits is the account."
  type        = string
  default     = "111111111111"
}

variable "administrator_key" {
  description = "The administrator's access key, as `accede key create` makes it. The mode `open` needs none."
  type        = object({ id = string, secret = string })
  default     = null
  sensitive   = true
}

variable "member" {
  description = "The account that is invited and accepts."
  type        = string
  default     = "222222222222"
}

variable "member_key" {
  description = "The member's access key, as `accede key create` makes it. The mode `open` needs none."
  type        = object({ id = string, secret = string })
  default     = null
  sensitive   = true
}

variable "member_email" {
  description = "The invited account's email address."
  type        = string
  default     = "member@example.com"
}

variable "control_finding_generator" {
  description = "The administrator's; a member's follows it."
  type        = string
  default     = "SECURITY_CONTROL"
}

variable "auto_enable_controls" {
  description = "Whether new controls of enabled standards are switched on in the administrator's hub."
  type        = bool
  default     = true
}

variable "finding_publishing_frequency" {
  description = "How often the administrator's Macie publishes updates of findings."
  type        = string
  default     = "FIFTEEN_MINUTES"
}

variable "invite" {
  description = "Whether the member is invited; without it, the member is only on the administrator's list."
  type        = bool
  default     = true
}

variable "accept" {
  description = "Whether the member accepts."
  type        = bool
  default     = true
}

variable "invitation_message" {
  description = "What Macie's invitation says."
  type        = string
  default     = "Please join us"
}

variable "suspend_member" {
  description = <<-TEXT
    Whether the administrator suspends Macie in the member. Taking it back is the member's own right: set
    `member_macie_status` to ENABLED.
  TEXT
  type        = bool
  default     = false
}

variable "member_macie_status" {
  description = "ENABLED or PAUSED: what the member sets for itself. Null leaves it as it is."
  type        = string
  default     = null
}
