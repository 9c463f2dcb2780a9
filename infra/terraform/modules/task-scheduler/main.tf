# Durable Task Scheduler with one task hub.

terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

resource "azapi_resource" "scheduler" {
  type      = "Microsoft.DurableTask/schedulers@2025-11-01"
  name      = "dts-${var.name}"
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    properties = {
      # Callers need the role below from wherever they call; an empty list would refuse everybody.
      ipAllowlist = ["0.0.0.0/0"]
      sku         = { name = "Consumption" }
    }
  }

  response_export_values = ["properties.endpoint"]
}

resource "azapi_resource" "hub" {
  type      = "Microsoft.DurableTask/schedulers/taskHubs@2025-11-01"
  name      = "KafkaStore"
  parent_id = azapi_resource.scheduler.id
  body      = { properties = {} }
}

resource "azurerm_role_assignment" "contributor" {
  scope                = azapi_resource.hub.id
  role_definition_name = "Durable Task Data Contributor"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
