# A private endpoint and its name.

resource "azurerm_private_endpoint" "endpoint" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
  subnet_id           = var.subnet_id

  private_service_connection {
    name                           = var.service
    private_connection_resource_id = var.resource_id
    subresource_names              = [var.service]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [var.dns_zone_id]
  }
}
