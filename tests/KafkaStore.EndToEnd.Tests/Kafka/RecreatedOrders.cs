using KafkaStore.Avro;
using KafkaStore.Reading.Objects;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;
using KafkaStore.Scripted.Topics;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>A topic of a scripted broker that is created again, the built program that archives it, and what became of its records.</summary>
public abstract class RecreatedOrders(BrokerRelease release = BrokerRelease.Current) : IAsyncLifetime
{
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("kafka-store-recreated-");
    protected ScriptedBroker Broker { get; } = ScriptedBroker.Start(new BrokerOptions { Nodes = 2, Release = release });

    protected string Archive => Path.Combine(Folder.FullName, "archive");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    protected static void Fill(Topic topic, string text, int records) =>
        topic[0].Fill(records, i => LogRecord.Of($"k {i % 7}", $"{text} {i}"));

    protected static IReadOnlyList<string> Values(string text, int records) => [.. Enumerable.Range(0, records).Select(i => $"{text} {i}")];

    protected bool StagedOrArchived(string topic)
    {
        var archive = new ArchiveFolder(Archive);
        return archive.Chunks().Any(chunk => chunk.Partition.Topic == topic)
            || archive.Objects().Any(name => name.Partition.Topic == topic);
    }

    // When the topic's records up to this offset were staged.
    protected long? StagedAt(string topic, long next)
    {
        var archive = new ArchiveFolder(Archive);
        return archive.Chunks().Where(chunk => chunk.Partition.Topic == topic && chunk.Last == next - 1).ToArray() is [var chunk]
            ? new DateTimeOffset(archive.WrittenAt(chunk)).ToUnixTimeMilliseconds()
            : null;
    }

    // When the program last noted that the brokers had the topic.
    protected long SeenAt()
    {
        var seen = new DirectoryInfo(Path.Combine(Archive, "~kafka-store", "state", "staged", "~seen", "orders"));
        return seen.Exists ? seen.GetFiles().Select(file => long.TryParse(file.Name, out long at) ? at : 0).Append(0).Max() : 0;
    }

    protected async Task<IReadOnlyList<string>> ArchivedAsync(string topic)
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

    protected async Task VerifiesAsync()
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("verify", "--local-store", Archive);
        Assert.True(exitCode == 0, output + errors);
    }

    protected async Task EndsWellAsync(params string[] options)
    {
        (int exitCode, _, string errors) = await ArchiveAsync(options);
        Assert.True(exitCode == 0, errors);
    }

    protected Task<ToolRun> ArchiveAsync(params string[] options) =>
        KafkaStoreProcess.RunAsync([.. Arguments(), "--exit-at-end", .. options]);

    protected KafkaStoreProcess Run() => KafkaStoreProcess.Start(Arguments());

    protected string[] Arguments() =>
        [
            "--broker-list",
            Broker.Bootstrap,
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
