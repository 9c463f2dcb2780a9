// The archive: versioned, nothing deleted by age, and an identity that can add and read and nothing else.
param name string
param suffix string
param location string
param tags object
param replication string
param publicAccess bool
param principalId string

@description('Comma-separated. Only objects of the topics move to cheaper tiers, never the markers beside them.')
param topics string
param coolAfterDays int
param archiveTierAfterDays int
param immutabilityDays int

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st${name}arch${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: replication }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny', bypass: 'None' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: 30 }
    containerDeleteRetentionPolicy: { enabled: true, days: 30 }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: 'archive'
  properties: { publicAccess: 'None' }
}

resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (immutabilityDays > 0) {
  parent: container
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: immutabilityDays
    allowProtectedAppendWrites: false
  }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = if (coolAfterDays > 0 || archiveTierAfterDays > 0) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'cheaper-tiers'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: map(split(topics, ','), topic => '${container.name}/${trim(topic)}/') }
            actions: {
              baseBlob: union(
                coolAfterDays > 0 ? { tierToCool: { daysAfterCreationGreaterThan: coolAfterDays } } : {},
                archiveTierAfterDays > 0
                  ? { tierToArchive: { daysAfterCreationGreaterThan: archiveTierAfterDays } }
                  : {}
              )
            }
          }
        }
      ]
    }
  }
}

// Put Blob needs add/action to create and write to replace; Put Block and Put Block List need write, which would also
// replace. So this role takes an object in one Put Blob and refuses to touch one that exists.
resource creator 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'archive-creator')
  properties: {
    roleName: 'Archive creator of ${resourceGroup().name} (${suffix})'
    description: 'Creates and reads archive objects; overwrites and deletes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read']
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
        ]
        notDataActions: []
      }
    ]
  }
}

resource archiveCreator 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container.id, principalId, creator.id)
  scope: container
  properties: {
    roleDefinitionId: creator.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output accountId string = account.id
output url string = '${account.properties.primaryEndpoints.blob}${container.name}'
