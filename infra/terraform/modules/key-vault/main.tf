# Key Vault: values are put in by hand, never by a template.

resource "azurerm_key_vault" "vault" {
  name                          = "kv-${var.name}-${var.suffix}"
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  tenant_id                     = var.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = var.public_access

  network_acls {
    default_action = var.public_access ? "Allow" : "Deny"
    bypass         = "None"
  }
}

resource "azurerm_role_assignment" "secret_reader" {
  scope                = azurerm_key_vault.vault.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
