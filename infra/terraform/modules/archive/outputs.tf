output "account_id" {
  value = azurerm_storage_account.account.id
}

output "url" {
  value = "${azurerm_storage_account.account.primary_blob_endpoint}${azurerm_storage_container.container.name}"
}
