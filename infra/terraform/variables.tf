variable "name" {
  description = "Short name of this archiver, part of every resource name: lower-case letters and digits."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,9}$", var.name))
    error_message = "name must be 3 to 10 lower-case letters and digits and begin with a letter."
  }
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "suffix" {
  description = "Makes names unique that all of Azure shares: lower-case letters and digits. Default: derived from subscription and name."
  type        = string
  default     = null

  validation {
    condition     = var.suffix == null || can(regex("^[a-z0-9]{1,6}$", coalesce(var.suffix, "x")))
    error_message = "suffix must be 1 to 6 lower-case letters and digits."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "kafka_brokers" {
  description = "Kafka bootstrap servers, HOST:PORT, comma-separated."
  type        = string
}

variable "kafka_topic" {
  description = "The topic to archive; several with commas between, at most ten while objects change tiers, which is what a lifecycle rule takes."
  type        = string

  validation {
    condition     = length(split(",", var.kafka_topic)) <= 10 || (var.cool_after_days == 0 && var.archive_tier_after_days == 0)
    error_message = "kafka_topic has more than ten topics, which is what a lifecycle rule takes: set cool_after_days and archive_tier_after_days to 0."
  }
}

variable "kafka_consumer_group" {
  description = "Consumer group."
  type        = string
  default     = "kafka-store"
}

variable "kafka_protocol" {
  description = "Protocol to the brokers, as the Kafka trigger names it."
  type        = string
  default     = "SaslSsl"

  validation {
    condition     = contains(["Plaintext", "Ssl", "SaslPlaintext", "SaslSsl"], var.kafka_protocol)
    error_message = "kafka_protocol must be one of Plaintext, Ssl, SaslPlaintext, SaslSsl."
  }
}

variable "kafka_authentication_mode" {
  description = "SASL mechanism, as the Kafka trigger names it."
  type        = string
  default     = "Plain"

  validation {
    condition     = contains(["NotSet", "Gssapi", "Plain", "ScramSha256", "ScramSha512", "OAuthBearer"], var.kafka_authentication_mode)
    error_message = "kafka_authentication_mode must be one of NotSet, Gssapi, Plain, ScramSha256, ScramSha512, OAuthBearer."
  }

  validation {
    condition     = !(startswith(var.kafka_protocol, "Sasl") && var.kafka_authentication_mode == "NotSet")
    error_message = "kafka_authentication_mode is needed with kafka_protocol SaslPlaintext and SaslSsl."
  }
}

variable "kafka_username" {
  description = "SASL user or API key; it is not the secret. Needed for Plain and SCRAM."
  type        = string
  default     = ""

  validation {
    condition     = var.kafka_username != "" || !(startswith(var.kafka_protocol, "Sasl") && contains(["Plain", "ScramSha256", "ScramSha512"], var.kafka_authentication_mode))
    error_message = "Plain and SCRAM need kafka_username and kafka_password_secret_name."
  }
}

variable "kafka_password_secret_name" {
  description = "Name of the Key Vault secret that holds the SASL password for Plain and SCRAM; other mechanisms don't use it."
  type        = string
  default     = "kafka-password"

  validation {
    condition     = var.kafka_password_secret_name != "" || !(startswith(var.kafka_protocol, "Sasl") && contains(["Plain", "ScramSha256", "ScramSha512"], var.kafka_authentication_mode))
    error_message = "Plain and SCRAM need kafka_username and kafka_password_secret_name."
  }
}

variable "kafka_oauth_client_id" {
  description = "Client id for OAuthBearer, which is OIDC with client credentials."
  type        = string
  default     = ""

  validation {
    condition     = var.kafka_oauth_client_id != "" || !(startswith(var.kafka_protocol, "Sasl") && var.kafka_authentication_mode == "OAuthBearer")
    error_message = "OAuthBearer needs kafka_oauth_client_id, kafka_oauth_client_secret_name and kafka_oauth_token_endpoint_url."
  }
}

variable "kafka_oauth_client_secret_name" {
  description = "Name of the Key Vault secret that holds the client secret for OAuthBearer; other mechanisms don't use it."
  type        = string
  default     = "kafka-oauth-client-secret"

  validation {
    condition     = var.kafka_oauth_client_secret_name != "" || !(startswith(var.kafka_protocol, "Sasl") && var.kafka_authentication_mode == "OAuthBearer")
    error_message = "OAuthBearer needs kafka_oauth_client_id, kafka_oauth_client_secret_name and kafka_oauth_token_endpoint_url."
  }
}

variable "kafka_oauth_scope" {
  description = "Scope for OAuthBearer; empty for none."
  type        = string
  default     = ""
}

variable "kafka_oauth_token_endpoint_url" {
  description = "Where OAuthBearer gets tokens."
  type        = string
  default     = ""

  validation {
    condition     = var.kafka_oauth_token_endpoint_url != "" || !(startswith(var.kafka_protocol, "Sasl") && var.kafka_authentication_mode == "OAuthBearer")
    error_message = "OAuthBearer needs kafka_oauth_client_id, kafka_oauth_client_secret_name and kafka_oauth_token_endpoint_url."
  }
}

variable "kafka_oauth_extensions" {
  description = "Extensions for OAuthBearer, k=v with commas between: logicalCluster=…,identityPoolId=… for Confluent Cloud; empty for none."
  type        = string
  default     = ""
}

variable "kafka_ssl_ca_secret_name" {
  description = "Name of the Key Vault secret that holds the authority of the brokers' certificates, one PEM certificate; empty for the system's."
  type        = string
  default     = ""
}

variable "kafka_ssl_certificate_secret_name" {
  description = "Name of the Key Vault secret that holds the app's own certificate for mutual TLS, PEM; goes with the key, empty for none."
  type        = string
  default     = ""

  validation {
    condition     = (var.kafka_ssl_certificate_secret_name == "") == (var.kafka_ssl_key_secret_name == "")
    error_message = "kafka_ssl_certificate_secret_name and kafka_ssl_key_secret_name go together."
  }
}

variable "kafka_ssl_key_secret_name" {
  description = "Name of the Key Vault secret that holds its key, PEM in PKCS#8 without a password, which the vault replaces; empty for none."
  type        = string
  default     = ""
}

variable "kafka_lag_threshold" {
  description = "Records of lag an instance at which the platform adds instances of a trigger; 0 for the extension's 1,000."
  type        = number
  default     = 0

  validation {
    condition     = var.kafka_lag_threshold >= 0
    error_message = "kafka_lag_threshold must be at least 0."
  }
}

variable "archive_url" {
  description = "Where to archive to instead of the container made here: https://ACCOUNT.blob…/CONTAINER/PREFIX, gs://… or s3://…."
  type        = string
  default     = ""
}

variable "mirror_urls" {
  description = "More stores that receive copies, comma-separated URLs."
  type        = string
  default     = ""
}

variable "staging_keys_secret_name" {
  description = "Name of the Key Vault secret that holds the keys that sign staged chunks, base64 of 32 bytes or more, the signing one first, commas between; empty for none, and then who can write to staging can change what is archived."
  type        = string
  default     = "staging-keys"
}

variable "catalog_secret_name" {
  description = "Name of the Key Vault secret that holds the catalog URL; empty for no catalog."
  type        = string
  default     = ""
}

variable "catalog_password_secret_name" {
  description = "Name of the Key Vault secret that holds the catalog's password where its URL has none; empty otherwise."
  type        = string
  default     = ""
}

variable "schema_registry_url" {
  description = "URL of the schema registry, without user and password; empty for none."
  type        = string
  default     = ""
}

variable "schema_registry_user" {
  description = "User at the schema registry; empty for none."
  type        = string
  default     = ""
}

variable "schema_registry_password_secret_name" {
  description = "Name of the Key Vault secret that holds the password at the schema registry; empty for none."
  type        = string
  default     = ""
}

variable "maximum_age_seconds" {
  description = "Age at which a segment is complete, in seconds."
  type        = number
  default     = 3600

  validation {
    condition     = var.maximum_age_seconds >= 1
    error_message = "maximum_age_seconds must be at least 1."
  }
}

variable "maximum_bytes" {
  description = "Size at which a segment is complete, in bytes before compression. At most 256 MiB, so that an object goes in one Put Blob, which is all that the archive role allows."
  type        = number
  default     = 268435456

  validation {
    condition     = var.maximum_bytes >= 1 && var.maximum_bytes <= 268435456
    error_message = "maximum_bytes must be from 1 to 268435456."
  }
}

variable "maximum_records" {
  description = "Number of records at which a segment is complete; 0 for no limit."
  type        = number
  default     = 0

  validation {
    condition     = var.maximum_records >= 0
    error_message = "maximum_records must be at least 0."
  }
}

variable "safety_window_seconds" {
  description = "How long past its maximum age an idle segment stays open, in seconds."
  type        = number
  default     = 28800

  validation {
    condition     = var.safety_window_seconds >= 1
    error_message = "safety_window_seconds must be at least 1."
  }
}

variable "codec" {
  description = "Codec of the containers."
  type        = string
  default     = "deflate"

  validation {
    condition     = contains(["deflate", "zstandard", "null"], var.codec)
    error_message = "codec must be deflate, zstandard or null."
  }
}

variable "codec_level" {
  description = "Level of the codec: 0 to 9 for deflate, 1 to 19 for zstandard; -1 for the codec's own default."
  type        = number
  default     = -1

  validation {
    condition     = var.codec_level >= -1 && var.codec_level <= 19
    error_message = "codec_level must be from -1 to 19."
  }
}

variable "offset_reset" {
  description = "Where a new topic starts."
  type        = string
  default     = "earliest"

  validation {
    condition     = contains(["earliest", "latest", "error"], var.offset_reset)
    error_message = "offset_reset must be one of earliest, latest, error."
  }
}

variable "topic_policies" {
  type        = string
  description = "What topics have of their own, as JSON by topic: {\"payments\": {\"file-age\": \"10m\", \"codec\": \"zstandard\"}}. Empty for nothing."
  default     = ""
}

variable "on_recreated" {
  description = "What becomes of a topic that is deleted and created again."
  type        = string
  default     = "new-generation"

  validation {
    condition     = contains(["new-generation", "fault"], var.on_recreated)
    error_message = "on_recreated must be new-generation or fault."
  }
}

variable "accept_staging_loss" {
  description = "Go on after staged data was lost; see the guarantees before setting it."
  type        = bool
  default     = false
}

variable "largest_record_bytes" {
  description = "What the largest record has at most, key, value and headers, in bytes; times maxBatchSize of host.json at most 64 MiB."
  type        = number
  default     = 32768

  validation {
    condition     = var.largest_record_bytes >= 1 && var.largest_record_bytes <= 67108864
    error_message = "largest_record_bytes must be from 1 to 67108864."
  }
}

variable "http_streams" {
  description = "Requests for records that an instance answers at a time, half of them of one key; more get 503. As many lists beside those."
  type        = number
  default     = 16

  validation {
    condition     = var.http_streams >= 1 && var.http_streams <= 10000
    error_message = "http_streams must be from 1 to 10000."
  }
}

variable "http_waiters" {
  description = "Requests that wait for records at a time, beside those, half of them of one key."
  type        = number
  default     = 128

  validation {
    condition     = var.http_waiters >= 0 && var.http_waiters <= 100000
    error_message = "http_waiters must be from 0 to 100000."
  }
}

variable "http_page_bytes" {
  description = "Size of a page before compression, in bytes, about; a longer range comes in pages."
  type        = number
  default     = 67108864

  validation {
    condition     = var.http_page_bytes >= 1
    error_message = "http_page_bytes must be at least 1."
  }
}

variable "history_days" {
  description = "Days that the history of an ended orchestration is kept; 0 keeps it for ever."
  type        = number
  default     = 7

  validation {
    condition     = var.history_days >= 0 && var.history_days <= 3650
    error_message = "history_days must be from 0 to 3650."
  }
}

variable "additional_settings" {
  description = "Settings beyond those above, name to value; nothing secret."
  type        = map(string)
  default     = {}
}

variable "vault_settings" {
  description = "Settings whose values are in the Key Vault, setting name to secret name: keys of an S3-compatible server, for example."
  type        = map(string)
  default     = {}
}

variable "azure_access_tier" {
  description = "Tier of new archive objects; empty for the account's. The archive tier is not among them, since sealing has to read."
  type        = string
  default     = ""

  validation {
    condition     = contains(["", "Hot", "Cool", "Cold"], var.azure_access_tier)
    error_message = "azure_access_tier must be Hot, Cool, Cold or empty."
  }
}

variable "google_cloud_identity_provider" {
  description = "Workload identity provider that exchanges this app's identity for Google's, projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER; empty when no store is gs://."
  type        = string
  default     = ""

  validation {
    condition     = var.google_cloud_identity_provider == "" || can(regex("^projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]+/providers/[a-z0-9-]+$", var.google_cloud_identity_provider))
    error_message = "google_cloud_identity_provider must be projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, with the number of the project."
  }

  validation {
    condition     = (var.google_cloud_identity_provider == "") == (var.google_cloud_identity_resource == "")
    error_message = "google_cloud_identity_provider and google_cloud_identity_resource go together."
  }
}

variable "google_cloud_identity_resource" {
  description = "Application id URI, api://…, that Azure issues the token for: the audience that the provider allows."
  type        = string
  default     = ""
}

variable "google_cloud_service_account" {
  description = "E-mail of the service account to act as; empty to be the federated identity itself."
  type        = string
  default     = ""
}

variable "google_cloud_kms_key" {
  description = "Key of gs:// objects, projects/P/locations/L/keyRings/R/cryptoKeys/K; empty for the default of the bucket."
  type        = string
  default     = ""
}

variable "google_cloud_storage_class" {
  description = "Storage class of gs:// objects; empty for the default of the bucket."
  type        = string
  default     = ""

  validation {
    condition     = contains(["", "STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"], var.google_cloud_storage_class)
    error_message = "google_cloud_storage_class must be STANDARD, NEARLINE, COLDLINE, ARCHIVE or empty."
  }
}

variable "s3_endpoint_url" {
  description = "S3-compatible server; empty for AWS."
  type        = string
  default     = ""
}

variable "s3_region" {
  description = "Region of s3:// stores; empty for the default of the environment."
  type        = string
  default     = ""
}

variable "s3_encryption" {
  description = "none, sse-s3, sse-kms or sse-kms:KEY; empty for the default of the bucket."
  type        = string
  default     = ""
}

variable "archive_replication" {
  description = "Replication of the archive account."
  type        = string
  default     = "Standard_ZRS"

  validation {
    condition     = contains(["Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_GZRS", "Standard_RAGRS", "Standard_RAGZRS"], var.archive_replication)
    error_message = "archive_replication must be one of Standard_LRS, Standard_ZRS, Standard_GRS, Standard_GZRS, Standard_RAGRS, Standard_RAGZRS."
  }
}

variable "work_replication" {
  description = "Replication of the accounts of staging, of the functions host and of the app's package."
  type        = string
  default     = "Standard_ZRS"

  validation {
    condition     = contains(["Standard_LRS", "Standard_ZRS"], var.work_replication)
    error_message = "work_replication must be one of Standard_LRS, Standard_ZRS."
  }
}

variable "cool_after_days" {
  description = "Days after which archive objects move to the cool tier; 0 for never."
  type        = number
  default     = 30

  validation {
    condition     = var.cool_after_days >= 0
    error_message = "cool_after_days must be at least 0."
  }
}

variable "archive_tier_after_days" {
  description = "Days after which archive objects move to the archive tier, where they can only be read after rehydration; 0 for never. Needs an archive_replication without zones."
  type        = number
  default     = 0

  validation {
    condition     = var.archive_tier_after_days >= 0
    error_message = "archive_tier_after_days must be at least 0."
  }

  validation {
    condition     = var.archive_tier_after_days == 0 || !strcontains(var.archive_replication, "ZRS")
    error_message = "archive_tier_after_days needs an archive_replication without zones: the archive tier is offered with LRS, GRS and RAGRS only."
  }
}

variable "immutability_days" {
  description = "Days for which nothing in the archive container can be changed or deleted by anybody; 0 for no policy. It is made unlocked."
  type        = number
  default     = 0

  validation {
    condition     = var.immutability_days >= 0 && var.immutability_days <= 146000
    error_message = "immutability_days must be from 0 to 146000."
  }
}

variable "durable_always_ready" {
  description = "Instances that are always ready for the Durable functions, which seal."
  type        = number
  default     = 1

  validation {
    condition     = var.durable_always_ready >= 0
    error_message = "durable_always_ready must be at least 0."
  }
}

variable "trigger_always_ready" {
  description = "Instances that are always ready for the trigger of each topic."
  type        = number
  default     = 0

  validation {
    condition     = var.trigger_always_ready >= 0
    error_message = "trigger_always_ready must be at least 0."
  }
}

variable "maximum_instances" {
  description = "Most on-demand instances of each group that scales by itself: the Durable functions, each topic's trigger, HTTP."
  type        = number
  default     = 40

  validation {
    condition     = var.maximum_instances >= 1 && var.maximum_instances <= 1000
    error_message = "maximum_instances must be from 1 to 1000."
  }
}

variable "zone_redundant" {
  description = "Instances of the app in several zones: at least two always ready for each group that scales by itself, whatever is said above. Not every region has it."
  type        = bool
  default     = false
}

variable "instance_memory_mb" {
  description = "Memory of an instance, in MB."
  type        = number
  default     = 2048

  validation {
    condition     = contains([512, 2048, 4096], var.instance_memory_mb)
    error_message = "instance_memory_mb must be one of 512, 2048, 4096."
  }
}

variable "durable_task_scheduler" {
  description = "Durable Task Scheduler as the Durable backend instead of Azure Storage."
  type        = bool
  default     = false
}

variable "private_network" {
  description = "Virtual network integration, and private endpoints instead of public access to storage and Key Vault."
  type        = bool
  default     = false
}

variable "address_space" {
  description = "Address space of the virtual network, a /23 or larger."
  type        = string
  default     = "10.60.0.0/23"
}

variable "public_endpoint" {
  description = "Whether the app answers HTTP from the internet; without, through a private endpoint (needs private_network)."
  type        = bool
  default     = true

  validation {
    condition     = var.public_endpoint || var.private_network
    error_message = "public_endpoint can only be false with private_network."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.log_retention_days >= 30 && var.log_retention_days <= 730
    error_message = "log_retention_days must be from 30 to 730."
  }
}

variable "alert_email" {
  description = "Who gets alerts; empty for nobody, the alerts then only show."
  type        = string
  default     = ""
}

variable "archive_lag_offsets" {
  description = "Alert when more offsets than this wait to be archived, all partitions together."
  type        = number
  default     = 10000000

  validation {
    condition     = var.archive_lag_offsets >= 1
    error_message = "archive_lag_offsets must be at least 1."
  }
}

variable "staged_age_seconds" {
  description = "Alert when staged data is older than this, in seconds. Above maximum_age_seconds + safety_window_seconds."
  type        = number
  default     = 36000

  validation {
    condition     = var.staged_age_seconds >= 1
    error_message = "staged_age_seconds must be at least 1."
  }

  validation {
    condition     = var.staged_age_seconds > var.maximum_age_seconds + var.safety_window_seconds
    error_message = "staged_age_seconds must be above maximum_age_seconds + safety_window_seconds: an idle segment stays staged for that long."
  }
}
