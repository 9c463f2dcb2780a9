using KafkaStore.Reading.Comparison;
using KafkaStore.Resuming;
using KafkaStore.Tests.Reading.Verification;

namespace KafkaStore.Tests.Forging;

/// <summary>Without a staging key what somebody else puts into staging is refused, or found as long as the broker has the records.</summary>
public sealed class UnsignedStagingTests : IDisposable
{
    private const int Produced = 100;
    private const string Cause = "without a staging key, somebody else wrote to the staging location";

    private readonly TestApp app = new(options: Counting(30));
    private readonly Adversary adversary;

    public UnsignedStagingTests()
    {
        app.Log.AddPartition(Orders0);
        app.Append(Produced);
        adversary = new Adversary(app);
    }

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task ItIsSaidAtTheStartThatDigestsFindDamageAlone()
    {
        await app.TickAsync();
        Assert.Equal(1, app.Loggers.Count("No staging key is set"));
        using var signed = new TestApp(stagingKeys: SomeStagingKeys.One);
        await signed.TickAsync();
        Assert.Equal(0, signed.Loggers.Count("No staging key is set"));
    }

    [Fact]
    public async Task ChangedRecordsAreFoundByComparingWithTheBroker()
    {
        app.Log.Identity = TestApp.Known; // without ids the first and last staged records are compared before an object is made
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        await adversary.RemoveChunksAsync();
        await adversary.StageAsync(0, Produced);
        await app.DrainAsync();
        await app.CloseAfterGraceAsync();
        Assert.Equal(Offsets(0, Produced), await adversary.ArchivedAsync());
        var problems = new ProblemLog();
        PartitionReport archived = Assert.Single((await SampleArchive.VerifyAsync(app.Archive)).Partitions);
        Assert.Equal(0, (await new BrokerComparison(app.Archive, app.Log, problems).CompareAsync(archived, default)).Equal);
        Assert.NotEmpty(problems.Sorted());
    }

    [Fact]
    public async Task AForgedProofIsRefutedByTheBrokerAndKeptAside()
    {
        app.Log.Identity = TestApp.Known; // without ids the first and last staged records are compared before an object is made
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        await adversary.RemoveChunksAsync();
        await adversary.StageAsync(0, 10);
        ChunkName proof = await adversary.ProveEmptyAsync(10, 90);
        await adversary.StageAsync(90, Produced);
        app.Restart();
        await app.TickAfterGraceAsync(3);
        await app.CloseAsync(Orders0);
        Assert.Equal(Offsets(0, Produced), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
        long[] forged = await adversary.ArchivedAsync();
        Assert.Equal([.. Offsets(0, 10), .. Offsets(90, Produced)], forged);
        Assert.Equal([proof], app.Report.Damaged);
        Assert.Contains($"~damaged/{proof}", app.Staging.Names);
    }

    [Fact]
    public async Task WhatSaysThatItWasAcceptedInAThousandYearsIsArchivedAsIfItHadBeenNow()
    {
        app.Log.Identity = TestApp.Known;
        await app.AcceptAsync((0, Produced));
        await adversary.PostdateAsync();
        app.Restart();
        await app.TickAfterGraceAsync(3);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, Produced);
        Assert.Empty(app.Chunks);
    }

    [Fact]
    public async Task WhatDiffersFromTheArchiveFaultsThePartitionHoweverLateItSaysItWas()
    {
        app.Log.Identity = TestApp.Known;
        await app.AcceptAsync((0, Produced));
        await app.TickAfterGraceAsync(3);
        await adversary.StagePostdatedAsync(0, 30);
        app.Restart();
        await app.TickMinutesAsync(5);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        Assert.Empty(await adversary.ArchivedAsync());
    }

    [Fact]
    public async Task AProofOfWhatTheBrokerNoLongerHasIsBelieved()
    {
        app.Log.Skip(Orders0, 10);
        app.Append(10);
        await app.AcceptAsync((0, Produced), (Produced + 10, Produced + 20));
        await app.TickAfterGraceAsync(1);
        Assert.Contains(app.Chunks, chunk => chunk.IsProof);
        app.Log.MoveStart(Orders0, Produced + 20);
        app.Restart();
        await app.TickMinutesAsync(2);
        await app.CloseAsync(Orders0);
        Assert.Empty(app.Report.Lost);
        Assert.Empty(app.Report.Damaged);
        Assert.Equal(Produced + 10, (await app.ArchivedAsync(Orders0)).Count);
    }

    [Fact]
    public async Task WhatIsStagedAheadOfTheLogFaultsThePartitionAndIsNeverSealed()
    {
        await app.AcceptAsync((0, Produced));
        ChunkName forged = await adversary.StageAsync(Produced, Produced + 100);
        app.Restart();
        await app.TickMinutesAsync(1);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.StartsWith("The log of orders-0 ends at offset 100, below 200 ", fault.Message);
        Assert.Contains(Cause, fault.Message);

        // The topic grows past what was staged; nobody clears the fault by that.
        app.Append(200);
        await app.AcceptAsync((Produced + 100, Produced + 200));
        await app.TickMinutesAsync(3);
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal(ResumeResult.StillThere, outcome.Result);
        Assert.StartsWith("The broker has another record at offset 100 ", outcome.Detail);

        await app.Staging.DeleteAsync(forged.ToString(), default);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.TickAfterGraceAsync(3);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, Produced + 200);
    }

    [Fact]
    public async Task AChunkThatOverlapsTheArchiveIsComparedBeforeAnythingOfItIsSealed()
    {
        await app.AcceptAsync((0, Produced));
        await adversary.RemoveChunksAsync();
        app.Append(100);
        await adversary.StageAsync(70, Produced + 100);
        app.Restart();
        await app.TickMinutesAsync(3);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.StartsWith("Offset 70 was accepted again with another record than ", fault.Message);
        Assert.Contains(Cause, fault.Message);
        Assert.Empty(await adversary.ArchivedAsync());
        await app.AssertArchivedExactlyAsync(Orders0, 0, 90);
    }

    [Fact]
    public async Task ChunksHaveNoCode()
    {
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        Assert.DoesNotContain(HeaderKeys.ChunkCode, Encoding.UTF8.GetString(app.Staging.BytesOf(Assert.Single(app.Chunks).ToString())));
    }
}
