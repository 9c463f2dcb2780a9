output "workspace_id" {
  value = azurerm_log_analytics_workspace.workspace.id
}

output "connection_string" {
  value     = azurerm_application_insights.insights.connection_string
  sensitive = true
}
