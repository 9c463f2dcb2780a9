namespace KafkaStore.Tests.Packages;

/// <summary>Whether the Kafka extension is the package or the project in its place follows from what the registry answers.</summary>
public sealed partial class SetupTests : IDisposable
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.Extensions.Kafka";
    private const string Host = "Microsoft.Azure.WebJobs.Extensions.Kafka";

    private readonly PackageFeed feed = new();

    public void Dispose() => feed.Dispose();

    [Fact]
    public async Task PackageIsUsedWhereTheRegistryHasItAndTheOneForTheHost()
    {
        feed.Serve(Worker, Version(Worker));
        feed.Serve(Host, Version(Host));
        ToolRun run = await feed.SetUpAsync();
        Assert.Equal((0, "package", ""), (run.ExitCode, feed.Choice, run.Errors));
    }

    [Theory]
    [InlineData(false, false, Worker)]
    [InlineData(true, false, Host)]
    [InlineData(false, true, Worker)]
    public async Task StandInIsUsedWhereEitherIsMissing(bool hasWorker, bool hasHost, string missing)
    {
        if (hasWorker)
            feed.Serve(Worker, Version(Worker));
        if (hasHost)
            feed.Serve(Host, Version(Host));
        ToolRun run = await feed.SetUpAsync();
        Assert.Equal((0, "stand-in"), (run.ExitCode, feed.Choice));
        Assert.Contains($"this registry lacks {missing}", run.Output);
    }

    [Theory]
    [InlineData("4.2.0")]
    [InlineData("99.0.0")]
    public async Task AnotherVersionIsNotThePackage(string version)
    {
        feed.Serve(Worker, version);
        feed.Serve(Host, Version(Host));
        Assert.Equal((0, "stand-in"), ((await feed.SetUpAsync()).ExitCode, feed.Choice));
    }

    [Fact]
    public async Task PackageThatNeedsWhatTheRegistryLacksIsNotUsed()
    {
        feed.Serve(Worker, Version(Worker));
        feed.Serve(Host, Version(Host), needs: "No.Such.Package");
        Assert.Equal((0, "stand-in"), ((await feed.SetUpAsync()).ExitCode, feed.Choice));
    }

    [Fact]
    public async Task RegistryThatCantBeAskedIsAnErrorAndChoosesNothing()
    {
        feed.Use("no-such-folder");
        ToolRun run = await feed.SetUpAsync();
        Assert.Equal((1, "none"), (run.ExitCode, feed.Choice));
        Assert.Matches($"^error: the registry could not be asked for {Regex.Escape(Worker)}: .*--kafka-extension\\.\n$", run.Errors);
    }

    [Fact]
    public async Task ChoiceIsRememberedUntilAnotherIsMade()
    {
        await feed.SetUpAsync();
        feed.Serve(Worker, Version(Worker));
        feed.Serve(Host, Version(Host));
        await feed.SetUpAsync();
        Assert.Equal("stand-in", feed.Choice);
        await feed.SetUpAsync("--kafka-extension", "package");
        Assert.Equal("package", feed.Choice);
    }

    [Theory]
    [InlineData("package", true)]
    [InlineData("stand-in", false)]
    public async Task ChoiceDecidesWhatTheFunctionsReference(string choice, bool isPackage)
    {
        string project = Repository.PathOf("src/KafkaStore.Functions/KafkaStore.Functions.csproj");
        ToolRun run = await ToolRun.RunAsync(
            "dotnet",
            ["msbuild", project, "-nologo", $"-p:KafkaExtension={choice}", "-getItem:PackageReference", "-getItem:ProjectReference"],
            Repository.Root
        );
        using var items = JsonDocument.Parse(run.Output);
        Assert.Equal(isPackage, Has("PackageReference", Worker));
        Assert.Equal(!isPackage, Has("ProjectReference", Path.Combine(Worker, Worker + ".csproj")));

        bool Has(string type, string end) =>
            items
                .RootElement.GetProperty("Items")
                .GetProperty(type)
                .EnumerateArray()
                .Any(item => item.GetProperty("Identity").GetString()!.EndsWith(end));
    }

    [Fact]
    public async Task PublishWithTheStandInIsRefusedInOneSentence()
    {
        string project = Repository.PathOf("src/KafkaStore.FunctionApp/KafkaStore.FunctionApp.csproj");
        ToolRun run = await ToolRun.RunAsync(
            "dotnet",
            ["publish", project, "-nologo", "-v", "q", "-p:KafkaExtension=stand-in", "-nodeReuse:false"],
            Repository.Root
        );
        Assert.Equal(1, run.ExitCode);
        string said = Assert.Single(Error().Matches(run.Output).Select(match => match.Value).Distinct());
        Assert.Contains($"can't be published with the stand-in for {Worker}", said);
    }

    private static string Version(string package) =>
        Regex
            .Match(
                File.ReadAllText(Repository.PathOf("Directory.Packages.props")),
                $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\""
            )
            .Groups[1]
            .Value;

    [GeneratedRegex(@"(?m)error : .*$")]
    private static partial Regex Error();
}
