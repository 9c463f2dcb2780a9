using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The built program, and a topic that is deleted and created again while it does not run.</summary>
public sealed class RecreatedTopicTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-recreated-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    private string Archive => Path.Combine(folder.FullName, "archive");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false, 12_000)]
    [InlineData(false, 100)]
    [InlineData(true, 12_000)]
    public async Task NothingOfItIsPutBehindTheFormerOne(bool share, int records)
    {
        Fill(broker.CreateTopic("orders"), "old", 5_000);
        Assert.Equal(0, (await ArchiveAsync(share)).ExitCode);
        Dictionary<string, byte[]> before = Objects();
        Assert.NotEmpty(before);

        Fill(broker.Recreate("orders"), "new", records);
        for (int run = 0; run < 2; run++)
        {
            (int exitCode, string errors) = await ArchiveAsync(share);
            Assert.Equal(1, exitCode);
            Assert.Contains("it was probably deleted and created again", errors);
            Assert.Equal(before, Objects());
        }
    }

    [Fact]
    public async Task TheSameTopicGoesOn()
    {
        Topic orders = broker.CreateTopic("orders");
        Fill(orders, "old", 500);
        Assert.Equal(0, (await ArchiveAsync(share: false)).ExitCode);
        int before = Objects().Count;
        Fill(orders, "more", 500);
        (int exitCode, string errors) = await ArchiveAsync(share: false);
        Assert.True(exitCode == 0, errors);
        Assert.True(Objects().Count > before);
    }

    private static void Fill(Topic topic, string text, int records) =>
        topic[0].Fill(records, i => LogRecord.Of($"k {i % 7}", $"{text} {i}"));

    private Dictionary<string, byte[]> Objects()
    {
        var archive = new ArchiveFolder(Archive);
        return archive.Objects().ToDictionary(name => name.ToString(), archive.BytesOf);
    }

    private async Task<(int ExitCode, string Errors)> ArchiveAsync(bool share)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync([
            .. WholeTopic(broker.Bootstrap, "orders", Archive),
            .. share ? new[] { "--share", "--staging-url", Path.Combine(folder.FullName, "staged") } : [],
        ]);
        return (exitCode, errors);
    }
}
