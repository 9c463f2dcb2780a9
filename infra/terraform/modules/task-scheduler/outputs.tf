output "endpoint" {
  value = azapi_resource.scheduler.output.properties.endpoint
}

output "task_hub" {
  value = azapi_resource.hub.name
}
