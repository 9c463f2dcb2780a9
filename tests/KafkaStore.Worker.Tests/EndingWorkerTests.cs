namespace KafkaStore.Worker.Tests;

/// <summary>An orderly end finishes what was begun.</summary>
public sealed class EndingWorkerTests
{
    [ServerFact(TestServer.Azurite)]
    public async Task AHostThatEndsLetsTheWorkerFinishTheBatchInHand()
    {
        await using ArchiverApp app = await ArchiverApp.StartAsync(("orders", 1));
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("orders", 0, ProducedRecords.Numbered(10));
        var release = new TaskCompletionSource();
        Task held = HoldUploads(app.Staging, release.Task);
        Task delivery = app.Host.Kafka.DeliverAsync(records);
        await held;
        Task<int> end = app.Host.StopAsync();
        await Task.Delay(300);
        Assert.False(end.IsCompleted);
        release.SetResult();
        await delivery;
        Assert.Equal(0, await end);
        Assert.All(app.Host.Outcomes, outcome => Assert.True(outcome.Succeeded, outcome.ToString()));
    }

    [ServerFact(TestServer.Azurite)]
    public async Task AHostThatEndsLetsTheWorkerFinishTheSealInHand()
    {
        await using ArchiverApp app = await ArchiverApp.StartAsync(("orders", 1));
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("orders", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords));
        var release = new TaskCompletionSource();
        Task held = HoldUploads(app.Archive, release.Task);
        await app.Host.Kafka.DeliverAsync(records);
        await held;
        Task<int> end = app.Host.StopAsync();
        await Task.Delay(300);
        Assert.False(end.IsCompleted);
        release.SetResult();
        Assert.Equal(0, await end);
        Assert.All(app.Host.Outcomes, outcome => Assert.True(outcome.Succeeded, outcome.ToString()));
        Assert.Single(await app.ArchivedAsync("orders/"));
    }

    /// <summary>The worker's library drops what it is running: the step is not finished, but done again.</summary>
    [ServerFact(TestServer.Azurite)]
    public async Task ABatchWhoseWorkerIsToldToEndIsDeliveredToTheNextOne()
    {
        await using ArchiverApp app = await ArchiverApp.StartAsync(("orders", 1));
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("orders", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords));
        var release = new TaskCompletionSource();
        Task held = HoldUploads(app.Staging, release.Task);
        Task delivery = app.Host.Kafka.DeliverAsync(records);
        await held;
        Task<int> exitCode = app.Host.TerminateAndRestartWorkerAsync();
        release.SetResult();
        Assert.Equal(0, await exitCode);
        await delivery;
        Assert.Equal(records.Select(RecordText.Of), await app.WhenArchivedAsync("orders", 0, records.Count));
    }

    // Ends when an upload waits. Markers are let through: those of the archive are written before a batch is accepted.
    private static Task HoldUploads(FaultyProxy proxy, Task until)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Fault = request =>
        {
            if (request.Method != "PUT" || request.Target.Contains("kafka-store"))
                return null;
            held.TrySetResult();
            return new ProxyFault.Hold(until);
        };
        return held.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
