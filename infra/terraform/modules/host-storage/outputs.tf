output "account_id" {
  value = azurerm_storage_account.account.id
}

output "account_name" {
  value = azurerm_storage_account.account.name
}

output "package_container_url" {
  value = "${azurerm_storage_account.account.primary_blob_endpoint}${azurerm_storage_container.packages.name}"
}
