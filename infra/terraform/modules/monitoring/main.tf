# Logs: Application Insights over a Log Analytics workspace, written with the app's identity.

resource "azurerm_log_analytics_workspace" "workspace" {
  name                         = "log-${var.name}"
  resource_group_name          = var.resource_group_name
  location                     = var.location
  tags                         = var.tags
  sku                          = "PerGB2018"
  retention_in_days            = var.retention_days
  local_authentication_enabled = false
}

resource "azurerm_application_insights" "insights" {
  name                = "appi-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
  application_type    = "web"
  workspace_id        = azurerm_log_analytics_workspace.workspace.id

  # The connection string then only says where to send to.
  local_authentication_disabled = true
}

resource "azurerm_role_assignment" "publisher" {
  scope                = azurerm_application_insights.insights.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
