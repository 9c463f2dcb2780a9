namespace KafkaStore.EndToEnd.Tests.FunctionApp;

/// <summary>The build that <c>func start</c> of Core Tools v4 runs, its start, and <c>dotnet publish</c>.</summary>
public sealed class FuncStartTests
{
    private const long PublishedBytesAtMost = 100_000_000;

    // Made by Microsoft.Azure.Functions.Worker.Sdk.
    private static readonly string[] OfTheSdk = ["worker.config.json", "functions.metadata", "extensions.json"];

    [Fact]
    public async Task TheBuiltFolderIsCompleteAndThePublishedOneIsSmallAndHoldsNoDevelopersSettings()
    {
        using var sources = new CopiedSources();
        Assert.Single(Directory.EnumerateFiles(sources.App, "*.csproj")); // Core Tools takes one only
        using SharedCompiler compiler = await SharedCompiler.StartAsync(sources);
        sources.Use(compiler);

        Assert.Null(await sources.DotnetAsync("build", "--output", "bin/output", "-nologo", "-v", "q"));
        string output = Path.Combine(sources.App, "bin", "output");
        AssertRuns(output);
        Assert.Equal(
            File.ReadAllText(Path.Combine(sources.Root, "local.settings.json")),
            File.ReadAllText(Path.Combine(output, "local.settings.json"))
        );
        await AssertStartsOutsideOfAsync(sources, output);

        // As the real Kafka extension brings them for the host.
        string extensions = Path.Combine(sources.App, "obj/Debug/net10.0/linux-x64/WorkerExtensions/bin/Release/net8.0/runtimes");
        string[] libraries =
        [
            "win-x64/native/librdkafka.dll",
            "osx-arm64/native/librdkafka.dylib",
            "linux-x64/native/librdkafka.so",
            "linux-x64/native/alpine-librdkafka.so",
        ];
        foreach (string library in libraries)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(extensions, library))!);
            await File.WriteAllTextAsync(Path.Combine(extensions, library), "a library");
        }

        string[] publish = Words($"publish -c Debug --output bin/published -p:AllowKafkaStandIn=true -nologo -v q");
        Assert.Null(await sources.DotnetAsync(publish));
        string published = Path.Combine(sources.App, "bin", "published");
        AssertRuns(published);
        Assert.Empty(Directory.EnumerateFiles(published, "local.settings*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(published, "kafka-extension*", SearchOption.AllDirectories));
        Assert.InRange(
            new DirectoryInfo(published).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
            1,
            PublishedBytesAtMost
        );
        Assert.Equal(
            [".azurefunctions/runtimes/linux-x64/native/librdkafka.so", "centos8-librdkafka.so", "librdkafka.so"],
            Directory
                .EnumerateFiles(published, "*librdkafka*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(published, path))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task WhatIsPublishedIsForFlexConsumptionAndWhatIsBuiltForTheMachineAtHand()
    {
        using var sources = new CopiedSources();
        Assert.Equal("", await sources.PropertyAsync("RuntimeIdentifier"));
        Assert.Equal("", await sources.PropertyAsync("RuntimeIdentifier", $"-p:OutputPath={sources.App}/bin/output/"));
        Assert.Equal("linux-x64", await sources.PropertyAsync("RuntimeIdentifier", "-p:_IsPublishing=true"));
        Assert.Equal(
            "linux-arm64",
            await sources.PropertyAsync("RuntimeIdentifier", "-p:_IsPublishing=true", "-p:RuntimeIdentifier=linux-arm64")
        );

        // func azure functionapp publish: dotnet build --output bin/publish
        Assert.Equal("linux-x64", await sources.PropertyAsync("RuntimeIdentifier", $"-p:OutputPath={sources.App}/bin/publish/"));
    }

    // Which builds and does not say that it publishes.
    [Fact]
    public async Task CoreToolsPublishNoStandInEither()
    {
        using var sources = new CopiedSources();
        string[] build = Words(
            $"msbuild -t:RefuseKafkaStandIn -nologo -p:KafkaExtension=stand-in -p:OutputPath={sources.App}/bin/publish/"
        );
        Assert.Contains("The function app can't be published with the stand-in for ", await sources.DotnetAsync(build));
        Assert.Null(await sources.DotnetAsync([.. build, "-p:AllowKafkaStandIn=true"]));
        Assert.Null(await sources.DotnetAsync([.. build[..^1], $"-p:OutputPath={sources.App}/bin/output/"]));
    }

    // The sample's stores are opened, and only then the worker misses a host; what would lie in the folder that the host
    // watches is refused before anything is made there.
    private static async Task AssertStartsOutsideOfAsync(CopiedSources sources, string output)
    {
        string home = Path.Combine(sources.Root, "home");
        Directory.CreateDirectory(home);
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "local.settings.json")));
        var variables = settings
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString()!);
        variables["HOME"] = home;
        variables["FUNCTIONS_APPLICATION_DIRECTORY"] = output;

        (_, string said) = await CopiedSources.RunAsync(output, variables, "KafkaStore.FunctionApp.dll");
        Assert.DoesNotContain("KafkaStore__", said);
        Assert.Equal(
            ["archive", "staging"],
            Directory
                .EnumerateDirectories(Path.Combine(home, "kafka-store"))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
        );

        variables["KafkaStore__StagingUrl"] = "kafka-staging";
        (int exitCode, said) = await CopiedSources.RunAsync(output, variables, "KafkaStore.FunctionApp.dll");
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"KafkaStore__StagingUrl is the folder {output}/kafka-staging, inside {output}, where the app runs: ", said);
        Assert.False(Directory.Exists(Path.Combine(output, "kafka-staging")));
    }

    private static void AssertRuns(string folder)
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json")));
        Assert.False(host.RootElement.GetProperty("extensions").GetProperty("kafka").GetProperty("commitOnFailure").GetBoolean());
        Assert.Contains("KafkaStore.FunctionApp.dll", Names(folder));
        Assert.Contains("KafkaStore.FunctionApp.runtimeconfig.json", Names(folder));
        Assert.Empty(Dependencies(folder).Except(Names(folder)));
        Assert.Empty(OfTheSdk.Except(Names(folder)));
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];

    // What the app's own list of dependencies wants beside it.
    private static IEnumerable<string> Dependencies(string folder)
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "KafkaStore.FunctionApp.deps.json")));
        string[] names =
        [
            .. deps
                .RootElement.GetProperty("targets")
                .EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .SelectMany(library => library.Value.EnumerateObject().Where(part => part.Name is "runtime" or "native"))
                .SelectMany(part => part.Value.EnumerateObject())
                .Select(file => Path.GetFileName(file.Name)),
        ];
        Assert.Contains("KafkaStore.Functions.dll", names);
        Assert.Contains("Confluent.Kafka.dll", names);
        return names;
    }
}
