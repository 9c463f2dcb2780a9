namespace KafkaStore.Tests.Infra;

/// <summary>What the app runs from can't be replaced by the app, whoever has taken it over.</summary>
public sealed partial class PackageStorageTests
{
    private const string Module = "package-storage";

    private readonly BicepTree bicep = new();
    private readonly TerraformTree terraform = new();

    [Fact]
    public void TheAppsIdentityReadsItsPackageAndHasNoOtherRoleInThatAccount()
    {
        Assert.Equal(["Storage Blob Data Reader 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 on container"], bicep.Roles(Module));
        Assert.Equal(["Storage Blob Data Reader on azurerm_storage_container.container.id"], terraform.Roles(Module));
    }

    [Fact]
    public void NoRoleIsAssignedOnMoreThanAResourceOfItsOwnModuleSoThatNoneReachesThePackage()
    {
        Assert.All(
            InfraFolder.Files().Where(file => file.Path.EndsWith(".bicep")),
            file =>
                Assert.All(
                    Assignment().Matches(file.Text),
                    match => Assert.Matches($@"(?m)^ *resource {Regex.Escape(match.Groups[1].Value)} '(?!Microsoft\.Resources)", file.Text)
                )
        );
        Assert.All(
            InfraFolder.Files().Where(file => file.Path.EndsWith(".tf")),
            file =>
                Assert.All(
                    TerraformAssignment().Matches(file.Text),
                    match => Assert.Contains($"resource \"{match.Groups[1].Value}\" \"{match.Groups[2].Value}\"", file.Text)
                )
        );
        Assert.Equal(
            InfraFolder
                .Files()
                .Sum(file => Regex.Count(file.Text, "'Microsoft.Authorization/roleAssignments@|\"azurerm_role_assignment\"")),
            InfraFolder.Files().Sum(file => Assignment().Count(file.Text) + TerraformAssignment().Count(file.Text))
        );
    }

    [Fact]
    public void TheAppRunsFromThatContainerAndTheHostsAccountHasNone()
    {
        Assert.Contains("packageContainerUrl: packageStorage.outputs.url", Text("infra/bicep/main.bicep"));
        Assert.Matches(@"package_container_url\s+= module\.package_storage\.url", Text("infra/terraform/main.tf"));
        Assert.DoesNotContain(bicep.Resources("host-storage"), type => type.EndsWith("/containers"));
        Assert.DoesNotContain(terraform.Resources("host-storage"), type => type.EndsWith("/containers"));
    }

    [Fact]
    public void WhoPublishesLetsItWriteForThatTimeOnly()
    {
        Assert.Matches(
            @"infra/publishing during ""\$CONTAINER"" ""\$PRINCIPAL"" \\\s+az functionapp ",
            Text(".github/workflows/build.yml")
        );
        Assert.Matches(
            @"predeploy:\s+shell: sh\s+run: infra/publishing allow\s+postdeploy:\s+shell: sh\s+run: infra/publishing forbid",
            Text("azure.yaml")
        );
    }

    private static string Text(string path) => File.ReadAllText(Repository.PathOf(path));

    [GeneratedRegex(
        @"resource \w+ 'Microsoft\.Authorization/roleAssignments@[\d-]+' = (?:if \(.*\) )?\{\s+name: .*\n\s+scope: (?:\w+::)?(\w+)\n"
    )]
    private static partial Regex Assignment();

    [GeneratedRegex(@"resource ""azurerm_role_assignment"" ""\w+"" \{\n\s+scope\s+= (\w+)\.(\w+)\.id\n")]
    private static partial Regex TerraformAssignment();
}
