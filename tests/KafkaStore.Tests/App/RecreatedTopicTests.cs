namespace KafkaStore.Tests.App;

/// <summary>A topic deleted and created again, truncated or shrunk is found before any record is dropped.</summary>
public sealed class RecreatedTopicTests
{
    [Fact]
    public async Task ALogThatEndsBelowWhatWasAcceptedFaultsThePartition()
    {
        using TestApp app = await WithDeliveredAsync(25);
        app.Log.AddPartition(Orders0);
        app.Append(3);
        await app.TickMinutesAsync(1);
        Assert.Null(app.StateOf(Orders0)!.Fault); // one answer may be an old replica's
        await app.TickMinutesAsync(1);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.TopicRecreated, fault.Kind);
        Assert.Contains("ends at offset 3, below 25", fault.Message);
        Assert.Contains("clear the fault", fault.Message);
    }

    [Fact]
    public async Task OneAnswerOfAnOldReplicaIsForgottenAgain()
    {
        using TestApp app = await WithDeliveredAsync(25);
        for (int i = 0; i < 5; i++)
        {
            app.Log.SetOpenTransaction(Orders0, 24);
            await app.TickMinutesAsync(1);
            app.Log.SetOpenTransaction(Orders0, null);
            await app.TickMinutesAsync(1);
        }

        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task OtherRecordsForStagedOffsetsFaultAndBothAreKept()
    {
        using TestApp app = await WithDeliveredAsync(8);
        Recreate(app, 12);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(2, app.Chunks.Count);
        Assert.Empty(app.ObjectNames);
    }

    [Fact]
    public async Task ATopicGrownPastTheCheckpointIsFoundByItsBytes()
    {
        using TestApp app = await WithDeliveredAsync(20);
        Recreate(app, 45);
        await app.DeliverAllAsync(Orders0, batchSize: 15);
        await app.TickMinutesAsync(3);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.TopicRecreated, fault.Kind);
        Assert.Contains("orders/000000/00000000000000000010", fault.Message);
        Assert.Equal([0L, 15, 30], app.Chunks.Select(chunk => chunk.First));
        Assert.Equal(
            20,
            (await app.ObjectsAsync(Orders0))
                .TakeWhile(archived => archived.NextOffset <= 20)
                .Sum(archived => archived.Facts!.Container.Records)
        );
    }

    [Fact]
    public async Task NothingOfARecreatedTopicIsDroppedHoweverLongItLasts()
    {
        using TestApp app = await WithDeliveredAsync(20);
        Recreate(app, 6);
        Record[] fresh = [.. app.Log.Read(Orders0, 0)];
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(60);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        Assert.Equal(fresh.Length, app.Chunks.Sum(chunk => chunk.Count));
    }

    [Fact]
    public async Task AClearedFaultGoesOnOnceTheLogHasGrownAgain()
    {
        using TestApp app = await WithDeliveredAsync(25);
        Record[] before = [.. app.Log.Read(Orders0, 0)];
        app.Log.AddPartition(Orders0); // an unclean election: the end is gone for a while
        foreach (Record record in before.Take(22))
            app.Log.Append(Orders0, record);
        await app.TickMinutesAsync(3);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);

        foreach (Record record in before.Skip(22))
            app.Log.Append(Orders0, record);
        app.Append(15);
        await app.ResumeAsync(Orders0);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    private static void Recreate(TestApp app, int records)
    {
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < records; i++)
            app.Log.Append(Orders0, Millisecond(500_000 + i), $"of the new topic {i}");
    }
}
