namespace KafkaStore.Tests.App;

/// <summary>The scenarios that the original tool's own tests check, to the millisecond.</summary>
public sealed class OriginalScenarioTests : IDisposable
{
    private static readonly ArchiverOptions Options = new()
    {
        Topics = ["orders"],
        Policy = new SegmentPolicy(TimeSpan.FromSeconds(60), 64 * 1024 * 1024),
        CompressionParallelism = 1,
    };

    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(70_000 + 60_000) + TimeSpan.FromHours(8);

    private readonly TestApp app = new(options: Options);

    public OriginalScenarioTests() => app.Log.AddPartition(Orders0);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task RecordsWithinTheMaximumAgeStayInOneSegmentAndTheNextOneEndsIt()
    {
        await DeliverAsync(10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 65_000, 69_999);
        Assert.Empty(await app.ObjectsAsync(Orders0));

        await DeliverAsync(70_000);
        ArchiveObject only = Assert.Single(await app.ObjectsAsync(Orders0));
        Assert.Equal(8, only.Facts!.Container.Records);
        Assert.Equal(8, only.NextOffset);
        Assert.Equal(RollReason.Age, only.Facts.Reason);
    }

    [Fact]
    public async Task AnIdleSegmentIsClosedAtItsTimeAndNotAMillisecondEarlier()
    {
        await DeliverAsync(10_000, 69_999, 70_000);
        app.Clock.SetUtcNow(TestTime.Epoch + IdleAfter - TimeSpan.FromMilliseconds(1));
        await app.TickAsync();
        Assert.Single(await app.ObjectsAsync(Orders0));

        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await app.TickAsync();
        IReadOnlyList<ArchiveObject> objects = await app.ObjectsAsync(Orders0);
        Assert.Equal(2, objects.Count);
        Assert.Equal(RollReason.Idle, objects[1].Facts!.Reason);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 3);
    }

    [Fact]
    public async Task AnIdleSegmentStaysOpenWhileTheBrokerHasMore()
    {
        // Accepted ten minutes after its own time, so that the time since acceptance does not close it by itself.
        app.Log.Append(Orders0, Millisecond(70_000));
        app.Clock.SetUtcNow(TestTime.Epoch + TimeSpan.FromMilliseconds(70_000) + TimeSpan.FromMinutes(10));
        await app.DeliverAsync(Orders0, 0);
        await app.DrainAsync();

        app.Log.Append(Orders0, Millisecond(80_000));
        app.Clock.SetUtcNow(TestTime.Epoch + IdleAfter);
        await app.TickAsync();
        Assert.Empty(await app.ObjectsAsync(Orders0));

        // The end is seen once the second record is accepted, and idle once nothing came for the maximum age.
        await app.DeliverAsync(Orders0, 1);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await app.TickAsync();
        ArchiveObject only = Assert.Single(await app.ObjectsAsync(Orders0));
        Assert.Equal(RollReason.Idle, only.Facts!.Reason);
        Assert.Equal(2, only.NextOffset);
    }

    [Fact]
    public async Task NullKeysAndKeysOfBytesAreKeptAsTheyAre()
    {
        app.Log.Append(Orders0, Millisecond(0), "value", key: null);
        app.Log.Append(Orders0, Millisecond(1), "value", key: "key");
        app.Log.Append(Orders0, Millisecond(2), value: null, key: "");
        await app.DeliverAllAsync(Orders0);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 3);
    }

    private async Task DeliverAsync(params long[] milliseconds)
    {
        foreach (long time in milliseconds)
        {
            Record record = app.Log.Append(Orders0, Millisecond(time));
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(record.Timestamp));
            await app.DeliverAsync(Orders0, record.Offset);
            await app.DrainAsync();
        }
    }
}
