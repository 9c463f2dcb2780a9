using KafkaStore.Avro;
using KafkaStore.Reading.Objects;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;
using KafkaStore.Scripted.Topics;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The built program, and a topic that is deleted and created again: it goes on as another generation.</summary>
public sealed class RecreatedTopicTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-recreated-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start(new BrokerOptions { Nodes = 2 });

    private string Archive => Path.Combine(folder.FullName, "archive");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(2_000, true)] // longer than the former one
    [InlineData(100, true)]
    [InlineData(500, false)] // as long; the former one's end is staged only
    [InlineData(0, false)]
    public async Task WhileNothingRuns(int records, bool close)
    {
        Fill(broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync(close ? ["--close-at-end"] : []);
        Fill(broker.Recreate("orders"), "new", records);
        await EndsWellAsync("--close-at-end");
        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", records), await ArchivedAsync("orders~g1"));
        Assert.Empty(new ArchiveFolder(Archive).Chunks());
        await VerifiesAsync();
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(50)]
    public async Task WhileItRuns(int records)
    {
        Fill(broker.CreateTopic("orders"), "old", 500);
        await using (KafkaStoreProcess run = Run())
        {
            await run.UntilAsync(_ => StagedAt("orders", 500) is { } staged && SeenAt() >= staged + 1_000);
            Fill(broker.Recreate("orders"), "new", records);
            await run.UntilAsync(run => run.Errors.Contains("It goes on as orders~g1"));
            await run.UntilAsync(_ => StagedOrArchived("orders~g1"));
            await run.SignalAsync("TERM");
            Assert.Equal(0, (await run.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode);
        }

        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", records), await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task TwiceInARowAndByABrokerThatLagsBehind()
    {
        Fill(broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync();
        broker.Nodes[1].Lag = TimeSpan.FromMilliseconds(500);
        Fill(broker.Recreate("orders"), "new", 600);
        await EndsWellAsync();
        Fill(broker.Recreate("orders"), "newest", 700);
        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", 600), await ArchivedAsync("orders~g1"));
        Assert.Equal(Values("newest", 700), await ArchivedAsync("orders~g2"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task InAGroup()
    {
        string[] shared = ["--share", "--staging-url", Path.Combine(folder.FullName, "staged")];
        Fill(broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync([.. shared, "--close-at-end"]);
        Fill(broker.Recreate("orders"), "new", 2_000);
        await EndsWellAsync([.. shared, "--close-at-end"]);
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", 2_000), await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task WhereThatIsWantedItStopsAndNothingIsPutBehindTheFormerOne()
    {
        Fill(broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync("--close-at-end");
        IReadOnlyList<string> before = await ArchivedAsync("orders");
        Fill(broker.Recreate("orders"), "new", 2_000);
        (int exitCode, _, string errors) = await ArchiveAsync("--close-at-end", "--on-recreated", "fault");
        Assert.True(exitCode is 1 or 3, errors);
        Assert.Contains("was deleted and created again", errors, StringComparison.Ordinal);
        Assert.Equal(before, await ArchivedAsync("orders"));
        Assert.Empty(await ArchivedAsync("orders~g1"));
    }

    [Fact]
    public async Task AnotherClusterIsNoNewGeneration()
    {
        Fill(broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync("--close-at-end");
        broker.ClusterId = "anotherClusterIsThis00";
        Fill(broker.Recreate("orders"), "new", 2_000);
        (int exitCode, _, string errors) = await ArchiveAsync("--close-at-end");
        Assert.True(exitCode is 1 or 3, errors);
        Assert.Contains("anotherClusterIsThis00", errors, StringComparison.Ordinal);
        Assert.Empty(await ArchivedAsync("orders~g1"));
    }

    [Fact]
    public async Task TheSameTopicGoesOn()
    {
        Topic orders = broker.CreateTopic("orders");
        Fill(orders, "old", 500);
        await EndsWellAsync("--close-at-end");
        Fill(orders, "more", 500);
        await EndsWellAsync("--close-at-end");
        Assert.Equal([.. Values("old", 500), .. Values("more", 500)], await ArchivedAsync("orders"));
    }

    private static void Fill(Topic topic, string text, int records) =>
        topic[0].Fill(records, i => LogRecord.Of($"k {i % 7}", $"{text} {i}"));

    private static IReadOnlyList<string> Values(string text, int records) => [.. Enumerable.Range(0, records).Select(i => $"{text} {i}")];

    private bool StagedOrArchived(string topic)
    {
        var archive = new ArchiveFolder(Archive);
        return archive.Chunks().Any(chunk => chunk.Partition.Topic == topic)
            || archive.Objects().Any(name => name.Partition.Topic == topic);
    }

    // When the topic's records up to this offset were staged.
    private long? StagedAt(string topic, long next)
    {
        var archive = new ArchiveFolder(Archive);
        return archive.Chunks().Where(chunk => chunk.Partition.Topic == topic && chunk.Last == next - 1).ToArray() is [var chunk]
            ? new DateTimeOffset(archive.WrittenAt(chunk)).ToUnixTimeMilliseconds()
            : null;
    }

    // When the program last noted that the brokers had the topic.
    private long SeenAt()
    {
        var seen = new DirectoryInfo(Path.Combine(Archive, "~kafka-store", "state", "staged", "~seen", "orders"));
        return seen.Exists ? seen.GetFiles().Select(file => long.TryParse(file.Name, out long at) ? at : 0).Append(0).Max() : 0;
    }

    private async Task<IReadOnlyList<string>> ArchivedAsync(string topic)
    {
        var values = new List<string>();
        var store = new LocalObjectStore(Archive);
        var objects = new ArchiveObjects(store);
        if (await new ArchiveLocator(store).FindFirstAsync(new TopicPartition(topic, 0), default) is not { } first)
            return values;
        await foreach (ArchiveObject archived in objects.FollowAsync(first.Name, default))
        {
            await foreach (EncodedRecord record in new ArchiveCursor(objects).ReadObjectAsync(archived, 0, default))
                values.Add(Encoding.UTF8.GetString(RecordEncoding.Decode(record).Value!.Value.Span));
        }

        return values;
    }

    private async Task VerifiesAsync()
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("verify", "--local-store", Archive);
        Assert.True(exitCode == 0, output + errors);
    }

    private async Task EndsWellAsync(params string[] options)
    {
        (int exitCode, _, string errors) = await ArchiveAsync(options);
        Assert.True(exitCode == 0, errors);
    }

    private Task<ToolRun> ArchiveAsync(params string[] options) =>
        KafkaStoreProcess.RunAsync([.. Arguments(), "--exit-at-end", .. options]);

    private KafkaStoreProcess Run() => KafkaStoreProcess.Start(Arguments());

    private string[] Arguments() =>
        [
            "--broker-list",
            broker.Bootstrap,
            "--topic",
            "orders",
            "--group",
            "g",
            "--local-store",
            Archive,
            "--offset-reset",
            "earliest",
            "--file-size",
            "4k",
            "--settling-seconds",
            "1",
        ];
}
