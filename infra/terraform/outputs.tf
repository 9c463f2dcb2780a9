output "resource_group_name" {
  description = "Resource group of everything."
  value       = azurerm_resource_group.group.name
}

output "function_app_name" {
  description = "Name of the function app, for publishing to it."
  value       = module.function_app.name
}

output "function_app_url" {
  description = "Where the app answers HTTP."
  value       = module.function_app.url
}

output "durable_backend" {
  description = "Value of the build property KafkaStoreDurableBackend with which the app has to be published: azureManaged or AzureStorage."
  value       = var.durable_task_scheduler ? "azureManaged" : "AzureStorage"
}

output "identity_client_id" {
  description = "Client ID of the identity that the app runs as."
  value       = module.identity.client_id
}

output "identity_principal_id" {
  description = "Object ID of that identity, for roles on stores, brokers and databases of your own."
  value       = module.identity.principal_id
}

output "package_container_id" {
  description = "Resource ID of the container that the app runs from, for infra/publishing."
  value       = module.package_storage.container_id
}

output "archive_container_url" {
  description = "The archive container made here."
  value       = module.archive.url
}

output "staging_container_url" {
  description = "The staging container."
  value       = module.staging.url
}

output "key_vault_name" {
  description = "Name of the Key Vault that the secrets are put into."
  value       = module.key_vault.name
}

output "workspace_id" {
  description = "Log Analytics workspace to query."
  value       = module.monitoring.workspace_id
}
