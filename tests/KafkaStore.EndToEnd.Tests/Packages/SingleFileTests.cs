namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The one file that needs no .NET: made for this machine and run; the other platforms' are made by a release.</summary>
public sealed class SingleFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheFileForLinuxArchivesWithoutDotnet()
    {
        string archive = (await ToolRun.RunAsync(Repository.PathOf("scripts/pack"), ["--no-build", "--output", folder.Path, "linux-x64"]))
            .Succeed()
            .Trim();
        string version = Path.GetFileName(archive)["kafka-store-".Length..^"-linux-x64.tar.gz".Length];
        string seen = (await ToolRun.RunAsync(Repository.PathOf("scripts/check-packages"), [version, folder.Path])).Succeed();
        Assert.Matches(@"^linux-x64: kafka-store with librdkafka.so, \d+ MiB packed\n$", seen);

        (await ToolRun.RunAsync("tar", ["-xzf", archive, "-C", folder.Path])).Succeed();
        Assert.Equal(
            ["kafka-store", "kafka-store.service"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Where(name => !name!.EndsWith(".gz")).Order()
        );
        // A home of its own, into which the native client is unpacked, and no .NET to be found.
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["DOTNET_ROOT"] = "",
            ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = folder.Below("unpacked"),
        };
        await FirstArchive.MakeAsync(folder.Path, folder.Below("run"), environment);
        Assert.Single(Directory.GetFiles(folder.Below("unpacked"), "librdkafka.so", SearchOption.AllDirectories));
    }
}
