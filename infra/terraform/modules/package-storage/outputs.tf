output "account_id" {
  value = azurerm_storage_account.account.id
}

output "container_id" {
  value = azurerm_storage_container.container.id
}

output "url" {
  value = "${azurerm_storage_account.account.primary_blob_endpoint}${azurerm_storage_container.container.name}"
}
