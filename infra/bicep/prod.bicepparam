// Production: data in several zones, a private network, kept for good. zoneRedundant is for regions that have it.
using 'main.bicep'

param name = 'kstoreprod'
param location = 'westeurope'
param tags = { environment: 'prod' }
param kafkaBrokers = 'broker.example.com:9092'
param kafkaTopic = 'orders'
param kafkaUsername = 'kafka-store-prod'
param archiveReplication = 'Standard_GZRS'
param coolAfterDays = 30
param immutabilityDays = 7
param durableAlwaysReady = 1
param triggerAlwaysReady = 1
param durableTaskScheduler = true
param privateNetwork = true
param logRetentionDays = 90
param alertEmail = 'operations@example.com'
