using System.Net;
using System.Net.Sockets;

namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class LostBrokerTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    private static readonly BatchLimits Limits = new(1_000, 1 << 20);

    [Fact]
    public async Task ReachableClusterPassesTheStartCheck()
    {
        using var broker = EmbeddedBroker.Start();
        await KafkaCluster.EnsureReachableAsync(BrokerFixture.OptionsFor(broker.Brokers), NullLogger.Instance);
    }

    [Fact]
    public async Task RefusedConnectionIsSaidSoon()
    {
        (string message, TimeSpan took) = await Refused($"127.0.0.1:{FreePort()}");
        Assert.EndsWith(": Connection refused). Check the addresses of the brokers.", message);
        Assert.InRange(took.TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task UnknownHostIsSaidSoon()
    {
        (string message, TimeSpan took) = await Refused("no-such-host.invalid:9092");
        Assert.Contains("Failed to resolve 'no-such-host.invalid:9092'", message);
        Assert.InRange(took.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task PortThatNeverAnswersIsGivenUp()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        (string message, TimeSpan took) = await Refused(silent.LocalEndpoint.ToString()!, TimeSpan.FromSeconds(2));
        Assert.EndsWith("(no answer within 2 s). Check the addresses of the brokers.", message);
        Assert.InRange(took.TotalSeconds, 1.9, 4);
    }

    [Fact]
    public async Task RestoreGivesUpOnABrokerThatStaysAwayAndNothingIsDeliveredAfterwards()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("orders", 1);
        KafkaClientOptions options = BrokerFixture.OptionsFor(broker.Brokers);
        var partition = new TopicPartition("orders", 0);
        await using (var writer = new KafkaRestoreWriter(options, NullLogger.Instance, default, TimeSpan.FromSeconds(2)))
        {
            await writer.WriteAsync(partition, BrokerFixture.Numbered(1), default);
            await writer.FlushAsync(default);
            broker.SetDown();
            await writer.WriteAsync(partition, BrokerFixture.Numbered(2), default);
            BrokerUnavailableException lost = await Assert.ThrowsAsync<BrokerUnavailableException>(() => writer.FlushAsync(default));
            Assert.Equal($"no Kafka broker answers at {broker.Brokers} (nothing was acknowledged for 2 s)", lost.Message);
        }

        broker.SetUp();
        await using var log = new KafkaRecordLog(options, NullLogger.Instance);
        Assert.Equal(1, Assert.Single(await log.GetBoundsAsync(["orders"], default)).End);
    }

    [Fact]
    public async Task SourceSaysThatTheBrokerIsAwayAndGoesOnWhenItIsBack()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("orders", 1);
        KafkaClientOptions options = BrokerFixture.OptionsFor(broker.Brokers);
        await Write(broker, 0, 3);
        await using var source = new KafkaRecordSource(options, NullLogger.Instance);
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new("orders", 0)] = 0 }, default);
        Assert.Equal(4, (await BrokerFixture.ReadToEndsAsync(source)).Count);

        broker.SetDown();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 2; i++)
        {
            BrokerUnavailableException failure = await Assert.ThrowsAsync<BrokerUnavailableException>(async () =>
                await source.ReadAsync(Limits, TimeSpan.FromSeconds(10), default)
            );
            Assert.Matches($"^no Kafka broker answers at {broker.Brokers} \\([A-Z][^/]*\\)$", failure.Message);
        }
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);

        broker.SetUp();
        // Not a word of it while nothing new is there: it is simply quiet again.
        await WhenBack(async () => await source.ReadAsync(Limits, TimeSpan.FromMilliseconds(200), default));
        await Write(broker, 3, 2);
        List<SourceItem> items = await BrokerFixture.ReadToEndsAsync(source);
        Assert.Equal([3, 4], items.Where(item => item.Item.Kind == LogItemKind.Record).Select(item => item.Item.Offset));
    }

    [Fact]
    public async Task LogAndCursorSayThatTheBrokerIsAwayAndGoOnWhenItIsBack()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("orders", 1);
        await Write(broker, 0, 3);
        await using var log = new KafkaRecordLog(BrokerFixture.OptionsFor(broker.Brokers), NullLogger.Instance);
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition("orders", 0));
        await cursor.SeekAsync(2, default);
        Assert.Equal(2, (await cursor.ReadAsync(default)).Offset);
        Assert.Equal(LogItem.EndOfPartition(3), await cursor.ReadAsync(default));
        Assert.Equal(3, (await log.GetBoundsAsync(["orders"], default))[0].End);

        broker.SetDown();
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => ReadOnAsync(cursor));
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => log.GetBoundsAsync(["orders"], default));

        broker.SetUp();
        await WhenBack(() => log.GetBoundsAsync(["orders"], default));
        await Write(broker, 3, 1);
        await WhenBack(() => cursor.SeekAsync(3, default));
        LogItem item = default;
        await WhenBack(async () => item = await cursor.ReadAsync(default));
        Assert.Equal((LogItemKind.Record, 3L), (item.Kind, item.Offset));
    }

    // An answer may have been on its way.
    private static async Task ReadOnAsync(ILogCursor cursor)
    {
        for (int i = 0; i < 20; i++)
            await cursor.ReadAsync(default);
    }

    [Fact]
    public async Task ClosingDoesNotWaitForALostBroker()
    {
        var broker = EmbeddedBroker.Start();
        broker.CreateTopic("orders", 1);
        await Write(broker, 0, 3);
        var source = new KafkaRecordSource(BrokerFixture.OptionsFor(broker.Brokers), NullLogger.Instance);
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new("orders", 0)] = 0 }, default);
        await BrokerFixture.ReadToEndsAsync(source);
        source.StoreOffset(new TopicPartition("orders", 0), 3);
        broker.Dispose();

        var watch = Stopwatch.StartNew();
        await source.DisposeAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 7);
    }

    [Fact]
    public async Task WritingToAPartitionThatIsNotThereIsSaid()
    {
        string topic = kafka.NewTopic();
        await using var writer = new KafkaRecordWriter(kafka.Writing, NullLogger.Instance);
        BrokerUnavailableException failure = await Assert.ThrowsAsync<BrokerUnavailableException>(async () =>
            await writer.WriteAsync(topic, 99, BrokerFixture.Numbered(0), default)
        );
        Assert.Equal($"Kafka at {kafka.Broker.Brokers} refused while writing to {topic}: Local: Unknown partition", failure.Message);
    }

    [Fact]
    public async Task RecordThatCannotBeDeliveredIsSaidByFlushAndByTheNextWrite()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("orders", 1);
        await using var writer = new KafkaRecordWriter(
            new KafkaClientOptions(broker.Brokers, "none")
            {
                Properties = new Dictionary<string, Secret> { ["message.timeout.ms"] = "1000" },
            },
            NullLogger.Instance
        );
        await writer.WriteAsync("orders", 0, BrokerFixture.Numbered(0), default);
        await writer.FlushAsync(default);
        Assert.Equal(1, writer.Acknowledged);

        broker.SetDown();
        await writer.WriteAsync("orders", 0, BrokerFixture.Numbered(1), default);
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => writer.FlushAsync(default));
        await Assert.ThrowsAsync<BrokerUnavailableException>(async () =>
            await writer.WriteAsync("orders", 0, BrokerFixture.Numbered(2), default)
        );
        Assert.Equal(1, writer.Acknowledged);
    }

    private static async Task<(string Message, TimeSpan Took)> Refused(string brokers, TimeSpan? timeout = null)
    {
        var watch = Stopwatch.StartNew();
        BrokerUnavailableException failure = await Assert.ThrowsAsync<BrokerUnavailableException>(() =>
            KafkaCluster.EnsureReachableAsync(BrokerFixture.OptionsFor(brokers), NullLogger.Instance, timeout)
        );
        Assert.StartsWith($"no Kafka broker answers at {brokers} (", failure.Message);
        return (failure.Message, watch.Elapsed);
    }

    private static async Task Write(EmbeddedBroker broker, int first, int count)
    {
        await using var writer = new KafkaRecordWriter(new KafkaClientOptions(broker.Brokers, "none"), NullLogger.Instance);
        foreach (int number in Enumerable.Range(first, count))
            await writer.WriteAsync("orders", 0, BrokerFixture.Numbered(number), default);
        await writer.FlushAsync(default);
    }

    private static async Task WhenBack(Func<Task> doing)
    {
        for (var watch = Stopwatch.StartNew(); ; )
        {
            try
            {
                await doing();
                return;
            }
            catch (BrokerUnavailableException) when (watch.Elapsed < TimeSpan.FromSeconds(15))
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
