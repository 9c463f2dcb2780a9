output "id" {
  value = azurerm_key_vault.vault.id
}

output "name" {
  value = azurerm_key_vault.vault.name
}
