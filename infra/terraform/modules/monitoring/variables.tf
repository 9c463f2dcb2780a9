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

variable "retention_days" {
  type = number
}

variable "principal_id" {
  type = string
}
