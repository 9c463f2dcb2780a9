# Storage of the functions host and the Durable backend.

resource "azurerm_storage_account" "account" {
  name                             = "st${var.name}host${var.suffix}"
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
}

resource "azurerm_role_assignment" "blob_owner" {
  scope                = azurerm_storage_account.account.id
  role_definition_name = "Storage Blob Data Owner"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "queue_contributor" {
  scope                = azurerm_storage_account.account.id
  role_definition_name = "Storage Queue Data Contributor"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "table_contributor" {
  scope                = azurerm_storage_account.account.id
  role_definition_name = "Storage Table Data Contributor"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
