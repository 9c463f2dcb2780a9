namespace KafkaStore.Tests.Infra;

internal sealed partial class TerraformTree : Tree
{
    // What azurerm calls the types; azapi has Azure's own names.
    private static readonly Dictionary<string, string> Types = new()
    {
        ["azurerm_user_assigned_identity"] = "Microsoft.ManagedIdentity/userAssignedIdentities",
        ["azurerm_log_analytics_workspace"] = "Microsoft.OperationalInsights/workspaces",
        ["azurerm_application_insights"] = "Microsoft.Insights/components",
        ["azurerm_role_assignment"] = "Microsoft.Authorization/roleAssignments",
        ["azurerm_role_definition"] = "Microsoft.Authorization/roleDefinitions",
        ["azurerm_virtual_network"] = "Microsoft.Network/virtualNetworks",
        ["azurerm_subnet"] = "Microsoft.Network/virtualNetworks/subnets",
        ["azurerm_private_dns_zone"] = "Microsoft.Network/privateDnsZones",
        ["azurerm_private_dns_zone_virtual_network_link"] = "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
        ["azurerm_private_endpoint"] = "Microsoft.Network/privateEndpoints",
        ["azurerm_storage_account"] = "Microsoft.Storage/storageAccounts",
        ["azurerm_storage_container"] = "Microsoft.Storage/storageAccounts/blobServices/containers",
        ["azurerm_storage_container_immutability_policy"] =
            "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies",
        ["azurerm_storage_management_policy"] = "Microsoft.Storage/storageAccounts/managementPolicies",
        ["azurerm_key_vault"] = "Microsoft.KeyVault/vaults",
        ["azurerm_monitor_action_group"] = "Microsoft.Insights/actionGroups",
        ["azurerm_monitor_scheduled_query_rules_alert_v2"] = "Microsoft.Insights/scheduledQueryRules",
    };

    public override IReadOnlyDictionary<string, string?> Inputs =>
        Variable()
            .Matches(Text("variables.tf"))
            .ToDictionary(
                match => match.Groups[1].Value,
                match => Default().Match(match.Groups[2].Value) is { Success: true } found ? Value(found.Groups[1].Value) : null
            );

    public override IReadOnlySet<string> Outputs => Output().Matches(Text("outputs.tf")).Select(match => match.Groups[1].Value).ToHashSet();

    public override IReadOnlyDictionary<string, string> ModuleUses =>
        Module().Matches(Text("main.tf")).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    public override IReadOnlySet<string> Settings =>
        SettingName().Matches(Text("modules/function-app/main.tf")).Select(match => match.Groups[1].Value).ToHashSet();

    public override IReadOnlySet<string> AlertRules =>
        Rule()
            .Matches(Text("modules/alerts/main.tf"))
            .Select(match =>
                string.Join(
                    ' ',
                    match
                        .Groups.Values.Skip(1)
                        .Select(group => Names.Snake(Value(group.Value) is "null" ? "" : Value(group.Value).Replace("var.", "")))
                )
            )
            .ToHashSet();

    public override IReadOnlySet<string> ArchiveActions =>
        Action().Matches(Text("modules/archive/main.tf")).Select(match => match.Groups[1].Value).ToHashSet();

    public override IReadOnlySet<string> ModuleInputs(string module) =>
        Variable().Matches(Text($"modules/{module}/variables.tf")).Select(match => match.Groups[1].Value).ToHashSet();

    public override IReadOnlySet<string> ModuleOutputs(string module)
    {
        string path = Path.Combine(InfraFolder.Terraform, "modules", module, "outputs.tf");
        return File.Exists(path) ? Output().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).ToHashSet() : [];
    }

    public override IReadOnlyList<string> Resources(string module) =>
        [
            .. Resource()
                .Matches(Text($"modules/{module}/main.tf"))
                .Select(match => match.Groups[2].Success ? match.Groups[2].Value : Types[match.Groups[1].Value])
                .Order(StringComparer.Ordinal),
        ];

    public override IReadOnlySet<string> Roles(string module) =>
        Assignment()
            .Matches(Text($"modules/{module}/main.tf"))
            .Select(match => $"{match.Groups[2].Value.Trim('"')} on {match.Groups[1].Value}")
            .ToHashSet();

    public override IReadOnlyDictionary<string, string> Parameters(string environment) =>
        Parameter()
            .Matches(Text(environment + ".tfvars"))
            .ToDictionary(match => match.Groups[1].Value, match => Value(match.Groups[2].Value));

    private static string Text(string path) => File.ReadAllText(Path.Combine(InfraFolder.Terraform, path));

    private static string Value(string text) => text.Trim().Trim('"');

    [GeneratedRegex(@"^variable ""(\w+)"" \{\n(.*?)^\}$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^  default\s+= (.*)$", RegexOptions.Multiline)]
    private static partial Regex Default();

    [GeneratedRegex(@"^(\w+)\s+= (.*)$", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^output ""(\w+)""", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^module ""(\w+)"" \{\n  source\s+= ""\./modules/([\w-]+)""", RegexOptions.Multiline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^resource ""(\w+)"" ""\w+"" \{\n(?:  type\s+= ""([\w./]+)@[\d-]+"")?", RegexOptions.Multiline)]
    private static partial Regex Resource();

    [GeneratedRegex(
        @"^resource ""azurerm_role_assignment"" ""\w+"" \{\n  scope\s+= (\S+)\n  role_definition_(?:name|id)\s+= (.+)\n",
        RegexOptions.Multiline
    )]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^ +((?:Kafka|KAFKA_STORE|AzureWebJobs|AzureFunctions|APPLICATION|DURABLE)\w+)\s+=", RegexOptions.Multiline)]
    private static partial Regex SettingName();

    [GeneratedRegex(
        @"^    ([\w-]+) = \{\n\s+text\s+= (.*)\n\s+query\s+= .*/([\w-]+\.kql).*\n\s+severity\s+= (.*)\n\s+measure\s+= (.*)\n\s+aggregation\s+= (.*)\n\s+operator\s+= (.*)\n\s+threshold\s+= (.*)\n\s+failing\s+= (.*)\n",
        RegexOptions.Multiline
    )]
    private static partial Regex Rule();

    [GeneratedRegex(@"""(Microsoft\.Storage/[\w/]+/(?:read|write|delete|action))""")]
    private static partial Regex Action();
}
