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
param kafkaOAuthClientId = readEnvironmentVariable('KAFKA_OAUTH_CLIENT_ID', '')
param kafkaOAuthScope = readEnvironmentVariable('KAFKA_OAUTH_SCOPE', '')
param kafkaOAuthTokenEndpointUrl = readEnvironmentVariable('KAFKA_OAUTH_TOKEN_ENDPOINT_URL', '')
param kafkaOAuthExtensions = readEnvironmentVariable('KAFKA_OAUTH_EXTENSIONS', '')
param kafkaSslCaSecretName = readEnvironmentVariable('KAFKA_SSL_CA_SECRET_NAME', '')
param kafkaSslCertificateSecretName = readEnvironmentVariable('KAFKA_SSL_CERTIFICATE_SECRET_NAME', '')
param kafkaSslKeySecretName = readEnvironmentVariable('KAFKA_SSL_KEY_SECRET_NAME', '')
param archiveUrl = readEnvironmentVariable('ARCHIVE_URL', '')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param durableTaskScheduler = toLower(readEnvironmentVariable('KafkaStoreDurableBackend', '')) == 'azuremanaged' // the build property's name
