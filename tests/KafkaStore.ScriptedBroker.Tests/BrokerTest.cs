using System.Text;

namespace KafkaStore.Scripted.Tests;

/// <summary>A broker for each test, and clients that wait shortly. Whatever the broker could not answer fails the test.</summary>
public abstract class BrokerTest : IAsyncLifetime
{
    private readonly List<IDisposable> clients = [];
    private ScriptedBroker? broker;

    public ScriptedBroker Broker => broker ??= ScriptedBroker.Start();

    /// <summary>Starts the broker as something else than the default.</summary>
    public ScriptedBroker Start(BrokerOptions options) => broker = ScriptedBroker.Start(options);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync(); // first: then no client waits for an answer any more
        foreach (IDisposable client in clients)
            client.Dispose();
        Assert.Empty(Broker.Problems);
    }

    protected IConsumer<byte[], byte[]> Consumer(params (string Name, string Value)[] properties) => Consumer(_ => { }, properties);

    protected IConsumer<byte[], byte[]> Consumer(Action<Error> onError, params (string Name, string Value)[] properties)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Broker.Bootstrap,
            GroupId = "tests",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Error,
            FetchWaitMaxMs = 50,
            TopicMetadataRefreshIntervalMs = 300,
            TopicMetadataRefreshFastIntervalMs = 50,
            ReconnectBackoffMaxMs = 200,
            FetchErrorBackoffMs = 50,
            CheckCrcs = true,
        };
        foreach ((string name, string value) in properties)
            config.Set(name, value);
        return Kept(
            new ConsumerBuilder<byte[], byte[]>(config).SetErrorHandler((_, error) => onError(error)).SetLogHandler((_, _) => { }).Build()
        );
    }

    protected IProducer<string?, string?> Producer(params (string Name, string Value)[] properties)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = Broker.Bootstrap,
            LingerMs = 1,
            RetryBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
        };
        foreach ((string name, string value) in properties)
            config.Set(name, value);
        return Kept(new ProducerBuilder<string?, string?>(config).SetLogHandler((_, _) => { }).Build());
    }

    protected IAdminClient Admin(string? bootstrap = null) =>
        Kept(
            new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap ?? Broker.Bootstrap })
                .SetLogHandler((_, _) => { })
                .Build()
        );

    /// <summary>Values from the partition's beginning, or an offset, to its end.</summary>
    protected static List<string> ReadToEnd(IConsumer<byte[], byte[]> consumer, BrokerPartition partition, long? from = null) =>
        [.. ReadRecordsToEnd(consumer, partition, from).Select(Value)];

    protected static List<ConsumeResult<byte[], byte[]>> ReadRecordsToEnd(
        IConsumer<byte[], byte[]> consumer,
        BrokerPartition partition,
        long? from = null
    )
    {
        consumer.Assign(new TopicPartitionOffset(partition.Topic.Name, partition.Index, from ?? Offset.Beginning));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (Next(consumer) is { IsPartitionEOF: false } record)
            records.Add(record);
        return records;
    }

    /// <summary>The next record or end of a partition.</summary>
    protected static ConsumeResult<byte[], byte[]> Next(IConsumer<byte[], byte[]> consumer) =>
        consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("Nothing came for twenty seconds.");

    /// <summary>Skips ends of partitions.</summary>
    protected static string NextValue(IConsumer<byte[], byte[]> consumer)
    {
        while (true)
        {
            ConsumeResult<byte[], byte[]> next = Next(consumer);
            if (!next.IsPartitionEOF)
                return Value(next);
        }
    }

    protected static string Value(ConsumeResult<byte[], byte[]> record) => Encoding.UTF8.GetString(record.Message.Value);

    protected static async Task Until(Func<bool> holds, int seconds = 20)
    {
        for (DateTime until = DateTime.UtcNow.AddSeconds(seconds); !holds(); await Task.Delay(20))
            Assert.True(DateTime.UtcNow < until, "It did not come to hold in time.");
    }

    private T Kept<T>(T client)
        where T : IDisposable
    {
        clients.Add(client);
        return client;
    }
}
