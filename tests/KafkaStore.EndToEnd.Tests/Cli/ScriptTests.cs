namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>The scripts at the repository's root; they build first if a source is newer than the last build.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-scripts-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("kafka-store")]
    [InlineData("kafka-store-reader")]
    public async Task ScriptWorksThroughALinkFromAnotherFolder(string name)
    {
        string link = Path.Combine(folder.FullName, "linked");
        File.CreateSymbolicLink(link, Path.Combine(Repository.Root, name));
        Assert.Contains($"\n  {name} [command] [options]\n", (await ToolRun.RunAsync(link, ["--help"], folder.FullName)).Succeed());
    }

    [Theory]
    [InlineData("--size large", "error: --size takes a size as 5GB, 300MB or 64kB, not 'large'.\n")]
    [InlineData("growth --level 6", "error: --level does not go with growth; see ./benchmarks/run --help.\n")]
    [InlineData("--quick --size 5GB", "error: --size does not go with --quick; see ./benchmarks/run --help.\n")]
    [InlineData("writing", "error: unknown argument 'writing'; see ./benchmarks/run --help.\n")]
    [InlineData("reading", "error: reading takes seek, stream or restore; see ./benchmarks/run --help.\n")]
    public async Task WhatTheBenchmarksDoNotTakeIsSaidBeforeAnythingIsBuilt(string arguments, string error)
    {
        ToolRun run = await ToolRun.RunAsync(Path.Combine(Repository.Root, "benchmarks", "run"), arguments.Split(' '));

        Assert.Equal((2, error), (run.ExitCode, run.Errors));
    }
}
