// One archiver: a function app with all that it needs. The same modules, inputs and outputs as ../terraform.
targetScope = 'subscription'

@description('Short name of this archiver, part of every resource name: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string

@description('Azure region.')
param location string

@description('Makes names unique that all of Azure shares: lower-case letters and digits. Default: derived from subscription and name.')
@minLength(1)
@maxLength(6)
param suffix string = take(uniqueString(subscription().id, name), 6)

@description('Tags of every resource.')
param tags object = {}

@description('Kafka bootstrap servers, HOST:PORT, comma-separated.')
param kafkaBrokers string

@description('The topic to archive; several with commas between, at most ten, which is what a lifecycle rule takes.')
param kafkaTopic string

@description('Consumer group.')
param kafkaConsumerGroup string = 'kafka-store'

@description('Protocol to the brokers, as the Kafka trigger names it.')
@allowed(['Plaintext', 'Ssl', 'SaslPlaintext', 'SaslSsl'])
param kafkaProtocol string = 'SaslSsl'

@description('SASL mechanism, as the Kafka trigger names it.')
@allowed(['NotSet', 'Gssapi', 'Plain', 'ScramSha256', 'ScramSha512', 'OAuthBearer'])
param kafkaAuthenticationMode string = 'Plain'

@description('SASL user or API key; it is not the secret.')
param kafkaUsername string = ''

@description('Name of the Key Vault secret that holds the SASL password; empty when there is none.')
param kafkaPasswordSecretName string = 'kafka-password'

@description('Where to archive to instead of the container made here: https://ACCOUNT.blob…/CONTAINER/PREFIX, gs://… or s3://….')
param archiveUrl string = ''

@description('More stores that receive copies, comma-separated URLs.')
param mirrorUrls string = ''

@description('Name of the Key Vault secret that holds the catalog URL; empty for no catalog.')
param catalogSecretName string = ''

@description('Schema registry; empty for none.')
param schemaRegistryUrl string = ''

@description('Age at which a segment is complete, in seconds.')
@minValue(1)
param maximumAgeSeconds int = 3600

@description('Size at which a segment is complete, in bytes before compression. At most 256 MiB, so that an object goes in one Put Blob, which is all that the archive role allows.')
@minValue(1)
@maxValue(268435456)
param maximumBytes int = 268435456

@description('Number of records at which a segment is complete; 0 for no limit.')
@minValue(0)
param maximumRecords int = 0

@description('How long past its maximum age an idle segment stays open, in seconds.')
@minValue(1)
param safetyWindowSeconds int = 28800

@description('Codec of the containers.')
param codec string = 'deflate'

@description('Level of the codec.')
@minValue(0)
@maxValue(22)
param codecLevel int = 6

@description('Where a new topic starts.')
@allowed(['earliest', 'latest', 'error'])
param offsetReset string = 'earliest'

@description('Go on after staged data was lost; see the guarantees before setting it.')
param acceptStagingLoss bool = false

@description('Settings beyond those above, name to value; nothing secret.')
param additionalSettings object = {}

@description('Settings whose values are in the Key Vault, setting name to secret name: TLS material, for example.')
param vaultSettings object = {}

@description('Tier of new archive objects; empty for the account\'s. The archive tier is not among them, since sealing has to read.')
@allowed(['', 'Hot', 'Cool', 'Cold'])
param azureAccessTier string = ''

@description('Credentials file in the package for gs:// stores, an external account of workload identity federation for example; empty for none.')
param googleCloudCredentialsFile string = ''

@description('Key of gs:// objects, projects/P/locations/L/keyRings/R/cryptoKeys/K; empty for the default of the bucket.')
param googleCloudKmsKey string = ''

@description('Storage class of gs:// objects; empty for the default of the bucket.')
@allowed(['', 'STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE'])
param googleCloudStorageClass string = ''

@description('S3-compatible server; empty for AWS.')
param s3EndpointUrl string = ''

@description('Region of s3:// stores; empty for the default of the environment.')
param s3Region string = ''

@description('none, sse-s3, sse-kms or sse-kms:KEY; empty for the default of the bucket.')
param s3Encryption string = ''

@description('Replication of the archive account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param archiveReplication string = 'Standard_ZRS'

@description('Replication of the staging account and of the account of the functions host.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param workReplication string = 'Standard_ZRS'

@description('Days after which archive objects move to the cool tier; 0 for never.')
@minValue(0)
param coolAfterDays int = 30

@description('Days after which archive objects move to the archive tier, where they can only be read after rehydration; 0 for never. Needs an archiveReplication without zones.')
@minValue(0)
param archiveTierAfterDays int = 0

@description('Days for which nothing in the archive container can be changed or deleted by anybody; 0 for no policy. It is made unlocked.')
@minValue(0)
@maxValue(146000)
param immutabilityDays int = 0

@description('Instances that are always ready for the Durable functions, which seal.')
@minValue(0)
param durableAlwaysReady int = 1

@description('Instances that are always ready for the Kafka trigger.')
@minValue(0)
param triggerAlwaysReady int = 0

@description('Most instances.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int = 2048

@description('Durable Task Scheduler as the Durable backend instead of Azure Storage.')
param durableTaskScheduler bool = false

@description('Virtual network integration, and private endpoints instead of public access to storage and Key Vault.')
param privateNetwork bool = false

@description('Address space of the virtual network, a /23 or larger.')
param addressSpace string = '10.60.0.0/23'

@description('Whether the app answers HTTP from the internet; without, through a private endpoint (needs privateNetwork).')
param publicEndpoint bool = true

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Who gets alerts; empty for nobody, the alerts then only show.')
param alertEmail string = ''

@description('Alert when more offsets than this wait to be archived, all partitions together.')
@minValue(1)
param archiveLagOffsets int = 10000000

@description('Alert when staged data is older than this, in seconds. Above maximumAgeSeconds + safetyWindowSeconds.')
@minValue(1)
param stagedAgeSeconds int = 36000

// What can't be deployed is refused before anything is.
var checkedArchiveTierAfterDays = archiveTierAfterDays > 0 && contains(archiveReplication, 'ZRS')
  ? fail('archiveTierAfterDays needs an archiveReplication without zones: the archive tier is offered with LRS, GRS and RAGRS only.')
  : archiveTierAfterDays
var checkedPublicEndpoint = !publicEndpoint && !privateNetwork
  ? fail('publicEndpoint can only be false with privateNetwork.')
  : publicEndpoint
var checkedStagedAgeSeconds = stagedAgeSeconds <= maximumAgeSeconds + safetyWindowSeconds
  ? fail('stagedAgeSeconds must be above maximumAgeSeconds + safetyWindowSeconds: an idle segment stays staged for that long.')
  : stagedAgeSeconds

var privateDnsZones = union(
  {
    blob: 'privatelink.blob.${environment().suffixes.storage}'
    queue: 'privatelink.queue.${environment().suffixes.storage}'
    table: 'privatelink.table.${environment().suffixes.storage}'
    vault: 'privatelink.vaultcore.azure.net'
  },
  publicEndpoint ? {} : { sites: 'privatelink.azurewebsites.net' }
)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${name}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: name, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    retentionDays: logRetentionDays
    principalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { name: name, location: location, tags: tags, addressSpace: addressSpace, dnsZones: privateDnsZones }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    replication: workReplication
    publicAccess: !privateNetwork
    principalId: identity.outputs.principalId
  }
}

module archive 'modules/archive.bicep' = {
  scope: group
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    replication: archiveReplication
    publicAccess: !privateNetwork
    principalId: identity.outputs.principalId
    topics: kafkaTopic
    coolAfterDays: coolAfterDays
    archiveTierAfterDays: checkedArchiveTierAfterDays
    immutabilityDays: immutabilityDays
  }
}

module staging 'modules/staging.bicep' = {
  scope: group
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    replication: workReplication
    publicAccess: !privateNetwork
    principalId: identity.outputs.principalId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    publicAccess: !privateNetwork
    principalId: identity.outputs.principalId
  }
}

module taskScheduler 'modules/task-scheduler.bicep' = if (durableTaskScheduler) {
  scope: group
  params: { name: name, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  dependsOn: [privateEndpoints]
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostAccountName: hostStorage.outputs.accountName
    packageContainerUrl: hostStorage.outputs.packageContainerUrl
    insightsConnectionString: monitoring.outputs.connectionString
    vaultName: keyVault.outputs.name
    schedulerEndpoint: taskScheduler.?outputs.endpoint ?? ''
    taskHub: taskScheduler.?outputs.taskHub ?? ''
    subnetId: network.?outputs.appSubnetId ?? ''
    publicEndpoint: checkedPublicEndpoint
    durableAlwaysReady: durableAlwaysReady
    triggerAlwaysReady: triggerAlwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMb: instanceMemoryMb
    kafkaBrokers: kafkaBrokers
    kafkaTopic: kafkaTopic
    kafkaConsumerGroup: kafkaConsumerGroup
    kafkaProtocol: kafkaProtocol
    kafkaAuthenticationMode: kafkaAuthenticationMode
    kafkaUsername: kafkaUsername
    kafkaPasswordSecretName: kafkaPasswordSecretName
    archiveUrl: empty(archiveUrl) ? archive.outputs.url : archiveUrl
    mirrorUrls: mirrorUrls
    stagingUrl: staging.outputs.url
    catalogSecretName: catalogSecretName
    schemaRegistryUrl: schemaRegistryUrl
    maximumAgeSeconds: maximumAgeSeconds
    maximumBytes: maximumBytes
    maximumRecords: maximumRecords
    safetyWindowSeconds: safetyWindowSeconds
    codec: codec
    codecLevel: codecLevel
    offsetReset: offsetReset
    acceptStagingLoss: acceptStagingLoss
    additionalSettings: additionalSettings
    vaultSettings: vaultSettings
    azureAccessTier: azureAccessTier
    googleCloudCredentialsFile: googleCloudCredentialsFile
    googleCloudKmsKey: googleCloudKmsKey
    googleCloudStorageClass: googleCloudStorageClass
    s3EndpointUrl: s3EndpointUrl
    s3Region: s3Region
    s3Encryption: s3Encryption
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    archiveLagOffsets: archiveLagOffsets
    stagedAgeSeconds: checkedStagedAgeSeconds
  }
}

// The app can't start before it reaches its storage.
var storageEndpoints = privateNetwork
  ? [
      { key: 'host-blob', target: 'host', service: 'blob' }
      { key: 'host-queue', target: 'host', service: 'queue' }
      { key: 'host-table', target: 'host', service: 'table' }
      { key: 'archive-blob', target: 'archive', service: 'blob' }
      { key: 'staging-blob', target: 'staging', service: 'blob' }
      { key: 'vault', target: 'vault', service: 'vault' }
    ]
  : []

var endpointTargets = {
  host: hostStorage.outputs.accountId
  archive: archive.outputs.accountId
  staging: staging.outputs.accountId
  vault: keyVault.outputs.id
}

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for endpoint in storageEndpoints: {
    scope: group
    params: {
      name: 'pe-${name}-${endpoint.key}'
      location: location
      tags: tags
      resourceId: endpointTargets[endpoint.target]
      service: endpoint.service
      subnetId: network.?outputs.endpointSubnetId ?? ''
      dnsZoneId: network.?outputs.dnsZoneIds[endpoint.service] ?? ''
    }
  }
]

module appEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork && !publicEndpoint) {
  scope: group
  params: {
    name: 'pe-${name}-app'
    location: location
    tags: tags
    resourceId: functionApp.outputs.id
    service: 'sites'
    subnetId: network.?outputs.endpointSubnetId ?? ''
    dnsZoneId: network.?outputs.dnsZoneIds.?sites ?? ''
  }
}

@description('Resource group of everything.')
output resourceGroupName string = group.name

@description('Name of the function app, for publishing to it.')
output functionAppName string = functionApp.outputs.name

@description('Where the app answers HTTP.')
output functionAppUrl string = functionApp.outputs.url

@description('Client ID of the identity that the app runs as.')
output identityClientId string = identity.outputs.clientId

@description('Object ID of that identity, for roles on stores, brokers and databases of your own.')
output identityPrincipalId string = identity.outputs.principalId

@description('The archive container made here.')
output archiveContainerUrl string = archive.outputs.url

@description('The staging container.')
output stagingContainerUrl string = staging.outputs.url

@description('Name of the Key Vault that the secrets are put into.')
output keyVaultName string = keyVault.outputs.name

@description('Log Analytics workspace to query.')
output workspaceId string = monitoring.outputs.workspaceId
