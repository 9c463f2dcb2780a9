namespace KafkaStore.Tests.Telemetry;

/// <summary>What is counted is what happened.</summary>
public sealed class ArchivingMetricsTests : IDisposable
{
    private static readonly TopicPartition Measured0 = new("measured", 0);
    private static readonly TopicPartition Faulty0 = new("faulty", 0);

    private readonly Measurements measured = new();

    public void Dispose() => measured.Dispose();

    [Fact]
    public async Task RecordsAndObjectsAreCountedAsTheyAreAcceptedAndArchived()
    {
        using TestApp app = WithRecords(25, Counting(10) with { Topics = ["measured"] }, Measured0);
        await using LocalRun run = await LocalRun.StartAsync(app.Log, app.Archive, app.Staging, app.Options);
        await run.UntilAsync(() => run.StateOf(Measured0)?.Checkpoint == 20, TimeSpan.FromMilliseconds(20));
        await run.StopAsync();

        string[] partition = ["topic=measured", "partition=0"];
        Assert.Equal(25, measured.Sum("kafka_store.accepted.records", partition));
        Assert.Equal(20, measured.Sum("kafka_store.archived.records", partition));
        Assert.Equal(2, measured.Sum("kafka_store.sealed.objects", [.. partition, "reason=Count"]));
        string[] names = [.. app.Archive.Names.Where(name => name.StartsWith("measured/"))];
        Assert.Equal(names.Sum(name => app.Archive.BytesOf(name).Length), measured.Sum("kafka_store.archived.size", partition));
        Assert.Equal(2, measured.Count("kafka_store.object.size", "topic=measured"));
        Assert.InRange(measured.Count("kafka_store.seal.duration", "topic=measured"), 1, 20);
        Assert.InRange(measured.Count("kafka_store.accept.duration"), 1, int.MaxValue);
        Assert.InRange(measured.Sum("kafka_store.accepted.size", partition), 25, 25 * 100);
    }

    [Fact]
    public async Task NothingHasAnAttributeThatThePageDoesNotName()
    {
        await RecordsAndObjectsAreCountedAsTheyAreAcceptedAndArchived();
        await AFaultIsCountedOnceAndShownUntilItIsCleared();
        var rows = MetricsTable.Read().ToDictionary(row => row.Name, row => row.Attributes);
        Assert.All(
            measured.All,
            each =>
                Assert.Subset(
                    new HashSet<string>(rows[each.Name]),
                    new HashSet<string>(each.Attributes.Select(attribute => attribute.Split('=')[0]))
                )
        );
    }

    [Fact]
    public async Task AFaultIsCountedOnceAndShownUntilItIsCleared()
    {
        const string First = "faulty/000000/00000000000000000000";
        using TestApp other = WithRecords(10, Counting(10) with { Topics = ["faulty"] }, Faulty0);
        await other.DeliverAllAsync(Faulty0);
        using TestApp app = WithRecords(0, other.Options, Faulty0);
        for (int i = 0; i < 10; i++)
            app.Log.Append(Faulty0, Millisecond(i), $"other {i}");
        app.ArchiveFaults.Before = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == First && !app.Archive.Names.Contains(First))
                app.Archive.Replace(First, other.Archive.BytesOf(First));
            return Task.CompletedTask;
        };
        await app.DeliverAllAsync(Faulty0);
        await app.TickMinutesAsync(3);

        Assert.Equal(1, measured.Sum("kafka_store.faults", "topic=faulty", "partition=0", "kind=Conflict"));
        Assert.Equal(1, measured.Count("kafka_store.seal.duration", "topic=faulty", "error.type=Conflict"));
        Assert.Equal(1, measured.Observe("kafka_store.partition.faulted", "topic=faulty", "partition=0"));
        app.ArchiveFaults.Before = null;
        await app.Archive.DeleteAsync(First, default);
        await app.ResumeAsync(Faulty0);
        await app.TickMinutesAsync(1);
        Assert.Equal(0, measured.Observe("kafka_store.partition.faulted", "topic=faulty", "partition=0"));
    }

    [Fact]
    public async Task WhatFailsIsCountedAsDoneAgain()
    {
        var partition = new TopicPartition("retried", 0);
        using TestApp app = WithRecords(10, Counting(10) with { Topics = ["retried"] }, partition);
        app.StagingFaults.Before = call => throw new StorageUnavailableException($"{call.Operation} fails.");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.DeliverAllAsync(partition));
        Assert.InRange(measured.Sum("kafka_store.retries", "step=batch"), 1, int.MaxValue);
        Assert.InRange(measured.Count("kafka_store.accept.duration", "error.type=StorageUnavailableException"), 1, int.MaxValue);
        app.StagingFaults.Before = null;

        app.ArchiveFaults.Before = call =>
            call.Operation == StoreOperation.Create && call.Name.StartsWith("retried/")
                ? throw new StorageUnavailableException("The archive is away.")
                : Task.CompletedTask;
        await app.DeliverAllAsync(partition);
        Assert.Equal(1, measured.Count("kafka_store.seal.duration", "topic=retried", "error.type=StorageUnavailableException"));
        Assert.InRange(measured.Sum("kafka_store.retries", "step=seal"), 1, int.MaxValue);
    }

    [Fact]
    public void WhatIsReportedIsCountedToo()
    {
        var partition = new TopicPartition("reported", 3);
        var report = new LoggedReport(NullLogger<LoggedReport>.Instance);
        report.RecordsLost(partition, new OffsetRange(5, 8));
        report.ChunkDamaged(new ChunkName(partition, 1, 2, 2, "digest"));
        report.Adopted(new ArchiveName(partition, 0), 10);
        report.MirrorFailed("memory:mirror", "reported", "It is away.");
        report.CatalogUnavailable("It is away.");

        string[] attributes = ["topic=reported", "partition=3"];
        Assert.Equal(3, measured.Sum("kafka_store.lost.offsets", attributes));
        Assert.Equal(1, measured.Sum("kafka_store.damaged.chunks", attributes));
        Assert.Equal(1, measured.Sum("kafka_store.adopted.objects", attributes));
        Assert.Equal(1, measured.Sum("kafka_store.mirror.failures", "mirror=memory:mirror"));
        Assert.InRange(measured.Sum("kafka_store.catalog.failures"), 1, int.MaxValue);
    }
}
