namespace KafkaStore.Tests.App;

/// <summary>Many small chunks become few, and the archive can't tell.</summary>
public sealed class SmallChunksTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MoreThanFiveHundredAreMergedWithoutChangingTheArchive(bool interrupted)
    {
        using TestApp plain = WithSparseRecords();
        await plain.DeliverAllAsync(Orders0, batchSize: 5000);
        await plain.CloseAfterGraceAsync();

        using TestApp app = WithSparseRecords();
        await app.DeliverAllAsync(Orders0, batchSize: 1, clockFollows: false);
        Assert.True(app.Chunks.Count > 500);
        if (interrupted)
            app.StagingFaults.Fail(call => call.Operation == StoreOperation.Delete && ++deletes == 200, times: 1);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.SignalAsync(Orders0, Operations.Seal);
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.InRange(app.Chunks.Count(chunk => !chunk.IsProof), 1, interrupted ? 500 : 1);

        app.Restart();
        await app.CloseAsync(Orders0);
        AssertSameArchive(plain, app);
        await app.AssertArchivedExactlyAsync(Orders0, 0, long.MaxValue);
        Assert.DoesNotContain(app.Chunks, chunk => !chunk.IsProof);
    }

    [Fact]
    public async Task FiveHundredAreLeftAlone()
    {
        using TestApp app = WithRecords(500, Counting(10_000));
        await app.DeliverAllAsync(Orders0, batchSize: 1, clockFollows: false);
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.Equal(500, app.Chunks.Count);
    }

    [Fact]
    public async Task TheEarliestAcceptanceIsKeptSoThatIdleClosingIsNotPutOff()
    {
        using TestApp app = WithRecords(600, Counting(10_000) with { Policy = new(TimeSpan.FromHours(1), long.MaxValue) });
        for (int i = 0; i < 600; i++)
            await app.DeliverAsync(Orders0, i);
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.Single(app.Chunks);
        app.Restart();
        app.Clock.AdjustTime(TestTime.Epoch + TimeSpan.FromMinutes(2));
        await app.TickAsync();
        app.Clock.SetUtcNow(TestTime.Epoch + TimeSpan.FromHours(9));
        await app.TickAsync();
        Assert.Single(app.ObjectNames);
    }

    private int deletes;

    private static TestApp WithSparseRecords()
    {
        TestApp app = WithRecords(0, Counting(100_000));
        for (int i = 0; i < 700; i++)
        {
            app.Append(1);
            if (i % 50 == 0)
                app.Log.Skip(Orders0);
        }

        return app;
    }
}
