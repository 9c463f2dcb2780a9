// The function app on a Flex Consumption plan, with all its settings.
param name string
param suffix string
param location string
param tags object
param identityId string
param identityClientId string
param hostAccountName string
param packageContainerUrl string
param insightsConnectionString string
param vaultName string
param schedulerEndpoint string
param taskHub string
param subnetId string
param publicEndpoint bool
param zoneRedundant bool
param durableAlwaysReady int
param triggerAlwaysReady int
param maximumInstances int
param instanceMemoryMb int
param kafkaBrokers string
param kafkaTopic string
param kafkaConsumerGroup string
param kafkaProtocol string
param kafkaAuthenticationMode string
param kafkaUsername string
param kafkaPasswordSecretName string
param kafkaOAuthClientId string
param kafkaOAuthClientSecretName string
param kafkaOAuthScope string
param kafkaOAuthTokenEndpointUrl string
param kafkaOAuthExtensions string
param kafkaSslCaSecretName string
param kafkaSslCertificateSecretName string
param kafkaSslKeySecretName string
param kafkaLagThreshold int
param archiveUrl string
param mirrorUrls string
param stagingUrl string
param stagingKeysSecretName string
param catalogSecretName string
param catalogPasswordSecretName string
param schemaRegistryUrl string
param schemaRegistryUser string
param schemaRegistryPasswordSecretName string
param maximumAgeSeconds int
param maximumBytes int
param maximumRecords int
param safetyWindowSeconds int
param codec string
param codecLevel int
param offsetReset string
param onRecreated string
param topicPolicies string
param acceptStagingLoss bool
param largestRecordBytes int
param httpStreams int
param httpWaiters int
param httpPageBytes int
param historyDays int
param additionalSettings object
param vaultSettings object
param azureAccessTier string
param googleCloudIdentityProvider string
param googleCloudIdentityResource string
param googleCloudServiceAccount string
param googleCloudKmsKey string
param googleCloudStorageClass string
param s3EndpointUrl string
param s3Region string
param s3Encryption string

// A secret's name becomes a reference that the platform resolves with the app's identity.
func secretReference(vault string, secret string) string =>
  empty(secret) ? '' : '@Microsoft.KeyVault(VaultName=${vault};SecretName=${secret})'

// As gcloud iam workload-identity-pools create-cred-config --azure writes it. It says where tokens are exchanged and holds
// no secret; on Functions the app asks the platform for the identity's token instead of that address.
var googleCloudCredentials = empty(googleCloudIdentityProvider)
  ? ''
  : string(union(
      {
        type: 'external_account'
        audience: '//iam.googleapis.com/${googleCloudIdentityProvider}'
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt'
        token_url: 'https://sts.googleapis.com/v1/token'
        credential_source: {
          url: 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${uriComponent(googleCloudIdentityResource)}'
          headers: { Metadata: 'True' }
          format: { type: 'json', subject_token_field_name: 'access_token' }
        }
      },
      empty(googleCloudServiceAccount)
        ? {}
        : {
            service_account_impersonation_url: 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${googleCloudServiceAccount}:generateAccessToken'
          }
    ))

var settings = {
  AzureWebJobsStorage__accountName: hostAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  KafkaBrokers: kafkaBrokers
  KafkaTopic: kafkaTopic
  KafkaConsumerGroup: kafkaConsumerGroup
  KafkaProtocol: kafkaProtocol
  KafkaAuthenticationMode: kafkaAuthenticationMode
  KafkaUsername: kafkaUsername
  KafkaPassword: secretReference(vaultName, kafkaPasswordSecretName)
  KafkaSslCaPem: secretReference(vaultName, kafkaSslCaSecretName)
  KafkaSslCertificatePem: secretReference(vaultName, kafkaSslCertificateSecretName)
  KafkaSslKeyPem: secretReference(vaultName, kafkaSslKeySecretName)
  KafkaOAuthClientId: kafkaOAuthClientId
  KafkaOAuthClientSecret: secretReference(vaultName, kafkaOAuthClientSecretName)
  KafkaOAuthScope: kafkaOAuthScope
  KafkaOAuthTokenEndpointUrl: kafkaOAuthTokenEndpointUrl
  KafkaOAuthExtensions: kafkaOAuthExtensions
  KafkaLagThreshold: kafkaLagThreshold == 0 ? '' : string(kafkaLagThreshold)
  KafkaStore__ArchiveUrl: archiveUrl
  KafkaStore__MirrorUrls: mirrorUrls
  KafkaStore__StagingUrl: stagingUrl
  KafkaStore__StagingKeys: secretReference(vaultName, stagingKeysSecretName)
  KafkaStore__CatalogUrl: secretReference(vaultName, catalogSecretName)
  KAFKA_STORE_MYSQL_PASSWORD: secretReference(vaultName, catalogPasswordSecretName)
  KafkaStore__SchemaRegistryUrl: schemaRegistryUrl
  KAFKA_STORE_SCHEMA_REGISTRY_USER: schemaRegistryUser
  KAFKA_STORE_SCHEMA_REGISTRY_PASSWORD: secretReference(vaultName, schemaRegistryPasswordSecretName)
  KafkaStore__MaximumAgeSeconds: string(maximumAgeSeconds)
  KafkaStore__MaximumBytes: string(maximumBytes)
  KafkaStore__MaximumRecords: maximumRecords == 0 ? '' : string(maximumRecords)
  KafkaStore__SafetyWindowSeconds: string(safetyWindowSeconds)
  KafkaStore__Codec: codec
  KafkaStore__CodecLevel: codecLevel == -1 ? '' : string(codecLevel)
  KafkaStore__OffsetReset: offsetReset
  KafkaStore__OnRecreated: onRecreated
  KafkaStore__TopicPolicies: topicPolicies
  KafkaStore__AcceptStagingLoss: toLower(string(acceptStagingLoss))
  KafkaStore__LargestRecordBytes: string(largestRecordBytes)
  KafkaStore__HttpStreams: string(httpStreams)
  KafkaStore__HttpWaiters: string(httpWaiters)
  KafkaStore__HttpPageBytes: string(httpPageBytes)
  KafkaStore__HistoryDays: string(historyDays)
  KafkaStore__ManagedIdentityClientId: identityClientId
  KafkaStore__AzureAccessTier: azureAccessTier
  KafkaStore__GoogleCloudCredentials: googleCloudCredentials
  KafkaStore__GoogleCloudKmsKey: googleCloudKmsKey
  KafkaStore__GoogleCloudStorageClass: googleCloudStorageClass
  KafkaStore__S3EndpointUrl: s3EndpointUrl
  KafkaStore__S3Region: s3Region
  KafkaStore__S3Encryption: s3Encryption
}

var schedulerSettings = empty(schedulerEndpoint)
  ? {}
  : {
      AzureFunctionsJobHost__extensions__durableTask__hubName: taskHub
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
    }

var referenceSettings = mapValues(vaultSettings, secret => secretReference(vaultName, secret))

// Each topic has a function of its own: AppendBatch, AppendBatch2, …
var topics = filter(split(kafkaTopic, ','), topic => !empty(trim(topic)))
var triggers = map(range(0, length(topics)), i => i == 0 ? 'AppendBatch' : 'AppendBatch${i + 1}')

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${name}-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'archiver' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: publicEndpoint ? 'Enabled' : 'Disabled'
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: map(
        items(union(settings, schedulerSettings, additionalSettings, referenceSettings)),
        setting => { name: setting.key, value: setting.value }
      )
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMb
        alwaysReady: concat(
          durableAlwaysReady == 0 ? [] : [{ name: 'durable', instanceCount: durableAlwaysReady }],
          triggerAlwaysReady == 0 ? [] : map(triggers, trigger => { name: 'function:${trigger}', instanceCount: triggerAlwaysReady })
        )
      }
    }
  }

  // Passwords of its own would be another way to publish to it.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output id string = app.id
output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
