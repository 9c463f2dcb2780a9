namespace KafkaStore.Tests.App;

/// <summary>What a worker notes of its topics before the platform's trigger can have read anything.</summary>
public sealed class TopicBeginningsTests : IDisposable
{
    private static readonly IdentityAnswer[] Ids = [TestApp.Known, new IdentityAnswer.Known(new TopicId(2, 2), null)];
    private static readonly TopicPartition New0 = new("orders~g1", 0);

    private readonly RecordingLoggers loggers = new();

    public void Dispose() => loggers.Dispose();

    [Fact]
    public async Task WhatATriggerReadOfATopicThatWasCreatedAgainBeforeItsFirstBatchIsNotTakenForTheNewOnes()
    {
        using TestApp app = WithRecords(10);
        app.Log.Identity = Ids[0];
        await BeginAsync(app);
        Assert.Equal(
            ["~kafka-store/orders/identity/0000.json", "~kafka-store/orders/start.json"],
            app.Archive.Names.Where(name => name.StartsWith("~kafka-store/orders/", StringComparison.Ordinal)).Order()
        );

        Record[] read = [.. app.Log.Read(Orders0, 0)]; // and kept in the host's memory
        app.Log.Identity = Ids[1];
        app.Log.AddPartition(Orders0);
        app.Append(12);
        await app.DeliverAsync(Orders0, read);
        await app.TickMinutesAsync(5);
        await app.SignalAsync(New0, Functions.Operations.Close);
        await app.TickMinutesAsync(2);
        Assert.Equal(
            app.Log.Read(Orders0, 0).Select(record => Convert.ToHexString(RecordEncoding.Encode(record).Bytes.Span)),
            (await app.ArchivedAsync(New0)).Select(record => Convert.ToHexString(record.Bytes.Span))
        );
        Assert.Equal(12, (await app.ArchivedAsync(New0)).Count);
    }

    [Fact]
    public async Task AnArchiveThatHasItsMarkersAsksNoBroker()
    {
        using TestApp app = WithRecords(10);
        app.Log.Identity = Ids[0];
        await BeginAsync(app);
        app.Log.Outage = "it is away";
        await BeginAsync(app);
        Assert.Empty(loggers.Lines);
    }

    [Fact]
    public async Task ABrokerThatIsAwayEndsNothingAndTheFirstBatchNotesIt()
    {
        using TestApp app = WithRecords(10);
        app.Log.Outage = "it is away";
        await BeginAsync(app);
        Assert.Contains("is noted with its first batch: ", Assert.Single(loggers.Lines).Line, StringComparison.Ordinal);
        app.Log.Outage = null;
        await app.DeliverAllAsync(Orders0);
        Assert.Contains("~kafka-store/orders/start.json", app.Archive.Names);
    }

    [Fact]
    public async Task ABrokerThatIsSilentKeepsTheWorkerWaitingForFiveSecondsOnly()
    {
        using TestApp app = WithRecords(10);
        var answer = new TaskCompletionSource();
        app.Log.IdentityOf = () =>
        {
            answer.Task.Wait(TimeSpan.FromSeconds(30));
            return Ids[0];
        };
        Task began = BeginAsync(app);
        await Task.Delay(50);
        Assert.False(began.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await began.WaitAsync(TimeSpan.FromSeconds(20));
        answer.SetResult();
        for (int i = 0; i < 400 && !app.Archive.Names.Contains("~kafka-store/orders/start.json"); i++)
            await Task.Delay(25);
        Assert.Contains("~kafka-store/orders/start.json", app.Archive.Names); // it went on
    }

    private Task BeginAsync(TestApp app)
    {
        var starts = new PartitionStarts(app.Archive, app.Log, app.Log, new IdentityMarkers(app.Archive, app.Clock), app.Clock);
        return new TopicBeginnings(starts, app.Options, app.Clock, loggers.CreateLogger<TopicBeginnings>()).StartingAsync(default);
    }
}
