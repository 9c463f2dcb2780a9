output "app_subnet_id" {
  value = azurerm_subnet.app.id
}

output "endpoint_subnet_id" {
  value = azurerm_subnet.endpoints.id
}

output "dns_zone_ids" {
  value = { for service, zone in azurerm_private_dns_zone.zones : service => zone.id }
}
