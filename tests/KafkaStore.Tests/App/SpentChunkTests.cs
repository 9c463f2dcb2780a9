namespace KafkaStore.Tests.App;

/// <summary>Chunks are deleted once their records are archived, and never on trust.</summary>
public sealed class SpentChunkTests
{
    [Fact]
    public async Task OnlyChunksBelowTheCheckpointAreDeleted()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAllAsync(Orders0, batchSize: 4);
        await app.TickMinutesAsync(2);
        Assert.Equal([20L, 24], app.Chunks.Select(chunk => chunk.First));
    }

    [Fact]
    public async Task NothingIsDeletedWhileTheBrokerCantSayWhereTheLogEnds()
    {
        using TestApp app = WithRecords(25);
        app.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"))
                app.Log.Outage = "No broker answers.";
            return Task.CompletedTask;
        };
        await app.AcceptAsync((0, 25));
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.Single(app.Chunks);
    }

    [Fact]
    public async Task NothingIsDeletedWhileTheLogEndsBelowTheCheckpoint()
    {
        using TestApp app = WithRecords(20);
        Record[] batch = [.. app.Log.Read(Orders0, 0)];
        app.Log.AddPartition(Orders0); // created again, empty
        app.Append(3);
        await app.DeliverAsync(Orders0, batch);
        await app.DrainAsync();
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.Single(app.Chunks);
    }

    [Fact]
    public async Task AChunkThatCouldNotBeDeletedIsDeletedLater()
    {
        using TestApp app = WithRecords(20);
        app.StagingFaults.Fail(call => call.Operation == StoreOperation.Delete, times: 1);
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.Single(app.Chunks);
        await app.TickMinutesAsync(2);
        Assert.Empty(app.Chunks);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task AChunkThatTurnsUpInALaterTurnOfARunIsComparedBeforeItIsDeleted()
    {
        // Another archiver's object lacks record 14; this run adopts it while that record's chunk is still on the way.
        using TestApp other = WithRecords(20);
        Record missing = other.Log.Read(Orders0, 14, 15).Single();
        other.Log.Compact(Orders0, 14);
        await other.DeliverAllAsync(Orders0);
        await other.CloseAfterGraceAsync();

        using var app = new TestApp(other.Log, options: Counting(10));
        await app.AcceptAsync((0, 10));
        app.Archive.Replace(other.ObjectNames[1], other.Archive.BytesOf(other.ObjectNames[1]));
        app.Append(6);
        await app.DeliverAsync(Orders0, 20, 21, 25);
        await app.DrainAsync();
        app.Clock.Advance(app.Options.HoleGrace);
        int listings = 0;
        app.StagingFaults.Before = async call =>
        {
            if (call == new StoreCall(StoreOperation.List, "orders/000000/") && ++listings == 2)
                await app.DeliverAsync(Orders0, [missing]);
        };
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.True(listings >= 2);
        await app.TickMinutesAsync(2);
        Assert.Contains(app.Chunks, chunk => chunk.First == 14);
        Assert.Contains("ffset 14", app.StateOf(Orders0)!.Fault?.Message);
    }

    [Fact]
    public async Task ARunThatEndedBeforeItsChunksWereDeletedLeavesNoneBehind()
    {
        using TestApp app = WithRecords(25);
        app.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == "orders/000000/00000000000000000010")
                app.Kill();
            return Task.CompletedTask;
        };
        await app.DeliverAllAsync(Orders0, batchSize: 25);
        app.Restart();
        await app.TickMinutesAsync(2);
        await app.CloseAsync(Orders0);
        Assert.Empty(app.Chunks);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
    }

    [Fact]
    public async Task AnObjectMissingFromTheMiddleIsSaidWhenItsRecordsComeAgain()
    {
        using TestApp app = await WithDeliveredAsync(30);
        await app.Archive.DeleteAsync("orders/000000/00000000000000000010", default);
        await app.DeliverAsync(Orders0, Offsets(8, 14));
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.ArchiveDamaged, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.NotEmpty(app.Chunks);
    }
}
