# Production: data in several zones, a private network, kept for good. zone_redundant is for regions that have it.

name                   = "kstoreprod"
location               = "westeurope"
tags                   = { environment = "prod" }
kafka_brokers          = "broker.example.com:9092"
kafka_topic            = "orders"
kafka_username         = "kafka-store-prod"
archive_replication    = "Standard_GZRS"
cool_after_days        = 30
immutability_days      = 7
durable_always_ready   = 1
trigger_always_ready   = 1
durable_task_scheduler = true
private_network        = true
log_retention_days     = 90
alert_email            = "operations@example.com"
