# The identity that the app runs as.

resource "azurerm_user_assigned_identity" "identity" {
  name                = "id-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}
