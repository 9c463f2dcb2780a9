using KafkaStore.Functions.Telemetry;

namespace KafkaStore.Tests.Telemetry;

/// <summary>Gauges say what the timer saw, and nothing that may be another's to say by now.</summary>
public sealed class PartitionGaugesTests : IDisposable
{
    private readonly Measurements measured = new();

    public void Dispose() => measured.Dispose();

    [Fact]
    public async Task TheyFollowAPartitionFromItsFirstRecordToTheArchive()
    {
        string[] gauged = ["topic=gauged", "partition=0"];
        var partition = new TopicPartition("gauged", 0);
        using TestApp app = WithRecords(25, Counting(10) with { Topics = ["gauged"] }, partition);
        app.Clock.SetUtcNow(TestTime.Epoch.AddSeconds(100));
        await app.TickAsync();
        Assert.Equal(25, measured.Observe("kafka_store.partition.lag", gauged));
        Assert.Equal(25, measured.Observe("kafka_store.partition.accept_lag", gauged));
        Assert.Null(measured.Observe("kafka_store.partition.lag_time", gauged));
        Assert.Equal(0, measured.Observe("kafka_store.staged.age", gauged));

        await app.DeliverAllAsync(partition);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.TickAsync();
        Assert.Equal(5, measured.Observe("kafka_store.partition.lag", gauged));
        Assert.Equal(0, measured.Observe("kafka_store.partition.accept_lag", gauged));
        Assert.Equal(90, measured.Observe("kafka_store.partition.lag_time", gauged)); // record 20 was written at second 20
        Assert.Equal(5, measured.Observe("kafka_store.staged.records", gauged));
        Assert.InRange(measured.Observe("kafka_store.staged.size", gauged)!.Value, 5 * 10, 5 * 100);
        Assert.Equal(10, measured.Observe("kafka_store.staged.age", gauged));
        Assert.Equal(0, measured.Observe("kafka_store.partition.hole", gauged));
        Assert.Equal(0, measured.Observe("kafka_store.partition.faulted", gauged));

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(measured.Observe("kafka_store.partition.lag", gauged));
    }

    [Fact]
    public void APartitionOfWhichTheBrokerTellsNothingIsFaultedAllTheSame()
    {
        using var gauges = new PartitionGauges(new FakeTimeProvider(TestTime.Epoch));
        gauges.Show([], new HashSet<TopicPartition> { new("gone", 1) });
        Assert.Equal(1, measured.Observe("kafka_store.partition.faulted", "topic=gone", "partition=1"));
    }

    [Theory]
    [InlineData(-1, 5)] // without a timestamp: since it was accepted
    [InlineData(long.MaxValue, 5)]
    [InlineData(0, 0)] // written after now, by its producer's clock
    public void TimestampsThatSayNothingAreNotBelieved(long milliseconds, int expectedSeconds)
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddSeconds(-1000);
        var bounds = new LogBounds(new TopicPartition("odd", 0), 0, 10);
        PartitionState state = new(bounds.Partition)
        {
            Checkpoint = 0,
            AcceptedEnd = 10,
            Open = new SegmentFigures(10, 100, milliseconds, milliseconds, now.AddSeconds(-5)),
        };
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), PartitionFigures.Of(bounds, state, now).LagTime);
    }
}
