namespace KafkaStore.Tests.Infra;

/// <summary>One build property brings the package of the Durable Task Scheduler, and it is the same one everywhere.</summary>
[Collection(nameof(SerialTests))]
public sealed partial class DurableBackendTests
{
    private const string Property = "KafkaStoreDurableBackend";
    private const string Package = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged";
    private static readonly string Project = Repository.PathOf("src/KafkaStore.FunctionApp/KafkaStore.FunctionApp.csproj");

    [Theory]
    [InlineData("", false)]
    [InlineData("AzureStorage", false)]
    [InlineData("azureManaged", true)]
    public async Task ThePackageIsInTheProjectOnlyWhereTheSchedulerIsAskedFor(string backend, bool expected)
    {
        ToolRun run = await EvaluateAsync(backend, "-getItem:PackageReference");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(expected, Items(run, "PackageReference").Any(item => item.GetProperty("Identity").GetString() == Package));
    }

    [Fact]
    public async Task ItsVersionIsPinned()
    {
        ToolRun run = await EvaluateAsync("azureManaged", "-getItem:PackageVersion");
        JsonElement pinned = Assert.Single(Items(run, "PackageVersion"), item => item.GetProperty("Identity").GetString() == Package);
        Assert.Matches(@"^\d+\.\d+\.\d+$", pinned.GetProperty("Version").GetString());
    }

    [Fact]
    public async Task AnotherBackendIsRefusedBeforeTheRestoreInOneLine()
    {
        ToolRun run = await EvaluateAsync("netherite", "-t:Restore");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(
            "KafkaStoreDurableBackend is 'netherite' and must be azureManaged or AzureStorage",
            Assert.Single(Error().Matches(run.Output).Select(match => match.Value).Distinct())
        );
    }

    [Theory]
    [InlineData("azure.yaml")]
    [InlineData(".github/workflows/build.yml")]
    [InlineData("infra/durable-backend")]
    [InlineData("infra/bicep/main.bicepparam")]
    [InlineData("infra/bicep/main.bicep")]
    [InlineData("infra/terraform/outputs.tf")]
    [InlineData("docs/running.md")]
    [InlineData("docs/infrastructure.md")]
    public void EverybodyNamesTheSameProperty(string file) =>
        Assert.Contains(Property, File.ReadAllText(Path.Combine(Repository.Root, file)));

    [Fact]
    public void TheWorkflowBuildsForWhatTheParametersSayAndDeploysNothingElse()
    {
        string workflow = File.ReadAllText(Repository.PathOf(".github/workflows/build.yml"));
        int asked = workflow.IndexOf("name=$(infra/durable-backend \"infra/bicep/$ENVIRONMENT.bicepparam\")");
        int set = workflow.IndexOf($"echo \"{Property}=$name\" >>\"$GITHUB_ENV\"");
        int restored = workflow.IndexOf("dotnet restore src/KafkaStore.FunctionApp");
        int compared = workflow.IndexOf("test \"$BUILT\" = \"$DEPLOYED\"");
        int deployed = workflow.IndexOf("infra/publishing during");
        Assert.True(asked > 0 && asked < set && set < restored && restored < compared && compared < deployed);
        Assert.Contains($"{Package}.dll", workflow);
    }

    [BicepTheory]
    [InlineData("main", "", "AzureStorage")]
    [InlineData("main", "azureManaged", "azureManaged")]
    [InlineData("dev", "", "AzureStorage")]
    [InlineData("prod", "", "azureManaged")]
    public async Task TheScriptSaysWhatAParameterFileChooses(string name, string variable, string expected)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] =
                Path.GetDirectoryName(BicepTheoryAttribute.Compiler!) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            [Property] = variable,
        };
        ToolRun run = await ToolRun.RunAsync(
            Repository.PathOf("infra/durable-backend"),
            [$"infra/bicep/{name}.bicepparam"],
            Repository.Root,
            environment
        );
        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output.Trim(), run.Errors));
    }

    private static Task<ToolRun> EvaluateAsync(string backend, string what) =>
        ToolRun.RunAsync(
            "dotnet",
            ["msbuild", Project, what, "-nologo"],
            Repository.Root,
            new Dictionary<string, string>
            {
                [Property] = backend,
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            }
        );

    private static JsonElement[] Items(ToolRun run, string type)
    {
        using var items = JsonDocument.Parse(run.Output);
        return [.. items.RootElement.GetProperty("Items").GetProperty(type).EnumerateArray().Select(item => item.Clone())];
    }

    [GeneratedRegex(@"(?m)error .*$")]
    private static partial Regex Error();
}
