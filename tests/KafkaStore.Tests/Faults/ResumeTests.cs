using KafkaStore.Resuming;

namespace KafkaStore.Tests.Faults;

/// <summary>Whoever asks to go on is told whether the cause is gone, for every fault that there is.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task APartitionWithoutAFaultIsLeftAlone()
    {
        using TestApp app = WithRecords(10);
        await app.DeliverAllAsync(Orders0);
        int seals = (int)app.StateOf(Orders0)!.SealsEnded;
        Assert.Equal(ResumeResult.NotFaulted, (await app.ResumeAsync(Orders0)).Result);
        Assert.Equal(seals, app.StateOf(Orders0)!.SealsEnded);
    }

    [Fact]
    public async Task AConflictStandsWhileTheObjectDoes()
    {
        using TestApp app = await WithAcceptedAgainAsync();
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal((ResumeResult.StillThere, FaultKind.TopicRecreated), (outcome.Result, outcome.Kind));
        Assert.Contains("Offset 3 was accepted again", outcome.Detail, StringComparison.Ordinal);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task WhatWasAcceptedAgainIsForgottenOnceItsChunksAreRemoved()
    {
        using TestApp app = await WithAcceptedAgainAsync();
        foreach (ChunkName chunk in app.Chunks.Where(chunk => chunk.First < 10))
            await app.Staging.DeleteAsync(chunk.ToString(), default);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 10);
        await app.TickMinutesAsync(1);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task ChunksThatDisagreeStandUntilOneOfThemIsRemoved()
    {
        using TestApp app = WithRecords(8);
        await app.DeliverAllAsync(Orders0);
        await app.DeliverAsync(
            Orders0,
            app.Log.Read(Orders0, 0).Select(record => record.Offset == 6 ? record with { Timestamp = 1 } : record)
        );
        await app.TickMinutesAsync(2);
        await app.CloseAsync(Orders0);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(ResumeResult.StillThere, (await app.ResumeAsync(Orders0)).Result);

        ChunkName[] own = await OfTheBrokerAsync(app);
        foreach (ChunkName chunk in app.Chunks.Except(own))
            await app.Staging.DeleteAsync(chunk.ToString(), default);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 8);
    }

    [Fact]
    public async Task ALogThatEndsTooEarlyStandsUntilItHasTheSameRecordsAgain()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAllAsync(Orders0);
        Record[] before = [.. app.Log.Read(Orders0, 0)];
        app.Log.AddPartition(Orders0);
        foreach (Record record in before.Take(22))
            app.Log.Append(Orders0, record);
        await app.TickMinutesAsync(3);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        Assert.Contains("ends at offset 22, below 25", (await app.ResumeAsync(Orders0)).Detail, StringComparison.Ordinal);

        app.Append(13); // it is long enough, with others at the end
        app.Log.AddPartition(Orders0);
        foreach (Record record in before.Take(24))
            app.Log.Append(Orders0, record);
        app.Log.Append(Orders0, before[24] with { Timestamp = 7 });
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal(ResumeResult.StillThere, outcome.Result);
        Assert.Contains("another record at offset 24", outcome.Detail, StringComparison.Ordinal);

        app.Log.AddPartition(Orders0);
        foreach (Record record in before)
            app.Log.Append(Orders0, record);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
    }

    [Fact]
    public async Task ALogThatEndsTooEarlyIsAcceptedOnceWhatIsStagedPastItIsRemoved()
    {
        using TestApp app = WithRecords(20);
        await app.DeliverAllAsync(Orders0);
        app.Append(5);
        await app.DeliverAsync(Orders0, Offsets(20, 22));
        await app.DeliverAsync(Orders0, Offsets(22, 25));
        Record[] before = [.. app.Log.Read(Orders0, 0)];
        app.Log.AddPartition(Orders0);
        foreach (Record record in before.Take(22))
            app.Log.Append(Orders0, record);
        await app.TickMinutesAsync(3);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        await app.Staging.DeleteAsync(app.Chunks[^1].ToString(), default);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnotherTopicOfThatNameStandsAsLongAsItIsThere(bool sameCluster)
    {
        var first = new IdentityAnswer.Known(new TopicId(1, 1), "cluster");
        var second = new IdentityAnswer.Known(new TopicId(2, 2), sameCluster ? "cluster" : "another");
        using TestApp app = WithRecords(25, Counting(10) with { OnRecreated = OnRecreated.Fault });
        app.Log.Identity = first;
        await app.DeliverAllAsync(Orders0);
        app.Log.Identity = second;
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(3);
        FaultKind kind = sameCluster ? FaultKind.TopicRecreated : FaultKind.OtherCluster;
        Assert.Equal(kind, app.StateOf(Orders0)!.Fault?.Kind);
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal((ResumeResult.StillThere, kind), (outcome.Result, outcome.Kind));

        app.Log.Identity = new IdentityAnswer.NoAnswer("Away.");
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => app.ResumeAsync(Orders0));
        app.Log.Identity = first;
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.TickMinutesAsync(7); // the former id is believed again after five
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task ADamagedObjectStandsUntilItIsWholeAgain()
    {
        using TestApp app = WithRecords(20);
        await app.DeliverAllAsync(Orders0);
        string last = app.ObjectNames[^1];
        byte[] whole = app.Archive.BytesOf(last);
        app.Archive.Replace(last, whole[..40]);
        app.Restart();
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.ArchiveDamaged, app.StateOf(Orders0)!.Fault?.Kind);
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal(ResumeResult.StillThere, outcome.Result);
        Assert.Contains(last, outcome.Detail, StringComparison.Ordinal);
        app.Archive.Replace(last, whole);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task AMissingObjectStandsUntilItIsBack()
    {
        using TestApp app = WithRecords(30);
        await app.DeliverAllAsync(Orders0);
        string middle = app.ObjectNames[1];
        byte[] whole = app.Archive.BytesOf(middle);
        await app.Archive.DeleteAsync(middle, default);
        await app.DeliverAsync(Orders0, Offsets(12, 15));
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.ArchiveDamaged, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(ResumeResult.StillThere, (await app.ResumeAsync(Orders0)).Result);
        app.Archive.Replace(middle, whole);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        Assert.Empty(app.Chunks);
    }

    [Fact]
    public async Task ALostStagingLocationStandsUntilTheLossIsAcceptedOrTheRecordsAreThereAfterAll()
    {
        using TestApp app = WithRecords(45);
        await app.DeliverAsync(Orders0, Offsets(0, 27));
        await app.DrainAsync();
        app.Log.MoveStart(Orders0, 27);
        ChunkName[] lost = [.. app.Chunks];
        MemoryObjectStore former = app.Staging;
        app.LoseStaging();
        await app.DeliverAsync(Orders0, Offsets(27, 45));
        app.Clock.Advance(app.Options.HoleGrace);
        await app.TickMinutesAsync(2);
        Assert.Equal(ResumeResult.StillThere, (await app.ResumeAsync(Orders0)).Result);

        foreach (ChunkName chunk in lost)
            app.Staging.Replace(chunk.ToString(), former.BytesOf(chunk.ToString()));
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        Assert.Equal(Offsets(0, 40), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
    }

    [Fact]
    public async Task AFaultThatCantBeReadIsClearedBecauseSomebodyAsks()
    {
        using TestApp app = WithRecords(15);
        app.Staging.Replace(FaultName.Of(Orders0), "{\"version\":9}"u8.ToArray());
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(FaultKind.Unknown, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Empty(app.ObjectNames);
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal(ResumeResult.Cleared, outcome.Result);
        Assert.Contains("because you asked", outcome.Detail, StringComparison.Ordinal);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
    }

    [Fact]
    public async Task AnotherCauseThatIsFoundInsteadIsNotedInItsPlace()
    {
        using TestApp app = await WithAcceptedAgainAsync();
        await new FaultFiles(app.Staging).ClearAsync(Orders0, default);
        app.Staging.Replace(FaultName.Of(Orders0), "{\"version\":9}"u8.ToArray());
        ResumeOutcome outcome = await app.ResumeAsync(Orders0);
        Assert.Equal((ResumeResult.StillThere, FaultKind.Conflict), (outcome.Result, outcome.Kind));
        Assert.Equal(FaultKind.Conflict, (await new FaultFiles(app.Staging).FindAsync(Orders0, default))!.Kind);
        Assert.Equal(FaultKind.Conflict, app.StateOf(Orders0)!.Fault?.Kind);
    }

    [Fact]
    public async Task LookingChangesNeitherArchiveNorStaging()
    {
        using TestApp app = await WithAcceptedAgainAsync();
        string[] archive = [.. app.Archive.Names];
        string[] staging = [.. app.Staging.Names];
        await app.ResumeAsync(Orders0);
        Assert.Equal(archive, app.Archive.Names);
        Assert.Equal(staging, app.Staging.Names);
    }

    // Ten archived, and offset 3 of them accepted once more with other bytes.
    private static async Task<TestApp> WithAcceptedAgainAsync()
    {
        TestApp app = WithRecords(10);
        await app.DeliverAllAsync(Orders0);
        await app.DeliverAsync(Orders0, [app.Log.Read(Orders0, 3)[0] with { Timestamp = 1 }]);
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        return app;
    }

    private static async Task<ChunkName[]> OfTheBrokerAsync(TestApp app)
    {
        using var fresh = new TestApp(app.Log, options: app.Options);
        await fresh.DeliverAllAsync(Orders0);
        return [.. fresh.Chunks];
    }
}
