using System.Text.Json;
using Xunit;

namespace KafkaStore.EndToEnd.Tests.FunctionApp;

/// <summary>
/// The build that <c>func start</c> of Core Tools v4 runs, and <c>dotnet publish</c>. The restricted profile has no
/// Microsoft.Azure.Functions.Worker.Sdk, so what that makes can only be looked for in the official one.
/// </summary>
public sealed class FuncStartTests
{
    // Made by Microsoft.Azure.Functions.Worker.Sdk.
    private static readonly string[] OfTheSdk = ["worker.config.json", "functions.metadata", "extensions.json"];

    [Fact]
    public async Task TheBuiltFolderIsCompleteAndThePublishedOneHoldsNoDevelopersSettings()
    {
        using var sources = new CopiedSources();
        Assert.Single(Directory.EnumerateFiles(sources.App, "*.csproj")); // Core Tools takes one only

        Assert.Null(await sources.DotnetAsync("build", "--output", "bin/output", "-nologo", "-v", "q"));
        string output = Path.Combine(sources.App, "bin", "output");
        AssertRuns(output, sources.IsRestricted);
        Assert.Equal(File.ReadAllText(Path.Combine(sources.Root, "local.settings.json")), File.ReadAllText(Path.Combine(output, "local.settings.json")));

        Assert.Null(await sources.DotnetAsync("publish", "-c", "Debug", "--output", "bin/published", "-nologo", "-v", "q"));
        string published = Path.Combine(sources.App, "bin", "published");
        AssertRuns(published, sources.IsRestricted);
        Assert.Empty(Directory.EnumerateFiles(published, "local.settings*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(published, "packages.profile*", SearchOption.AllDirectories));
    }

    private static void AssertRuns(string folder, bool isRestricted)
    {
        using JsonDocument host = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json")));
        Assert.False(host.RootElement.GetProperty("extensions").GetProperty("kafka").GetProperty("commitOnFailure").GetBoolean());
        Assert.Contains("KafkaStore.FunctionApp.dll", Names(folder));
        Assert.Contains("KafkaStore.FunctionApp.runtimeconfig.json", Names(folder));
        Assert.Empty(Dependencies(folder).Except(Names(folder)));
        if (!isRestricted)
            Assert.Empty(OfTheSdk.Except(Names(folder)));
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];

    // What the app's own list of dependencies wants beside it.
    private static IEnumerable<string> Dependencies(string folder)
    {
        using JsonDocument deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "KafkaStore.FunctionApp.deps.json")));
        string[] names =
        [
            .. deps.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
                .Where(library => library.Value.TryGetProperty("runtime", out _))
                .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject())
                .Select(file => Path.GetFileName(file.Name)),
        ];
        Assert.Contains("KafkaStore.Functions.dll", names);
        Assert.Contains("Confluent.Kafka.dll", names);
        return names;
    }
}
