// For azd: values come from its environment (azd env set NAME VALUE).
using 'main.bicep'

param name = readEnvironmentVariable('KAFKASTORE_NAME', 'kstore')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param tags = { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'kstore') }
param kafkaBrokers = readEnvironmentVariable('KAFKA_BROKERS', 'broker.example.com:9092')
param kafkaTopic = readEnvironmentVariable('KAFKA_TOPIC', 'orders')
param kafkaConsumerGroup = readEnvironmentVariable('KAFKA_CONSUMER_GROUP', 'kafka-store')
param kafkaProtocol = readEnvironmentVariable('KAFKA_PROTOCOL', 'SaslSsl')
param kafkaAuthenticationMode = readEnvironmentVariable('KAFKA_AUTHENTICATION_MODE', 'Plain')
param kafkaUsername = readEnvironmentVariable('KAFKA_USERNAME', '')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
