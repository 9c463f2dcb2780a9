# The archive: versioned, nothing deleted by age, and an identity that can add and read and nothing else.

resource "azurerm_storage_account" "account" {
  name                             = "st${var.name}arch${var.suffix}"
  resource_group_name              = var.resource_group_name
  location                         = var.location
  tags                             = var.tags
  account_kind                     = "StorageV2"
  account_tier                     = split("_", var.replication)[0]
  account_replication_type         = split("_", var.replication)[1]
  access_tier                      = "Hot"
  shared_access_key_enabled        = false
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  default_to_oauth_authentication  = true
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  public_network_access_enabled    = var.public_access

  network_rules {
    default_action = var.public_access ? "Allow" : "Deny"
    bypass         = ["None"]
  }

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_container" "container" {
  name                  = "archive"
  storage_account_id    = azurerm_storage_account.account.id
  container_access_type = "private"
}

resource "azurerm_storage_container_immutability_policy" "immutability" {
  count                                 = var.immutability_days > 0 ? 1 : 0
  storage_container_resource_manager_id = azurerm_storage_container.container.id
  immutability_period_in_days           = var.immutability_days
  protected_append_writes_enabled       = false
}

resource "azurerm_storage_management_policy" "lifecycle" {
  count              = var.cool_after_days > 0 || var.archive_tier_after_days > 0 ? 1 : 0
  storage_account_id = azurerm_storage_account.account.id

  rule {
    name    = "cheaper-tiers"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
      # Only objects of the topics move to cheaper tiers, never the markers beside them.
      prefix_match = [for topic in split(",", var.topics) : "${azurerm_storage_container.container.name}/${trimspace(topic)}/"]
    }

    actions {
      base_blob {
        tier_to_cool_after_days_since_creation_greater_than    = var.cool_after_days > 0 ? var.cool_after_days : null
        tier_to_archive_after_days_since_creation_greater_than = var.archive_tier_after_days > 0 ? var.archive_tier_after_days : null
      }
    }
  }
}

# Put Blob needs add/action to create and write to replace; Put Block and Put Block List need write, which would also
# replace. So this role takes an object in one Put Blob and refuses to touch one that exists.
resource "azurerm_role_definition" "creator" {
  name              = "Archive creator of ${var.resource_group_name} (${var.suffix})"
  description       = "Creates and reads archive objects; overwrites and deletes none."
  scope             = var.resource_group_id
  assignable_scopes = [var.resource_group_id]

  permissions {
    actions     = ["Microsoft.Storage/storageAccounts/blobServices/containers/read"]
    not_actions = []
    data_actions = [
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    ]
    not_data_actions = []
  }
}

resource "azurerm_role_assignment" "archive_creator" {
  scope              = azurerm_storage_container.container.id
  role_definition_id = azurerm_role_definition.creator.role_definition_resource_id
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}
