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

@description('The topic to archive; several with commas between, at most ten while objects change tiers, which is what a lifecycle rule takes.')
param kafkaTopic string

@description('Consumer group.')
param kafkaConsumerGroup string = 'kafka-store'

@description('Protocol to the brokers, as the Kafka trigger names it.')
@allowed(['Plaintext', 'Ssl', 'SaslPlaintext', 'SaslSsl'])
param kafkaProtocol string = 'SaslSsl'

@description('SASL mechanism, as the Kafka trigger names it.')
@allowed(['NotSet', 'Gssapi', 'Plain', 'ScramSha256', 'ScramSha512', 'OAuthBearer'])
param kafkaAuthenticationMode string = 'Plain'

@description('SASL user or API key; it is not the secret. Needed for Plain and SCRAM.')
param kafkaUsername string = ''

@description('Name of the Key Vault secret that holds the SASL password for Plain and SCRAM; other mechanisms don\'t use it.')
param kafkaPasswordSecretName string = 'kafka-password'

@description('Client id for OAuthBearer, which is OIDC with client credentials.')
param kafkaOAuthClientId string = ''

@description('Name of the Key Vault secret that holds the client secret for OAuthBearer; other mechanisms don\'t use it.')
param kafkaOAuthClientSecretName string = 'kafka-oauth-client-secret'

@description('Scope for OAuthBearer; empty for none.')
param kafkaOAuthScope string = ''

@description('Where OAuthBearer gets tokens.')
param kafkaOAuthTokenEndpointUrl string = ''

@description('Extensions for OAuthBearer, k=v with commas between: logicalCluster=…,identityPoolId=… for Confluent Cloud; empty for none.')
param kafkaOAuthExtensions string = ''

@description('Name of the Key Vault secret that holds the authority of the brokers\' certificates, one PEM certificate; empty for the system\'s.')
param kafkaSslCaSecretName string = ''

@description('Name of the Key Vault secret that holds the app\'s own certificate for mutual TLS, PEM; goes with the key, empty for none.')
param kafkaSslCertificateSecretName string = ''

@description('Name of the Key Vault secret that holds its key, PEM in PKCS#8 without a password, which the vault replaces; empty for none.')
param kafkaSslKeySecretName string = ''

@description('Records of lag an instance at which the platform adds instances of a trigger; 0 for the extension\'s 1,000.')
@minValue(0)
param kafkaLagThreshold int = 0

@description('Where to archive to instead of the container made here: https://ACCOUNT.blob…/CONTAINER/PREFIX, gs://… or s3://….')
param archiveUrl string = ''

@description('More stores that receive copies, comma-separated URLs.')
param mirrorUrls string = ''

@description('Name of the Key Vault secret that holds the keys that sign staged chunks, base64 of 32 bytes or more, the signing one first, commas between; empty for none, and then who can write to staging can change what is archived.')
param stagingKeysSecretName string = 'staging-keys'

@description('Name of the Key Vault secret that holds the catalog URL; empty for no catalog.')
param catalogSecretName string = ''

@description('Name of the Key Vault secret that holds the catalog\'s password where its URL has none; empty otherwise.')
param catalogPasswordSecretName string = ''

@description('URL of the schema registry, without user and password; empty for none.')
param schemaRegistryUrl string = ''

@description('User at the schema registry; empty for none.')
param schemaRegistryUser string = ''

@description('Name of the Key Vault secret that holds the password at the schema registry; empty for none.')
param schemaRegistryPasswordSecretName string = ''

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
@allowed(['deflate', 'zstandard', 'null'])
param codec string = 'deflate'

@description('Level of the codec: 0 to 9 for deflate, 1 to 19 for zstandard; -1 for the codec\'s own default.')
@minValue(-1)
@maxValue(19)
param codecLevel int = -1

@description('Where a new topic starts.')
@allowed(['earliest', 'latest', 'error'])
param offsetReset string = 'earliest'

@description('What becomes of a topic that is deleted and created again.')
@allowed(['new-generation', 'fault'])
param onRecreated string = 'new-generation'

@description('What topics have of their own, as JSON by topic: {"payments": {"file-age": "10m", "codec": "zstandard"}}. Empty for nothing.')
param topicPolicies string = ''

@description('Go on after staged data was lost; see the guarantees before setting it.')
param acceptStagingLoss bool = false

@description('What the largest record has at most, key, value and headers, in bytes; times maxBatchSize of host.json at most 64 MiB.')
@minValue(1)
@maxValue(67108864)
param largestRecordBytes int = 32768

@description('Requests for records that an instance answers at a time, half of them of one key; more get 503. As many lists beside those.')
@minValue(1)
@maxValue(10000)
param httpStreams int = 16

@description('Requests that wait for records at a time, beside those, half of them of one key.')
@minValue(0)
@maxValue(100000)
param httpWaiters int = 128

@description('Size of a page before compression, in bytes, about; a longer range comes in pages.')
@minValue(1)
param httpPageBytes int = 67108864

@description('Days that the history of an ended orchestration is kept; 0 keeps it for ever.')
@minValue(0)
@maxValue(3650)
param historyDays int = 7

@description('Settings beyond those above, name to value; nothing secret.')
param additionalSettings object = {}

@description('Settings whose values are in the Key Vault, setting name to secret name: keys of an S3-compatible server, for example.')
param vaultSettings object = {}

@description('Tier of new archive objects; empty for the account\'s. The archive tier is not among them, since sealing has to read.')
@allowed(['', 'Hot', 'Cool', 'Cold'])
param azureAccessTier string = ''

@description('Workload identity provider that exchanges this app\'s identity for Google\'s, projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER; empty when no store is gs://.')
param googleCloudIdentityProvider string = ''

@description('Application id URI, api://…, that Azure issues the token for: the audience that the provider allows.')
param googleCloudIdentityResource string = ''

@description('E-mail of the service account to act as; empty to be the federated identity itself.')
param googleCloudServiceAccount string = ''

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

@description('Replication of the accounts of staging, of the functions host and of the app\'s package.')
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

@description('Instances that are always ready for the trigger of each topic.')
@minValue(0)
param triggerAlwaysReady int = 0

@description('Most on-demand instances of each group that scales by itself: the Durable functions, each topic\'s trigger, HTTP.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances of the app in several zones: at least two always ready for each group that scales by itself, whatever is said above. Not every region has it.')
param zoneRedundant bool = false

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

var usesSasl = startsWith(kafkaProtocol, 'Sasl')
var checkedKafkaAuthenticationMode = usesSasl && kafkaAuthenticationMode == 'NotSet'
  ? fail('kafkaAuthenticationMode is needed with kafkaProtocol SaslPlaintext and SaslSsl.')
  : kafkaAuthenticationMode

// Settings of another mechanism stay empty: a reference to a secret that nobody made would stop the app.
var usesPassword = usesSasl && contains(['Plain', 'ScramSha256', 'ScramSha512'], kafkaAuthenticationMode)
var checkedKafkaPasswordSecretName = usesPassword && (empty(kafkaUsername) || empty(kafkaPasswordSecretName))
  ? fail('Plain and SCRAM need kafkaUsername and kafkaPasswordSecretName.')
  : usesPassword ? kafkaPasswordSecretName : ''
var usesOAuth = usesSasl && kafkaAuthenticationMode == 'OAuthBearer'
var checkedKafkaOAuthClientSecretName = usesOAuth && (empty(kafkaOAuthClientId) || empty(kafkaOAuthClientSecretName) || empty(kafkaOAuthTokenEndpointUrl))
  ? fail('OAuthBearer needs kafkaOAuthClientId, kafkaOAuthClientSecretName and kafkaOAuthTokenEndpointUrl.')
  : usesOAuth ? kafkaOAuthClientSecretName : ''
var checkedKafkaSslKeySecretName = empty(kafkaSslCertificateSecretName) != empty(kafkaSslKeySecretName)
  ? fail('kafkaSslCertificateSecretName and kafkaSslKeySecretName go together.')
  : kafkaSslKeySecretName
var checkedGoogleCloudIdentityProvider = empty(googleCloudIdentityProvider) != empty(googleCloudIdentityResource)
  ? fail('googleCloudIdentityProvider and googleCloudIdentityResource go together.')
  : !empty(googleCloudIdentityProvider) && !(startsWith(googleCloudIdentityProvider, 'projects/') && contains(googleCloudIdentityProvider, '/locations/global/workloadIdentityPools/') && contains(googleCloudIdentityProvider, '/providers/'))
      ? fail('googleCloudIdentityProvider must be projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, with the number of the project.')
      : googleCloudIdentityProvider
var checkedKafkaTopic = length(split(kafkaTopic, ',')) > 10 && (coolAfterDays > 0 || archiveTierAfterDays > 0)
  ? fail('kafkaTopic has more than ten topics, which is what a lifecycle rule takes: set coolAfterDays and archiveTierAfterDays to 0.')
  : kafkaTopic

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

module packageStorage 'modules/package-storage.bicep' = {
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
    topics: checkedKafkaTopic
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
    packageContainerUrl: packageStorage.outputs.url
    insightsConnectionString: monitoring.outputs.connectionString
    vaultName: keyVault.outputs.name
    schedulerEndpoint: taskScheduler.?outputs.endpoint ?? ''
    taskHub: taskScheduler.?outputs.taskHub ?? ''
    subnetId: network.?outputs.appSubnetId ?? ''
    publicEndpoint: checkedPublicEndpoint
    zoneRedundant: zoneRedundant
    durableAlwaysReady: durableAlwaysReady
    triggerAlwaysReady: triggerAlwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMb: instanceMemoryMb
    kafkaBrokers: kafkaBrokers
    kafkaTopic: kafkaTopic
    kafkaConsumerGroup: kafkaConsumerGroup
    kafkaProtocol: kafkaProtocol
    kafkaAuthenticationMode: checkedKafkaAuthenticationMode
    kafkaUsername: kafkaUsername
    kafkaPasswordSecretName: checkedKafkaPasswordSecretName
    kafkaOAuthClientId: kafkaOAuthClientId
    kafkaOAuthClientSecretName: checkedKafkaOAuthClientSecretName
    kafkaOAuthScope: kafkaOAuthScope
    kafkaOAuthTokenEndpointUrl: kafkaOAuthTokenEndpointUrl
    kafkaOAuthExtensions: kafkaOAuthExtensions
    kafkaSslCaSecretName: kafkaSslCaSecretName
    kafkaSslCertificateSecretName: kafkaSslCertificateSecretName
    kafkaSslKeySecretName: checkedKafkaSslKeySecretName
    kafkaLagThreshold: kafkaLagThreshold
    archiveUrl: empty(archiveUrl) ? archive.outputs.url : archiveUrl
    mirrorUrls: mirrorUrls
    stagingUrl: staging.outputs.url
    stagingKeysSecretName: stagingKeysSecretName
    catalogSecretName: catalogSecretName
    catalogPasswordSecretName: catalogPasswordSecretName
    schemaRegistryUrl: schemaRegistryUrl
    schemaRegistryUser: schemaRegistryUser
    schemaRegistryPasswordSecretName: schemaRegistryPasswordSecretName
    maximumAgeSeconds: maximumAgeSeconds
    maximumBytes: maximumBytes
    maximumRecords: maximumRecords
    safetyWindowSeconds: safetyWindowSeconds
    codec: codec
    codecLevel: codecLevel
    offsetReset: offsetReset
    onRecreated: onRecreated
    topicPolicies: topicPolicies
    acceptStagingLoss: acceptStagingLoss
    largestRecordBytes: largestRecordBytes
    httpStreams: httpStreams
    httpWaiters: httpWaiters
    httpPageBytes: httpPageBytes
    historyDays: historyDays
    additionalSettings: additionalSettings
    vaultSettings: vaultSettings
    azureAccessTier: azureAccessTier
    googleCloudIdentityProvider: checkedGoogleCloudIdentityProvider
    googleCloudIdentityResource: googleCloudIdentityResource
    googleCloudServiceAccount: googleCloudServiceAccount
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
      { key: 'package-blob', target: 'package', service: 'blob' }
      { key: 'archive-blob', target: 'archive', service: 'blob' }
      { key: 'staging-blob', target: 'staging', service: 'blob' }
      { key: 'vault', target: 'vault', service: 'vault' }
    ]
  : []

var endpointTargets = {
  host: hostStorage.outputs.accountId
  package: packageStorage.outputs.accountId
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

@description('Value of the build property KafkaStoreDurableBackend with which the app has to be published: azureManaged or AzureStorage.')
output durableBackend string = durableTaskScheduler ? 'azureManaged' : 'AzureStorage'

@description('Client ID of the identity that the app runs as.')
output identityClientId string = identity.outputs.clientId

@description('Object ID of that identity, for roles on stores, brokers and databases of your own.')
output identityPrincipalId string = identity.outputs.principalId

@description('Resource ID of the container that the app runs from, for infra/publishing.')
output packageContainerId string = packageStorage.outputs.containerId

@description('The archive container made here.')
output archiveContainerUrl string = archive.outputs.url

@description('The staging container.')
output stagingContainerUrl string = staging.outputs.url

@description('Name of the Key Vault that the secrets are put into.')
output keyVaultName string = keyVault.outputs.name

@description('Log Analytics workspace to query.')
output workspaceId string = monitoring.outputs.workspaceId
