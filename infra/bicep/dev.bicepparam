// Development: cheapest, public access, nothing that can't be thrown away again (the vault's name stays taken for 90 days).
using 'main.bicep'

param name = 'kstoredev'
param location = 'westeurope'
param tags = { environment: 'dev' }
param kafkaBrokers = 'broker.example.com:9092'
param kafkaTopic = 'orders'
param kafkaConsumerGroup = 'kafka-store-dev'
param kafkaUsername = 'kafka-store-dev'
param maximumAgeSeconds = 300
param safetyWindowSeconds = 600
param stagedAgeSeconds = 1800
param archiveReplication = 'Standard_LRS'
param workReplication = 'Standard_LRS'
param coolAfterDays = 0
param archiveLagOffsets = 1000000
param maximumInstances = 2
