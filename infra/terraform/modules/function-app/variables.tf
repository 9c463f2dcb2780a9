variable "resource_group_id" {
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

variable "identity_id" {
  type = string
}

variable "identity_client_id" {
  type = string
}

variable "host_account_name" {
  type = string
}

variable "package_container_url" {
  type = string
}

variable "insights_connection_string" {
  type = string
}

variable "vault_name" {
  type = string
}

variable "scheduler_endpoint" {
  type = string
}

variable "task_hub" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "public_endpoint" {
  type = bool
}

variable "zone_redundant" {
  type = bool
}

variable "durable_always_ready" {
  type = number
}

variable "trigger_always_ready" {
  type = number
}

variable "maximum_instances" {
  type = number
}

variable "instance_memory_mb" {
  type = number
}

variable "kafka_brokers" {
  type = string
}

variable "kafka_topic" {
  type = string
}

variable "kafka_consumer_group" {
  type = string
}

variable "kafka_protocol" {
  type = string
}

variable "kafka_authentication_mode" {
  type = string
}

variable "kafka_username" {
  type = string
}

variable "kafka_password_secret_name" {
  type = string
}

variable "kafka_oauth_client_id" {
  type = string
}

variable "kafka_oauth_client_secret_name" {
  type = string
}

variable "kafka_oauth_scope" {
  type = string
}

variable "kafka_oauth_token_endpoint_url" {
  type = string
}

variable "kafka_oauth_extensions" {
  type = string
}

variable "kafka_ssl_ca_secret_name" {
  type = string
}

variable "kafka_ssl_certificate_secret_name" {
  type = string
}

variable "kafka_ssl_key_secret_name" {
  type = string
}

variable "kafka_lag_threshold" {
  type = number
}

variable "archive_url" {
  type = string
}

variable "mirror_urls" {
  type = string
}

variable "staging_url" {
  type = string
}

variable "staging_keys_secret_name" {
  type = string
}

variable "catalog_secret_name" {
  type = string
}

variable "catalog_password_secret_name" {
  type = string
}

variable "schema_registry_url" {
  type = string
}

variable "schema_registry_user" {
  type = string
}

variable "schema_registry_password_secret_name" {
  type = string
}

variable "maximum_age_seconds" {
  type = number
}

variable "maximum_bytes" {
  type = number
}

variable "maximum_records" {
  type = number
}

variable "safety_window_seconds" {
  type = number
}

variable "codec" {
  type = string
}

variable "codec_level" {
  type = number
}

variable "offset_reset" {
  type = string
}

variable "topic_policies" {
  type = string
}

variable "on_recreated" {
  type = string
}

variable "accept_staging_loss" {
  type = bool
}

variable "largest_record_bytes" {
  type = number
}

variable "http_streams" {
  type = number
}

variable "http_waiters" {
  type = number
}

variable "http_page_bytes" {
  type = number
}

variable "history_days" {
  type = number
}

variable "additional_settings" {
  type = map(string)
}

variable "vault_settings" {
  type = map(string)
}

variable "azure_access_tier" {
  type = string
}

variable "google_cloud_identity_provider" {
  type = string
}

variable "google_cloud_identity_resource" {
  type = string
}

variable "google_cloud_service_account" {
  type = string
}

variable "google_cloud_kms_key" {
  type = string
}

variable "google_cloud_storage_class" {
  type = string
}

variable "s3_endpoint_url" {
  type = string
}

variable "s3_region" {
  type = string
}

variable "s3_encryption" {
  type = string
}
