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
}
