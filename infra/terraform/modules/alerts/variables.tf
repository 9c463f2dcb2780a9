variable "resource_group_name" {
  type = string
}

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "workspace_id" {
  type = string
}

variable "email" {
  type = string
}

variable "archive_lag_offsets" {
  type = number
}

variable "staged_age_seconds" {
  type = number
}
