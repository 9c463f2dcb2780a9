namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>One embedded broker for the tests of a class, a topic for each test.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private static int topics;
    private KafkaRecordWriter? writer;

    public EmbeddedBroker Broker { get; } = EmbeddedBroker.Start();

    public KafkaClientOptions Options => OptionsFor(Broker.Brokers);

    /// <summary>The embedded broker holds a fetch without records for its whole wait, so that wait is short.</summary>
    public static KafkaClientOptions OptionsFor(string brokers) =>
        new(brokers, "archiver")
        {
            Properties = new Dictionary<string, Secret> { ["fetch.wait.max.ms"] = "20", ["reconnect.backoff.max.ms"] = "200" },
            RequestTimeout = TimeSpan.FromSeconds(3),
            CursorPatience = TimeSpan.FromSeconds(3),
        };

    public KafkaClientOptions Writing => Options with { Properties = new Dictionary<string, Secret> { ["linger.ms"] = "1" } };

    public string NewTopic(int partitions = 1)
    {
        string topic = $"topic-{Interlocked.Increment(ref topics)}";
        Broker.CreateTopic(topic, partitions);
        return topic;
    }

    public async Task WriteAsync(string topic, int partition, params IEnumerable<Record> records)
    {
        writer ??= new KafkaRecordWriter(Writing, NullLogger.Instance);
        foreach (Record record in records)
            await writer.WriteAsync(topic, partition, record, default);
        await writer.FlushAsync(default);
    }

    /// <summary>To any broker.</summary>
    public static async Task WriteToAsync(string brokers, string topic, int partition, params IEnumerable<Record> records)
    {
        await using var writer = new KafkaRecordWriter(new KafkaClientOptions(brokers, "producer"), NullLogger.Instance);
        foreach (Record record in records)
            await writer.WriteAsync(topic, partition, record, default);
        await writer.FlushAsync(default);
    }

    public KafkaRecordLog Log() => new(Options, NullLogger.Instance);

    public KafkaRecordSource Source() => new(Options, NullLogger.Instance);

    /// <summary>Reads until every assigned partition has reported its end.</summary>
    public static async Task<List<SourceItem>> ReadToEndsAsync(KafkaRecordSource source, int ends = 1, BatchLimits? limits = null)
    {
        var items = new List<SourceItem>();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (items.Count(item => item.Item.Kind == LogItemKind.EndOfPartition) < ends)
            items.AddRange(await source.ReadAsync(limits ?? new BatchLimits(100_000, 64 << 20), TimeSpan.FromSeconds(1), tooLong.Token));
        return items;
    }

    public static Record Numbered(int number) =>
        new(-1, 1_700_000_000_000 + number, Encoding.UTF8.GetBytes($"key {number}"), Encoding.UTF8.GetBytes($"value {number}"), []);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (writer is not null)
            await writer.DisposeAsync();
        Broker.Dispose();
    }
}
