// Alerts over what the app measures and the host logs; the queries are shared with Terraform.
param name string
param location string
param tags object
param workspaceId string
param email string
param archiveLagOffsets int
param stagedAgeSeconds int

var rules = [
  {
    key: 'archive-lag'
    text: 'More offsets than the threshold wait to be archived.'
    query: loadTextContent('../../alerts/archive-lag.kql')
    severity: 2
    measure: 'ArchiveLag'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: archiveLagOffsets
    failing: 3
  }
  {
    key: 'staged-age'
    text: 'Staged data is older than a segment may become: a partition does not seal.'
    query: loadTextContent('../../alerts/staged-age.kql')
    severity: 2
    measure: 'StagedAgeSeconds'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: stagedAgeSeconds
    failing: 1
  }
  {
    key: 'partition-faulted'
    text: 'A partition seals nothing until somebody has looked at it.'
    query: loadTextContent('../../alerts/partition-faulted.kql')
    severity: 1
    measure: ''
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 0
    failing: 1
  }
  {
    key: 'function-failures'
    text: 'Functions fail.'
    query: loadTextContent('../../alerts/function-failures.kql')
    severity: 2
    measure: 'Failures'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 5
    failing: 1
  }
  {
    key: 'records-lost'
    text: 'The broker deleted records before they were accepted, or a staged chunk is damaged.'
    query: loadTextContent('../../alerts/records-lost.kql')
    severity: 0
    measure: ''
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 0
    failing: 1
  }
  {
    key: 'archiver-silent'
    text: 'The archiver has not reported for a quarter of an hour: it does not run, or reaches no broker.'
    query: loadTextContent('../../alerts/archiver-silent.kql')
    severity: 1
    measure: ''
    aggregation: 'Count'
    operator: 'LessThan'
    threshold: 1
    failing: 1
  }
]

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: empty(email) ? [] : [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${rule.key}'
      description: rule.text
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      // The tables come into being with the first line logged.
      skipQueryValidation: true
      criteria: {
        allOf: [
          union(
            {
              query: rule.query
              timeAggregation: rule.aggregation
              operator: rule.operator
              threshold: rule.threshold
              failingPeriods: { numberOfEvaluationPeriods: rule.failing, minFailingPeriodsToAlert: rule.failing }
            },
            empty(rule.measure) ? {} : { metricMeasureColumn: rule.measure }
          )
        ]
      }
      actions: { actionGroups: [actions.id] }
    }
  }
]
