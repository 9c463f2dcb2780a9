namespace KafkaStore.Tests.App;

/// <summary>Staged chunks whose records are sound and whose headers say something else than they did.</summary>
public sealed class DamagedHeaderTests
{
    private static readonly TimeSpan Open = SegmentPolicy.DefaultMaximumAge + TopicPolicy.DefaultSafetyWindow;

    [Fact]
    public async Task ADamagedTimeOfAcceptanceClosesNothingEarly()
    {
        using var app = new TestApp();
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 3; i++)
            app.Log.Append(Orders0, timestamp: -1); // only acceptance can close it
        await app.AcceptAsync((0, 3));
        Damage(app, Assert.Single(app.Chunks), "kafka.accepted.at", 1, '7', '3');
        app.Clock.Advance(app.Options.HoleGrace);
        await app.SignalAsync(Orders0, Operations.Seal);
        DateTimeOffset fetched = app.Clock.GetUtcNow();
        await app.TickMinutesAsync(5);
        Assert.Empty(app.ObjectNames);
        Assert.Single(app.Report.Damaged);

        // Accepted anew when it was fetched.
        app.Clock.SetUtcNow(fetched + Open);
        await app.TickAsync();
        ArchiveObject only = Assert.Single(await app.ObjectsAsync(Orders0));
        Assert.Equal(RollReason.Idle, only.Facts!.Reason);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 3);
    }

    [Fact]
    public async Task ADamagedTimeOfAcceptanceHoldsUpNoHole()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, Offsets(8, 12));
        await app.DeliverAsync(Orders0, Offsets(12, 25));
        Damage(app, app.Chunks.Single(chunk => chunk.First == 8), "kafka.accepted.at", 0, '1', '9');
        await app.TickAfterGraceAsync(3);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Single(app.Report.Damaged);
    }

    [Fact]
    public async Task ADamagedListOfAbsentOffsetsHidesNoHole()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, 4, 7);
        await app.DeliverAsync(Orders0, Offsets(8, 25));
        Damage(app, app.Chunks.Single(chunk => chunk.First == 4), "kafka.absent", 0, '5', '6');
        await app.TickAfterGraceAsync(3);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Single(app.Report.Damaged);
    }

    // One digit of a header's value, so that it is a number as before and the records keep their digest.
    private static void Damage(TestApp app, ChunkName chunk, string key, int digit, char was, char becomes)
    {
        byte[] bytes = [.. app.Staging.BytesOf(chunk.ToString())];
        byte[] keyBytes = Encoding.UTF8.GetBytes(key);
        int at = bytes.AsSpan().IndexOf(keyBytes) + keyBytes.Length + 1 + digit; // past the length of the value
        Assert.Equal(was, (char)bytes[at]);
        bytes[at] = (byte)becomes;
        app.Staging.Replace(chunk.ToString(), bytes);
    }
}
