using KafkaStore.Kafka.Clients;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>A member of a group that is busy with a batch for as long as it likes holds up nobody else, and loses nothing.</summary>
public sealed class BusyMemberTests : IAsyncLifetime
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    private KafkaClientOptions Options =>
        new(broker.Bootstrap, "g")
        {
            Properties = new Dictionary<string, Secret>
            {
                ["session.timeout.ms"] = $"{Session.TotalMilliseconds}",
                ["heartbeat.interval.ms"] = "500",
            },
        };

    public Task InitializeAsync()
    {
        Topic orders = broker.CreateTopic("orders", partitions: 2);
        orders[0].Append(LogRecord.Numbered(20));
        orders[1].Append(LogRecord.Numbered(20));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
    }

    [Theory]
    [InlineData(null, null, 45_000)]
    [InlineData("6000", null, 6_000)]
    [InlineData("6000", "70000", 70_000)]
    public void AGroupWaitsForAMemberNoLongerThanItsSession(string? session, string? interval, int expected)
    {
        var properties = new Dictionary<string, Secret>();
        if (session is not null)
            properties["session.timeout.ms"] = session;
        if (interval is not null)
            properties["max.poll.interval.ms"] = interval;
        Assert.Equal(expected, ClientConfiguration.ForSource(Options with { Properties = properties }).MaxPollIntervalMs);
    }

    private static IEnumerable<TopicPartition> Partitions(IEnumerable<SourceItem> items, LogItemKind kind) =>
        items.Where(item => item.Item.Kind == kind).Select(item => item.Partition);

    private static IEnumerable<long> SinceAssigned(List<SourceItem> items, TopicPartition partition) =>
        Offsets(items.Skip(items.FindLastIndex(item => item.Partition == partition && item.Item.Kind == LogItemKind.Assigned)), partition);

    private static IEnumerable<long> Offsets(IEnumerable<SourceItem> items, TopicPartition partition) =>
        items.Where(item => item.Partition == partition && item.Item.Kind == LogItemKind.Record).Select(item => item.Item.Offset);

    private static async Task<List<SourceItem>> ReadUntilAsync(KafkaRecordSource source, Func<List<SourceItem>, bool> complete)
    {
        var items = new List<SourceItem>();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!complete(items))
            items.AddRange(await source.ReadAsync(new BatchLimits(7, 1 << 20), TimeSpan.FromSeconds(1), tooLong.Token));
        return items;
    }

    private async Task<KafkaRecordSource> JoinAsync()
    {
        var source = new KafkaRecordSource(Options, NullLogger.Instance);
        await source.SubscribeAsync(["orders"], _ => Task.FromResult(0L), default);
        return source;
    }
}
