# One archiver: a function app with all that it needs. The same modules, inputs and outputs as ../bicep.

data "azurerm_client_config" "current" {}

locals {
  suffix = coalesce(var.suffix, substr(sha1("${data.azurerm_client_config.current.subscription_id}/${var.name}"), 0, 6))

  # Settings of another mechanism stay empty: a reference to a secret that nobody made would stop the app.
  uses_sasl     = startswith(var.kafka_protocol, "Sasl")
  uses_password = local.uses_sasl && contains(["Plain", "ScramSha256", "ScramSha512"], var.kafka_authentication_mode)
  uses_oauth    = local.uses_sasl && var.kafka_authentication_mode == "OAuthBearer"

  private_dns_zones = merge(
    {
      blob  = "privatelink.blob.core.windows.net"
      queue = "privatelink.queue.core.windows.net"
      table = "privatelink.table.core.windows.net"
      vault = "privatelink.vaultcore.azure.net"
    },
    var.public_endpoint ? {} : { sites = "privatelink.azurewebsites.net" },
  )

  storage_endpoints = var.private_network ? {
    host-blob    = { target = "host", service = "blob" }
    host-queue   = { target = "host", service = "queue" }
    host-table   = { target = "host", service = "table" }
    package-blob = { target = "package", service = "blob" }
    archive-blob = { target = "archive", service = "blob" }
    staging-blob = { target = "staging", service = "blob" }
    vault        = { target = "vault", service = "vault" }
  } : {}

  endpoint_targets = {
    host    = module.host_storage.account_id
    package = module.package_storage.account_id
    archive = module.archive.account_id
    staging = module.staging.account_id
    vault   = module.key_vault.id
  }
}

resource "azurerm_resource_group" "group" {
  name     = "rg-${var.name}"
  location = var.location
  tags     = var.tags
}

module "identity" {
  source              = "./modules/identity"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  location            = var.location
  tags                = var.tags
}

module "monitoring" {
  source              = "./modules/monitoring"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  location            = var.location
  tags                = var.tags
  retention_days      = var.log_retention_days
  principal_id        = module.identity.principal_id
}

module "network" {
  source              = "./modules/network"
  count               = var.private_network ? 1 : 0
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  location            = var.location
  tags                = var.tags
  address_space       = var.address_space
  dns_zones           = local.private_dns_zones
}

module "host_storage" {
  source              = "./modules/host-storage"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  suffix              = local.suffix
  location            = var.location
  tags                = var.tags
  replication         = var.work_replication
  public_access       = !var.private_network
  principal_id        = module.identity.principal_id
}

module "package_storage" {
  source              = "./modules/package-storage"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  suffix              = local.suffix
  location            = var.location
  tags                = var.tags
  replication         = var.work_replication
  public_access       = !var.private_network
  principal_id        = module.identity.principal_id
}

module "archive" {
  source                  = "./modules/archive"
  resource_group_name     = azurerm_resource_group.group.name
  resource_group_id       = azurerm_resource_group.group.id
  name                    = var.name
  suffix                  = local.suffix
  location                = var.location
  tags                    = var.tags
  replication             = var.archive_replication
  public_access           = !var.private_network
  principal_id            = module.identity.principal_id
  topics                  = var.kafka_topic
  cool_after_days         = var.cool_after_days
  archive_tier_after_days = var.archive_tier_after_days
  immutability_days       = var.immutability_days
}

module "staging" {
  source              = "./modules/staging"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  suffix              = local.suffix
  location            = var.location
  tags                = var.tags
  replication         = var.work_replication
  public_access       = !var.private_network
  principal_id        = module.identity.principal_id
}

module "key_vault" {
  source              = "./modules/key-vault"
  resource_group_name = azurerm_resource_group.group.name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  name                = var.name
  suffix              = local.suffix
  location            = var.location
  tags                = var.tags
  public_access       = !var.private_network
  principal_id        = module.identity.principal_id
}

module "task_scheduler" {
  source            = "./modules/task-scheduler"
  count             = var.durable_task_scheduler ? 1 : 0
  resource_group_id = azurerm_resource_group.group.id
  name              = var.name
  location          = var.location
  tags              = var.tags
  principal_id      = module.identity.principal_id
}

module "function_app" {
  source                               = "./modules/function-app"
  resource_group_id                    = azurerm_resource_group.group.id
  name                                 = var.name
  suffix                               = local.suffix
  location                             = var.location
  tags                                 = var.tags
  identity_id                          = module.identity.id
  identity_client_id                   = module.identity.client_id
  host_account_name                    = module.host_storage.account_name
  package_container_url                = module.package_storage.url
  insights_connection_string           = module.monitoring.connection_string
  vault_name                           = module.key_vault.name
  scheduler_endpoint                   = one(module.task_scheduler[*].endpoint)
  task_hub                             = one(module.task_scheduler[*].task_hub)
  subnet_id                            = one(module.network[*].app_subnet_id)
  public_endpoint                      = var.public_endpoint
  zone_redundant                       = var.zone_redundant
  durable_always_ready                 = var.durable_always_ready
  trigger_always_ready                 = var.trigger_always_ready
  maximum_instances                    = var.maximum_instances
  instance_memory_mb                   = var.instance_memory_mb
  kafka_brokers                        = var.kafka_brokers
  kafka_topic                          = var.kafka_topic
  kafka_consumer_group                 = var.kafka_consumer_group
  kafka_protocol                       = var.kafka_protocol
  kafka_authentication_mode            = var.kafka_authentication_mode
  kafka_username                       = var.kafka_username
  kafka_password_secret_name           = local.uses_password ? var.kafka_password_secret_name : ""
  kafka_oauth_client_id                = var.kafka_oauth_client_id
  kafka_oauth_client_secret_name       = local.uses_oauth ? var.kafka_oauth_client_secret_name : ""
  kafka_oauth_scope                    = var.kafka_oauth_scope
  kafka_oauth_token_endpoint_url       = var.kafka_oauth_token_endpoint_url
  kafka_oauth_extensions               = var.kafka_oauth_extensions
  kafka_ssl_ca_secret_name             = var.kafka_ssl_ca_secret_name
  kafka_ssl_certificate_secret_name    = var.kafka_ssl_certificate_secret_name
  kafka_ssl_key_secret_name            = var.kafka_ssl_key_secret_name
  kafka_lag_threshold                  = var.kafka_lag_threshold
  archive_url                          = var.archive_url == "" ? module.archive.url : var.archive_url
  mirror_urls                          = var.mirror_urls
  staging_url                          = module.staging.url
  staging_keys_secret_name             = var.staging_keys_secret_name
  catalog_secret_name                  = var.catalog_secret_name
  catalog_password_secret_name         = var.catalog_password_secret_name
  schema_registry_url                  = var.schema_registry_url
  schema_registry_user                 = var.schema_registry_user
  schema_registry_password_secret_name = var.schema_registry_password_secret_name
  maximum_age_seconds                  = var.maximum_age_seconds
  maximum_bytes                        = var.maximum_bytes
  maximum_records                      = var.maximum_records
  safety_window_seconds                = var.safety_window_seconds
  codec                                = var.codec
  codec_level                          = var.codec_level
  offset_reset                         = var.offset_reset
  on_recreated                         = var.on_recreated
  topic_policies                       = var.topic_policies
  accept_staging_loss                  = var.accept_staging_loss
  largest_record_bytes                 = var.largest_record_bytes
  http_streams                         = var.http_streams
  http_waiters                         = var.http_waiters
  http_page_bytes                      = var.http_page_bytes
  history_days                         = var.history_days
  additional_settings                  = var.additional_settings
  vault_settings                       = var.vault_settings
  azure_access_tier                    = var.azure_access_tier
  google_cloud_identity_provider       = var.google_cloud_identity_provider
  google_cloud_identity_resource       = var.google_cloud_identity_resource
  google_cloud_service_account         = var.google_cloud_service_account
  google_cloud_kms_key                 = var.google_cloud_kms_key
  google_cloud_storage_class           = var.google_cloud_storage_class
  s3_endpoint_url                      = var.s3_endpoint_url
  s3_region                            = var.s3_region
  s3_encryption                        = var.s3_encryption

  # The app can't start before it may use its storage, and reaches it.
  depends_on = [module.host_storage, module.package_storage, module.archive, module.staging, module.key_vault, module.task_scheduler, module.private_endpoints]
}

module "alerts" {
  source              = "./modules/alerts"
  resource_group_name = azurerm_resource_group.group.name
  name                = var.name
  location            = var.location
  tags                = var.tags
  workspace_id        = module.monitoring.workspace_id
  email               = var.alert_email
  archive_lag_offsets = var.archive_lag_offsets
  staged_age_seconds  = var.staged_age_seconds
}

module "private_endpoints" {
  source              = "./modules/private-endpoint"
  for_each            = local.storage_endpoints
  resource_group_name = azurerm_resource_group.group.name
  name                = "pe-${var.name}-${each.key}"
  location            = var.location
  tags                = var.tags
  resource_id         = local.endpoint_targets[each.value.target]
  service             = each.value.service
  subnet_id           = one(module.network[*].endpoint_subnet_id)
  dns_zone_id         = one(module.network[*].dns_zone_ids)[each.value.service]
}

module "app_endpoint" {
  source              = "./modules/private-endpoint"
  count               = var.private_network && !var.public_endpoint ? 1 : 0
  resource_group_name = azurerm_resource_group.group.name
  name                = "pe-${var.name}-app"
  location            = var.location
  tags                = var.tags
  resource_id         = module.function_app.id
  service             = "sites"
  subnet_id           = one(module.network[*].endpoint_subnet_id)
  dns_zone_id         = one(module.network[*].dns_zone_ids)["sites"]
}
