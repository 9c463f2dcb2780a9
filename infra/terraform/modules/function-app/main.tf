# The function app on a Flex Consumption plan, with all its settings. Both go through azapi: azurerm can't say with which
# identity Key Vault references are resolved, nor that a plan of this kind is zone-redundant.

terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

locals {
  # A secret's name becomes a reference that the platform resolves with the app's identity.
  vault_reference = "@Microsoft.KeyVault(VaultName=${var.vault_name};SecretName=%s)"

  # As gcloud iam workload-identity-pools create-cred-config --azure writes it. It says where tokens are exchanged and holds
  # no secret; on Functions the app asks the platform for the identity's token instead of that address.
  google_cloud_credentials = var.google_cloud_identity_provider == "" ? "" : jsonencode(merge(
    {
      type               = "external_account"
      audience           = "//iam.googleapis.com/${var.google_cloud_identity_provider}"
      subject_token_type = "urn:ietf:params:oauth:token-type:jwt"
      token_url          = "https://sts.googleapis.com/v1/token"
      credential_source = {
        url     = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${urlencode(var.google_cloud_identity_resource)}"
        headers = { Metadata = "True" }
        format  = { type = "json", subject_token_field_name = "access_token" }
      }
    },
    var.google_cloud_service_account == "" ? {} : {
      service_account_impersonation_url = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${var.google_cloud_service_account}:generateAccessToken"
    },
  ))

  settings = {
    AzureWebJobsStorage__accountName          = var.host_account_name
    AzureWebJobsStorage__credential           = "managedidentity"
    AzureWebJobsStorage__clientId             = var.identity_client_id
    APPLICATIONINSIGHTS_CONNECTION_STRING     = var.insights_connection_string
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "ClientId=${var.identity_client_id};Authorization=AAD"
    KafkaBrokers                              = var.kafka_brokers
    KafkaTopic                                = var.kafka_topic
    KafkaConsumerGroup                        = var.kafka_consumer_group
    KafkaProtocol                             = var.kafka_protocol
    KafkaAuthenticationMode                   = var.kafka_authentication_mode
    KafkaUsername                             = var.kafka_username
    KafkaPassword                             = var.kafka_password_secret_name == "" ? "" : format(local.vault_reference, var.kafka_password_secret_name)
    KafkaSslCaPem                             = var.kafka_ssl_ca_secret_name == "" ? "" : format(local.vault_reference, var.kafka_ssl_ca_secret_name)
    KafkaSslCertificatePem                    = var.kafka_ssl_certificate_secret_name == "" ? "" : format(local.vault_reference, var.kafka_ssl_certificate_secret_name)
    KafkaSslKeyPem                            = var.kafka_ssl_key_secret_name == "" ? "" : format(local.vault_reference, var.kafka_ssl_key_secret_name)
    KafkaOAuthClientId                        = var.kafka_oauth_client_id
    KafkaOAuthClientSecret                    = var.kafka_oauth_client_secret_name == "" ? "" : format(local.vault_reference, var.kafka_oauth_client_secret_name)
    KafkaOAuthScope                           = var.kafka_oauth_scope
    KafkaOAuthTokenEndpointUrl                = var.kafka_oauth_token_endpoint_url
    KafkaOAuthExtensions                      = var.kafka_oauth_extensions
    KafkaLagThreshold                         = var.kafka_lag_threshold == 0 ? "" : tostring(var.kafka_lag_threshold)
    KafkaStore__ArchiveUrl                    = var.archive_url
    KafkaStore__MirrorUrls                    = var.mirror_urls
    KafkaStore__StagingUrl                    = var.staging_url
    KafkaStore__StagingKeys                   = var.staging_keys_secret_name == "" ? "" : format(local.vault_reference, var.staging_keys_secret_name)
    KafkaStore__CatalogUrl                    = var.catalog_secret_name == "" ? "" : format(local.vault_reference, var.catalog_secret_name)
    KAFKA_STORE_MYSQL_PASSWORD                = var.catalog_password_secret_name == "" ? "" : format(local.vault_reference, var.catalog_password_secret_name)
    KafkaStore__SchemaRegistryUrl             = var.schema_registry_url
    KAFKA_STORE_SCHEMA_REGISTRY_USER          = var.schema_registry_user
    KAFKA_STORE_SCHEMA_REGISTRY_PASSWORD      = var.schema_registry_password_secret_name == "" ? "" : format(local.vault_reference, var.schema_registry_password_secret_name)
    KafkaStore__MaximumAgeSeconds             = tostring(var.maximum_age_seconds)
    KafkaStore__MaximumBytes                  = tostring(var.maximum_bytes)
    KafkaStore__MaximumRecords                = var.maximum_records == 0 ? "" : tostring(var.maximum_records)
    KafkaStore__SafetyWindowSeconds           = tostring(var.safety_window_seconds)
    KafkaStore__Codec                         = var.codec
    KafkaStore__CodecLevel                    = var.codec_level == -1 ? "" : tostring(var.codec_level)
    KafkaStore__OffsetReset                   = var.offset_reset
    KafkaStore__OnRecreated                   = var.on_recreated
    KafkaStore__TopicPolicies                 = var.topic_policies
    KafkaStore__AcceptStagingLoss             = tostring(var.accept_staging_loss)
    KafkaStore__LargestRecordBytes            = tostring(var.largest_record_bytes)
    KafkaStore__HttpStreams                   = tostring(var.http_streams)
    KafkaStore__HttpWaiters                   = tostring(var.http_waiters)
    KafkaStore__HttpPageBytes                 = tostring(var.http_page_bytes)
    KafkaStore__HistoryDays                   = tostring(var.history_days)
    KafkaStore__ManagedIdentityClientId       = var.identity_client_id
    KafkaStore__AzureAccessTier               = var.azure_access_tier
    KafkaStore__GoogleCloudCredentials        = local.google_cloud_credentials
    KafkaStore__GoogleCloudKmsKey             = var.google_cloud_kms_key
    KafkaStore__GoogleCloudStorageClass       = var.google_cloud_storage_class
    KafkaStore__S3EndpointUrl                 = var.s3_endpoint_url
    KafkaStore__S3Region                      = var.s3_region
    KafkaStore__S3Encryption                  = var.s3_encryption
  }

  scheduler_settings = var.scheduler_endpoint == null ? {} : {
    AzureFunctionsJobHost__extensions__durableTask__hubName                               = var.task_hub
    AzureFunctionsJobHost__extensions__durableTask__storageProvider__type                 = "azureManaged"
    AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING                                              = "Endpoint=${var.scheduler_endpoint};Authentication=ManagedIdentity;ClientID=${var.identity_client_id}"
  }

  vault_settings = { for setting, secret in var.vault_settings : setting => format(local.vault_reference, secret) }

  # Each topic has a function of its own: AppendBatch, AppendBatch2, …
  topics   = [for topic in split(",", var.kafka_topic) : topic if trimspace(topic) != ""]
  triggers = [for i in range(length(local.topics)) : i == 0 ? "AppendBatch" : "AppendBatch${i + 1}"]

  all_settings = merge(local.settings, local.scheduler_settings, var.additional_settings, local.vault_settings)
}

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms@2024-04-01"
  name      = "plan-${var.name}"
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    kind       = "functionapp"
    sku        = { tier = "FlexConsumption", name = "FC1" }
    properties = { reserved = true, zoneRedundant = var.zone_redundant }
  }
}

resource "azapi_resource" "app" {
  type      = "Microsoft.Web/sites@2024-04-01"
  name      = "func-${var.name}-${var.suffix}"
  parent_id = var.resource_group_id
  location  = var.location
  tags      = merge(var.tags, { "azd-service-name" = "archiver" })

  identity {
    type         = "UserAssigned"
    identity_ids = [var.identity_id]
  }

  body = {
    kind = "functionapp,linux"
    properties = {
      serverFarmId              = azapi_resource.plan.id
      httpsOnly                 = true
      publicNetworkAccess       = var.public_endpoint ? "Enabled" : "Disabled"
      keyVaultReferenceIdentity = var.identity_id
      virtualNetworkSubnetId    = var.subnet_id
      siteConfig = {
        minTlsVersion = "1.2"
        appSettings   = [for name in sort(keys(local.all_settings)) : { name = name, value = local.all_settings[name] }]
      }
      functionAppConfig = {
        deployment = {
          storage = {
            type  = "blobContainer"
            value = var.package_container_url
            authentication = {
              type                           = "UserAssignedIdentity"
              userAssignedIdentityResourceId = var.identity_id
            }
          }
        }
        runtime = { name = "dotnet-isolated", version = "10.0" }
        scaleAndConcurrency = {
          maximumInstanceCount = var.maximum_instances
          instanceMemoryMB     = var.instance_memory_mb
          alwaysReady = concat(
            var.durable_always_ready == 0 ? [] : [{ name = "durable", instanceCount = var.durable_always_ready }],
            var.trigger_always_ready == 0 ? [] : [for trigger in local.triggers : { name = "function:${trigger}", instanceCount = var.trigger_always_ready }],
          )
        }
      }
    }
  }

  response_export_values = ["properties.defaultHostName"]
}

# Passwords of its own would be another way to publish to it. Azure makes these two with the app.
resource "azapi_update_resource" "ftp" {
  type      = "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01"
  name      = "ftp"
  parent_id = azapi_resource.app.id
  body      = { properties = { allow = false } }
}

resource "azapi_update_resource" "scm" {
  type      = "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01"
  name      = "scm"
  parent_id = azapi_resource.app.id
  body      = { properties = { allow = false } }
}
