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
        File.CreateSymbolicLink(link, Path.Combine(Root(), name));
        var start = new ProcessStartInfo(link, ["--help"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Assert.Contains($"\n  {name} [command] [options]\n", await process.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KafkaStore.Functions.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
