namespace KafkaStore.Tests.App;

/// <summary>Offsets that no chunk has: asked about, proved, fetched, or left for later.</summary>
public sealed class HoleTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OffsetsThatNeverHeldARecordAreProvedEmptyAndTheProofIsBelievedLaterOrAskedAboutOnceMore(bool signed)
    {
        using TestApp app = WithRecords(4);
        app.StagingKeys = signed ? SomeStagingKeys.One : StagingKeys.None;
        app.Restart();
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        app.Log.Skip(Orders0, 3); // a transaction's marker, aborted records
        app.Append(2);
        app.Log.Compact(Orders0, 1);
        await app.DeliverAsync(Orders0, 0, 2, 3, 7, 8);
        await app.DrainAsync();
        await app.TickAfterGraceAsync(1);
        Assert.Equal(9, app.StateOf(Orders0)!.ReadThrough);
        ChunkName proof = Assert.Single(app.Chunks, chunk => chunk.IsProof);
        Assert.Equal((1, 6), (proof.First, proof.Last));

        int asked = app.Log.CursorsOpened;
        app.Restart();
        app.Append(5);
        await app.AcceptAsync((9, 14));
        await app.TickMinutesAsync(2);
        Assert.Equal(signed ? asked : asked + 1, app.Log.CursorsOpened);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 14);
    }

    [Fact]
    public async Task AHoleBelongsToTheNextObjectWhenItFollowsTheLastRecord()
    {
        using TestApp app = WithRecords(10);
        app.Log.Skip(Orders0, 5);
        app.Append(10);
        await app.DeliverAllAsync(Orders0);
        await app.TickAfterGraceAsync(1);
        Assert.Equal(["orders/000000/00000000000000000000", "orders/000000/00000000000000000010"], app.ObjectNames);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
    }

    [Fact]
    public async Task ABatchThatWasLostIsFetchedFromTheBroker()
    {
        using TestApp app = WithRecords(30);
        await app.AcceptAsync((0, 5), (15, 30));
        Assert.Empty(app.ObjectNames);
        await app.TickAfterGraceAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Empty(app.Report.Lost);
    }

    [Fact]
    public async Task TheBrokerIsNotAskedWhileAHolesFarSideIsYoungerThanTheGrace()
    {
        using TestApp app = WithRecords(30);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        await app.AcceptAsync((0, 5), (15, 30));
        app.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal);
        Assert.Equal(0, app.Log.CursorsOpened);

        // The batch was only late.
        await app.DeliverAsync(Orders0, Offsets(5, 15));
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal);
        Assert.Equal(0, app.Log.CursorsOpened);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AHoleIsAskedAboutAlsoWhenItsFarSideWasAcceptedByAClockThatWasFarAhead()
    {
        using TestApp app = WithRecords(30);
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        using var ahead = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        ahead.Clock.Advance(TimeSpan.FromDays(1000));
        await ahead.DeliverAsync(Orders0, Offsets(15, 30));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task TheGraceEndsToTheMillisecond()
    {
        using TestApp app = WithRecords(30);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        await app.AcceptAsync((0, 5), (15, 30));
        app.Clock.Advance(Grace);
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal);
        Assert.Equal(1, app.Log.CursorsOpened);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AHolesFarSideThatAnotherRunSealedMeanwhileDoesNotEndTheRun()
    {
        using TestApp app = WithRecords(30);
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        await app.DeliverAsync(Orders0, Offsets(15, 30));
        using var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        bool sealedByOther = false;
        app.StagingFaults.Before = async call =>
        {
            if (sealedByOther || call.Operation != StoreOperation.Read || !ChunkName.TryParse(call.Name, out _))
                return;
            sealedByOther = true;
            await other.DeliverAsync(Orders0, Offsets(5, 15));
            await other.SignalAsync(Orders0, KafkaStore.Functions.Operations.Close);
        };
        await app.DrainAsync();
        Assert.True(sealedByOther);
        Assert.Equal((30L, null), (app.StateOf(Orders0)!.Checkpoint, app.StateOf(Orders0)!.LastFailure));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AnOpenTransactionIsWaitedForAndItsRecordsAreNotMissed()
    {
        using TestApp app = WithRecords(12);
        await app.AcceptAsync((0, 5), (8, 12));

        // As a broker sees it whose last stable offset went back below what another one had already delivered.
        app.Log.SetOpenTransaction(Orders0, 5);
        app.Clock.Advance(Grace);
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Close);
        Assert.Equal(5, app.StateOf(Orders0)!.ReadThrough);
        Assert.DoesNotContain(app.Chunks, chunk => chunk.IsProof);

        app.Log.SetOpenTransaction(Orders0, null);
        await app.TickMinutesAsync(2);
        Assert.Equal(12, app.StateOf(Orders0)!.ReadThrough);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
    }

    [Fact]
    public async Task ABrokerThatIsAwayIsAskedAgainUntilItAnswers()
    {
        using TestApp app = WithRecords(30);
        await app.AcceptAsync((0, 5), (15, 30));
        app.Log.Outage = "No broker answers.";
        app.Clock.Advance(Grace);
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal);
        await app.TickMinutesAsync(3);
        Assert.Empty(app.ObjectNames);
        Assert.Null(app.StateOf(Orders0)!.Fault);

        app.Log.Outage = null;
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task ManyHolesInsideAndBetweenChunksAreReadInOneAscendingPass()
    {
        using TestApp app = WithRecords(0, Counting(1000));
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        for (int i = 0; i < 300; i++)
        {
            app.Append(2);
            app.Log.Skip(Orders0);
        }

        Record[] all = [.. app.Log.Read(Orders0, 0)];
        foreach (Record[] batch in all.Where(record => record.Offset % 97 != 0).Chunk(50))
            await app.DeliverAsync(Orders0, batch);
        await app.DrainAsync();
        app.Clock.Advance(Grace);
        await app.CloseAsync(Orders0);
        Assert.Equal(1, app.Log.CursorsOpened);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 900);
        Assert.Single(app.ObjectNames);
    }

    [Fact]
    public async Task HolesFarApartAreReadWithoutWhatLiesBetween()
    {
        using TestApp app = WithRecords(0, Counting(1000));
        app.Log.Append(Orders0, Millisecond(0));
        app.Log.Skip(Orders0, 2_000_000);
        app.Log.Append(Orders0, Millisecond(1));
        await app.DeliverAllAsync(Orders0);
        app.Clock.Advance(Grace);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 3_000_000);
        Assert.Equal(ArchiveName.Folder(Orders0) + "00000000000000000000", Assert.Single(app.ObjectNames));
    }
}
