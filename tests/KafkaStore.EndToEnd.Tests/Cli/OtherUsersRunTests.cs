using System.Runtime.Versioning;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>What a run of the built program leaves to other users, with a umask that keeps nothing back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherUsersRunTests : IAsyncLifetime
{
    private const UnixFileMode ForOthers = (UnixFileMode)0b111_111;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-others-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start(new BrokerOptions { Release = BrokerRelease.WithoutTopicIds });

    private string Archive => Path.Combine(folder.FullName, "archive");

    public Task InitializeAsync()
    {
        broker.CreateTopic("orders")[0].Append(LogRecord.Numbered(100));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task StateAndStagedRecordsAreTheOwnersAlone()
    {
        await RunAsync([.. Following(broker.Bootstrap, "orders", Archive), "--exit-at-end"]);

        string state = Path.Combine(Archive, "~kafka-store", "state");
        string[] made = [state, .. Directory.GetFileSystemEntries(state, "*", SearchOption.AllDirectories)];
        Assert.Contains(made, path => path.EndsWith("/lock", StringComparison.Ordinal));
        Assert.Contains(made, path => path.Contains("/staged/orders/", StringComparison.Ordinal));
        Assert.All(made, path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & ForOthers));
    }

    [Fact]
    public async Task AnArchiveAndWhatIsPrintedToAFileAreAsTheUmaskSays()
    {
        await RunAsync(WholeTopic(broker.Bootstrap, "orders", Archive));
        string output = Path.Combine(folder.FullName, "out.json");
        await RunAsync("kafka-store-reader", "local", Path.Combine(Archive, "orders"), "--output", output);

        const UnixFileMode File = (UnixFileMode)0b110_110_110;
        Assert.Equal(File, System.IO.File.GetUnixFileMode(Path.Combine(Archive, "orders", "000000", $"{0:D20}")));
        Assert.Equal(File, System.IO.File.GetUnixFileMode(output));
        Assert.Equal((UnixFileMode)0b111_111_111, System.IO.File.GetUnixFileMode(Path.Combine(Archive, "orders")));
    }

    private static async Task RunAsync(params string[] arguments) =>
        (await ToolRun.RunAsync("sh", ["-c", "umask 0; exec \"$@\"", "sh", "dotnet", KafkaStoreProcess.Program, .. arguments])).Succeed();
}
