using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStore.Tests.Infra;
using KafkaStore.Tests.Layers;

namespace KafkaStore.Tests.Packages;

/// <summary>Whether the Kafka extension is the package or the project in its place follows from what the registry answers.</summary>
public sealed partial class SetupTests : IDisposable
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.Extensions.Kafka";
    private const string Host = "Microsoft.Azure.WebJobs.Extensions.Kafka";

    private readonly PackageFeed _feed = new();

    public void Dispose() => _feed.Dispose();

    [Fact]
    public async Task PackageIsUsedWhereTheRegistryHasItAndTheOneForTheHost()
    {
        _feed.Serve(Worker, Version(Worker));
        _feed.Serve(Host, Version(Host));
        ToolRun run = await _feed.SetUpAsync();
        Assert.Equal((0, "package", ""), (run.ExitCode, _feed.Choice, run.Errors));
    }

    [Theory]
    [InlineData(false, false, Worker)]
    [InlineData(true, false, Host)]
    [InlineData(false, true, Worker)]
    public async Task StandInIsUsedWhereEitherIsMissing(bool hasWorker, bool hasHost, string missing)
    {
        if (hasWorker)
            _feed.Serve(Worker, Version(Worker));
        if (hasHost)
            _feed.Serve(Host, Version(Host));
        ToolRun run = await _feed.SetUpAsync();
        Assert.Equal((0, "stand-in"), (run.ExitCode, _feed.Choice));
        Assert.Contains($"this registry lacks {missing}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.2.0")]
    [InlineData("99.0.0")]
    public async Task AnotherVersionIsNotThePackage(string version)
    {
        _feed.Serve(Worker, version);
        _feed.Serve(Host, Version(Host));
        Assert.Equal((0, "stand-in"), ((await _feed.SetUpAsync()).ExitCode, _feed.Choice));
    }

    [Fact]
    public async Task PackageThatNeedsWhatTheRegistryLacksIsNotUsed()
    {
        _feed.Serve(Worker, Version(Worker));
        _feed.Serve(Host, Version(Host), needs: "No.Such.Package");
        Assert.Equal((0, "stand-in"), ((await _feed.SetUpAsync()).ExitCode, _feed.Choice));
    }

    [Fact]
    public async Task RegistryThatCantBeAskedIsAnErrorAndChoosesNothing()
    {
        _feed.Use("no-such-folder");
        ToolRun run = await _feed.SetUpAsync();
        Assert.Equal((1, "none"), (run.ExitCode, _feed.Choice));
        Assert.Matches($"^error: the registry could not be asked for {Regex.Escape(Worker)}: .*--kafka-extension\\.\n$", run.Errors);
    }

    [Fact]
    public async Task ChoiceIsRememberedUntilAnotherIsMade()
    {
        await _feed.SetUpAsync();
        _feed.Serve(Worker, Version(Worker));
        _feed.Serve(Host, Version(Host));
        await _feed.SetUpAsync();
        Assert.Equal("stand-in", _feed.Choice);
        await _feed.SetUpAsync("--kafka-extension", "package");
        Assert.Equal("package", _feed.Choice);
    }

    [Theory]
    [InlineData("package", true)]
    [InlineData("stand-in", false)]
    public async Task ChoiceDecidesWhatTheFunctionsReference(string choice, bool isPackage)
    {
        string project = Path.Combine(SourceTree.Root, "src", "KafkaStore.Functions", "KafkaStore.Functions.csproj");
        ToolRun run = await ToolRun.RunAsync(
            "dotnet", ["msbuild", project, "-nologo", $"-p:KafkaExtension={choice}", "-getItem:PackageReference", "-getItem:ProjectReference"], SourceTree.Root);
        using JsonDocument items = JsonDocument.Parse(run.Output);
        Assert.Equal(isPackage, Has("PackageReference", Worker));
        Assert.Equal(!isPackage, Has("ProjectReference", Path.Combine(Worker, Worker + ".csproj")));

        bool Has(string type, string end) => items.RootElement.GetProperty("Items").GetProperty(type).EnumerateArray()
            .Any(item => item.GetProperty("Identity").GetString()!.EndsWith(end, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PublishWithTheStandInIsRefusedInOneSentence()
    {
        string project = Path.Combine(SourceTree.Root, "src", "KafkaStore.FunctionApp", "KafkaStore.FunctionApp.csproj");
        ToolRun run = await ToolRun.RunAsync("dotnet", ["publish", project, "-nologo", "-v", "q", "-p:KafkaExtension=stand-in", "-nodeReuse:false"], SourceTree.Root);
        Assert.Equal(1, run.ExitCode);
        string said = Assert.Single(Error().Matches(run.Output).Select(match => match.Value).Distinct());
        Assert.Contains($"can't be published with the stand-in for {Worker}", said, StringComparison.Ordinal);
    }

    private static string Version(string package) =>
        Regex.Match(File.ReadAllText(Path.Combine(SourceTree.Root, "Directory.Packages.props")), $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\"").Groups[1].Value;

    [GeneratedRegex(@"(?m)error : .*$")]
    private static partial Regex Error();
}
