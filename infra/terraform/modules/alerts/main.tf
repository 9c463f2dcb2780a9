# Alerts over what the app measures and the host logs; the queries are shared with Bicep.

locals {
  rules = {
    archive-lag = {
      text        = "More offsets than the threshold wait to be archived."
      query       = file("${path.module}/../../../alerts/archive-lag.kql")
      severity    = 2
      measure     = "ArchiveLag"
      aggregation = "Maximum"
      operator    = "GreaterThan"
      threshold   = var.archive_lag_offsets
      failing     = 3
    }
    staged-age = {
      text        = "Staged data is older than a segment may become: a partition does not seal."
      query       = file("${path.module}/../../../alerts/staged-age.kql")
      severity    = 2
      measure     = "StagedAgeSeconds"
      aggregation = "Maximum"
      operator    = "GreaterThan"
      threshold   = var.staged_age_seconds
      failing     = 1
    }
    partition-faulted = {
      text        = "A partition seals nothing until somebody has looked at it."
      query       = file("${path.module}/../../../alerts/partition-faulted.kql")
      severity    = 1
      measure     = null
      aggregation = "Count"
      operator    = "GreaterThan"
      threshold   = 0
      failing     = 1
    }
    function-failures = {
      text        = "Functions fail."
      query       = file("${path.module}/../../../alerts/function-failures.kql")
      severity    = 2
      measure     = "Failures"
      aggregation = "Total"
      operator    = "GreaterThan"
      threshold   = 5
      failing     = 1
    }
    records-lost = {
      text        = "The broker deleted records before they were accepted, or a staged chunk is damaged."
      query       = file("${path.module}/../../../alerts/records-lost.kql")
      severity    = 0
      measure     = null
      aggregation = "Count"
      operator    = "GreaterThan"
      threshold   = 0
      failing     = 1
    }
    archiver-silent = {
      text        = "The archiver has not reported for a quarter of an hour: it does not run, or reaches no broker."
      query       = file("${path.module}/../../../alerts/archiver-silent.kql")
      severity    = 1
      measure     = null
      aggregation = "Count"
      operator    = "LessThan"
      threshold   = 1
      failing     = 1
    }
  }
}

resource "azurerm_monitor_action_group" "actions" {
  name                = "ag-${var.name}"
  resource_group_name = var.resource_group_name
  location            = "global"
  tags                = var.tags
  short_name          = substr(var.name, 0, 12)
  enabled             = true

  dynamic "email_receiver" {
    for_each = var.email == "" ? [] : [var.email]

    content {
      name                    = "operator"
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "alerts" {
  for_each                = local.rules
  name                    = "${var.name}-${each.key}"
  resource_group_name     = var.resource_group_name
  location                = var.location
  tags                    = var.tags
  display_name            = "${var.name}: ${each.key}"
  description             = each.value.text
  enabled                 = true
  severity                = each.value.severity
  scopes                  = [var.workspace_id]
  evaluation_frequency    = "PT5M"
  window_duration         = "PT15M"
  auto_mitigation_enabled = true

  # The tables come into being with the first line logged.
  skip_query_validation = true

  criteria {
    query                   = each.value.query
    metric_measure_column   = each.value.measure
    time_aggregation_method = each.value.aggregation
    operator                = each.value.operator
    threshold               = each.value.threshold

    failing_periods {
      number_of_evaluation_periods             = each.value.failing
      minimum_failing_periods_to_trigger_alert = each.value.failing
    }
  }

  action {
    action_groups = [azurerm_monitor_action_group.actions.id]
  }
}
