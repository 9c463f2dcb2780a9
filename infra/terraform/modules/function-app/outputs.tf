output "id" {
  value = azapi_resource.app.id
}

output "name" {
  value = azapi_resource.app.name
}

output "url" {
  value = "https://${azapi_resource.app.output.properties.defaultHostName}"
}
