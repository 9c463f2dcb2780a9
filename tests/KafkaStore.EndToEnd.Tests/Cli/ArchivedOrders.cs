namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>An archive of the topic orders, of records of all kinds, made once for the tests that restore it.</summary>
[CollectionDefinition(nameof(ArchivedOrders))]
public sealed class ArchivedOrders : IAsyncLifetime, ICollectionFixture<ArchivedOrders>
{
    public const string Topic = "orders";
    public const int Partitions = 4;
    public const int RecordsEach = 5_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-restore-");
    private int folders;

    public EmbeddedBroker Broker { get; } = EmbeddedBroker.Start();

    public ArchiveFolder Archive { get; private set; } = null!;

    /// <summary>A path that nothing else has.</summary>
    public string NewPath(string name) => Path.Combine(folder.FullName, $"{name}-{Interlocked.Increment(ref folders)}");

    public async Task InitializeAsync()
    {
        Broker.CreateTopic(Topic, Partitions);
        await using var writer = new KafkaRecordWriter(new KafkaClientOptions(Broker.Brokers, "producer"), NullLogger.Instance);
        for (int i = 0; i < Partitions * RecordsEach; i++)
            await writer.WriteAsync(Topic, i % Partitions, Make(i), default);
        await writer.FlushAsync(default);
        Archive = await ArchiveAsync(Broker.Brokers);
    }

    /// <summary>Archives the topic whole, into a folder of its own.</summary>
    public async Task<ArchiveFolder> ArchiveAsync(string brokers)
    {
        string path = NewPath("archive");
        (await KafkaStoreProcess.RunAsync(WholeTopic(brokers, Topic, path, "--file-size", "64K"))).Succeed();
        return new ArchiveFolder(path);
    }

    /// <summary>All records of a partition, its start and end checked against each other.</summary>
    public static async Task<IReadOnlyList<Record>> ReadAsync(string brokers, TopicPartition partition)
    {
        await using var log = new KafkaRecordLog(BrokerFixture.OptionsFor(brokers), NullLogger.Instance);
        LogBounds bounds = (await log.GetBoundsAsync([partition.Topic], default)).Single(entry => entry.Partition == partition);
        var records = new List<Record>();
        if (bounds.Start == bounds.End)
            return records;
        await using ILogCursor cursor = log.OpenCursor(partition);
        await cursor.SeekAsync(bounds.Start, default);
        while (records.Count == 0 || records[^1].Offset + 1 < bounds.End)
        {
            LogItem item = await cursor.ReadAsync(default);
            Assert.NotEqual(LogItemKind.Nothing, item.Kind);
            if (item.Record is { } record)
                records.Add(record);
        }

        return records;
    }

    public Task DisposeAsync()
    {
        Broker.Dispose();
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static Record Make(int i) =>
        new(
            0,
            i % 11 == 0 ? -1 : 1_700_000_000_000 + (i * 7),
            i % 7 == 0 ? default(ReadOnlyMemory<byte>?) : Utf8($"key {i % 100}"),
            (i % 13) switch
            {
                0 => default(ReadOnlyMemory<byte>?),
                1 => ReadOnlyMemory<byte>.Empty,
                _ => Utf8($"value {i}"),
            },
            i % 5 == 0 ? [new RecordHeader("trace", Utf8($"{i}")), new RecordHeader("trace", null)] : []
        );

    private static byte[] Utf8(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
