namespace KafkaStore.Tests.Infra;

/// <summary>Bicep and Terraform make the same.</summary>
public sealed partial class TreesAgreeTests
{
    // A module of Bicep knows its resource group and tenant; one of Terraform is told.
    private static readonly string[] Surroundings = ["resource_group_name", "resource_group_id", "tenant_id"];

    // Parts of another resource in azurerm, resources of their own in Azure.
    private static readonly string[] InlineInTerraform =
    [
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
    ];

    // Roles are assigned by id in one and by name in the other: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> BuiltInRoles = new()
    {
        ["Monitoring Metrics Publisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["Storage Blob Data Owner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["Storage Blob Data Contributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["Storage Blob Data Reader"] = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        ["Storage Queue Data Contributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["Storage Table Data Contributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["Key Vault Secrets User"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["Durable Task Data Contributor"] = "0ad04412-c4d5-4796-b79c-f76d14c8d402",
    };

    private readonly BicepTree bicep = new();
    private readonly TerraformTree terraform = new();

    public static TheoryData<string> Modules => [.. InfraFolder.Modules(InfraFolder.Bicep)];

    [Fact]
    public void BothHaveTheSameModulesUnderTheSameNames()
    {
        Assert.Equal(InfraFolder.Modules(InfraFolder.Bicep), InfraFolder.Modules(InfraFolder.Terraform));
        Assert.Equal(Sorted(bicep.ModuleUses), Sorted(terraform.ModuleUses));
        Assert.Equal(InfraFolder.Modules(InfraFolder.Bicep), bicep.ModuleUses.Values.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void BothHaveTheSameInputsWithTheSameDefaults()
    {
        Assert.NotEmpty(bicep.Inputs);
        Assert.Equal(Sorted(bicep.Inputs, without: "suffix"), Sorted(terraform.Inputs, without: "suffix")); // each derives its own
    }

    [Fact]
    public void BothHaveTheSameOutputs() => Assert.Equal(Sorted(bicep.Outputs), Sorted(terraform.Outputs));

    [Theory]
    [MemberData(nameof(Modules))]
    public void AModuleHasTheSameInputsAndOutputsInBoth(string module)
    {
        Assert.Equal(Sorted(bicep.ModuleInputs(module)), Sorted(terraform.ModuleInputs(module)).Except(Surroundings));
        Assert.Equal(Sorted(bicep.ModuleOutputs(module)), Sorted(terraform.ModuleOutputs(module)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void AModuleDeclaresTheSameResourcesInBoth(string module)
    {
        Assert.NotEmpty(terraform.Resources(module));
        Assert.Equal(bicep.Resources(module).Where(type => !InlineInTerraform.Contains(type)), terraform.Resources(module));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void AModuleAssignsTheSameRolesInBoth(string module)
    {
        IEnumerable<string> expected = terraform.Roles(module).Select(role => InBicep(role)).Order(StringComparer.Ordinal);
        Assert.Equal(expected, bicep.Roles(module).Order(StringComparer.Ordinal));
        Assert.Equal(bicep.Resources(module).Count(type => type.EndsWith("/roleAssignments")), bicep.Roles(module).Count);
    }

    [Fact]
    public void TheCustomRoleCreatesAndReadsAndNeitherReplacesNorDeletes()
    {
        string[] allowed =
        [
            "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
            "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
            "Microsoft.Storage/storageAccounts/blobServices/containers/read",
        ];
        Assert.Equal(allowed, Sorted(bicep.ArchiveActions));
        Assert.Equal(allowed, Sorted(terraform.ArchiveActions));
    }

    [Fact]
    public void BothSetTheSameSettings() => Assert.Equal(Sorted(bicep.Settings), Sorted(terraform.Settings));

    [Fact]
    public void BothHaveTheSameAlerts()
    {
        Assert.Equal(Directory.EnumerateFiles(InfraFolder.Alerts, "*.kql").Count(), bicep.AlertRules.Count);
        Assert.Equal(Sorted(bicep.AlertRules), Sorted(terraform.AlertRules));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void AParameterFileSaysTheSameInBoth(string environment)
    {
        Assert.NotEmpty(bicep.Parameters(environment));
        Assert.Equal(Sorted(bicep.Parameters(environment)), Sorted(terraform.Parameters(environment)));
        Assert.Subset(bicep.Inputs.Keys.ToHashSet(), bicep.Parameters(environment).Keys.ToHashSet());
        Assert.All(
            bicep.Inputs,
            input =>
                Assert.True(input.Value is not null || bicep.Parameters(environment).ContainsKey(input.Key), $"{input.Key} has no value")
        );
    }

    [Fact]
    public void TheDocumentationHasEveryInputOutputAndModule()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/infrastructure.md"));
        string[] documented = [.. Row().Matches(page).Select(match => Names.Snake(match.Groups[1].Value))];
        Assert.Empty(bicep.Inputs.Keys.Concat(bicep.Outputs).Except(documented));
        Assert.All(InfraFolder.Modules(InfraFolder.Bicep), module => Assert.Contains($"`{module}`", page));
    }

    private static string InBicep(string role)
    {
        string[] parts = role.Split(" on ");
        string scope = parts[1].EndsWith(".id") ? parts[1][..^3].Split('.')[1] : parts[1];
        string name = BuiltInRoles.TryGetValue(parts[0], out string? id) ? $"{parts[0]} {id}" : parts[0].Split('.')[1] + ".id";
        return $"{name} on {(scope == "hub" ? "scheduler::hub" : scope)}";
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static IEnumerable<string> Sorted<T>(IEnumerable<KeyValuePair<string, T>> pairs, string? without = null) =>
        pairs.Where(pair => pair.Key != without).Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal);
}
