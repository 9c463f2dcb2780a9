output "account_id" {
  value = azurerm_storage_account.account.id
}

output "account_name" {
  value = azurerm_storage_account.account.name
}
