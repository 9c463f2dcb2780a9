variable "resource_group_name" {
  type = string
}

variable "name" {
  type = string
}

variable "suffix" {
  type = string
}

variable "location" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "replication" {
  type = string
}

variable "public_access" {
  type = bool
}

variable "principal_id" {
  type = string
}
