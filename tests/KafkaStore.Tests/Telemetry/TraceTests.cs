namespace KafkaStore.Tests.Telemetry;

/// <summary>A trace leads from a batch to the objects that its records are in.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = [];
    private readonly ActivityListener listener;

    public TraceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("KafkaStore"),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task ASealLiesBelowTheBatchThatAskedForItAndLinksToThe32BeforeIt()
    {
        var partition = new TopicPartition("traced", 0);
        using TestApp app = WithRecords(40, Counting(40) with { Topics = ["traced"] }, partition);
        await app.DeliverAsync(partition, Offsets(0, 1)); // the first seal, which only looks
        await app.DrainAsync();
        for (int i = 1; i < 40; i++)
            await app.DeliverAsync(partition, Offsets(i, i + 1));
        await app.DrainAsync();

        Activity seal = Seals(partition).Last();
        Activity[] links = [.. seal.Links.Select(link => ended.Single(each => each.Context == link.Context))];
        Assert.Equal(32, links.Length);
        Assert.All(links, link => Assert.Equal("accept batch", link.OperationName));
        Assert.Equal(1, seal.GetTagItem("objects"));

        Activity orchestration = ended.Single(each => each.SpanId == seal.ParentSpanId);
        Activity entity = ended.Single(each => each.SpanId == orchestration.ParentSpanId);
        Activity batch = ended.Single(each => each.SpanId == entity.ParentSpanId);
        Assert.Equal(
            ("SealSegments", "partitionsegment Append", "accept batch"),
            (orchestration.OperationName, entity.OperationName.Replace("PartitionSegment", "partitionsegment"), batch.OperationName)
        );
        Assert.Equal(batch.TraceId, seal.TraceId);
        Assert.Equal(links[^1].Context, batch.Context);
        Assert.Equal(1L, batch.GetTagItem("records"));
    }

    [Fact]
    public async Task WhatFailsIsAnErrorAndItsNextTryLinksOn()
    {
        var partition = new TopicPartition("troubled", 0);
        using TestApp app = WithRecords(10, Counting(10) with { Topics = ["troubled"] }, partition);
        app.ArchiveFaults.Before = call =>
            call.Operation == StoreOperation.Create && call.Name.StartsWith("troubled/")
                ? throw new StorageUnavailableException("The archive is away.")
                : Task.CompletedTask;
        await app.DeliverAllAsync(partition);

        Activity seal = Seals(partition).Last();
        Assert.Equal((ActivityStatusCode.Error, "The archive is away."), (seal.Status, seal.StatusDescription));
        Assert.Equal(nameof(StorageUnavailableException), seal.GetTagItem("error.type"));
    }

    [Fact]
    public async Task RequestsToStoresAreBelowWhatAskedForThem()
    {
        IStagingStore store = Hosting.Telemetry.MeasuredStore.Of(new MemoryObjectStore(), StoreKind.S3, StoreUse.Archive);
        using var source = new ActivitySource("KafkaStore.Asking");
        using Activity? asking = source.StartActivity("asking");
        await store.FindAsync("a", default);
        await Assert.ThrowsAsync<ObjectMissingException>(() => store.OpenReadAsync("a", 0, null, default));

        Activity[] requests = [.. ended.Where(each => each.ParentSpanId == asking!.SpanId)];
        Assert.Equal(["store find", "store read"], requests.Select(each => each.OperationName));
        Assert.All(
            requests,
            request =>
            {
                Assert.Equal(("s3", "archive"), (request.GetTagItem("system"), request.GetTagItem("store")));
                Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (request.Kind, request.Status));
            }
        );
    }

    private IEnumerable<Activity> Seals(TopicPartition partition) =>
        ended.Where(each => each.OperationName == "seal" && Equals(each.GetTagItem("topic"), partition.Topic));
}
