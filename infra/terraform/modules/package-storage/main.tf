# What the app runs from, in an account of its own: the app's identity, the platform's too when it loads the package, can only
# read it. ../../../publishing lets it write for as long as a package is published.

resource "azurerm_storage_account" "account" {
  name                             = "st${var.name}pack${var.suffix}"
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

  # A package that was replaced can still be looked at.
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
  name                  = "packages"
  storage_account_id    = azurerm_storage_account.account.id
  container_access_type = "private"
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_storage_container.container.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
