# Development: cheapest, public access, nothing that can't be thrown away again (the vault's name stays taken for 90 days).

name                  = "kstoredev"
location              = "westeurope"
tags                  = { environment = "dev" }
kafka_brokers         = "broker.example.com:9092"
kafka_topic           = "orders"
kafka_consumer_group  = "kafka-store-dev"
kafka_username        = "kafka-store-dev"
maximum_age_seconds   = 300
safety_window_seconds = 600
staged_age_seconds    = 1800
archive_replication   = "Standard_LRS"
work_replication      = "Standard_LRS"
cool_after_days       = 0
archive_lag_offsets   = 1000000
maximum_instances     = 2
