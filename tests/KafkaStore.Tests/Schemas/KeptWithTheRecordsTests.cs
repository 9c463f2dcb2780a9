namespace KafkaStore.Tests.Schemas;

/// <summary>The whole archiver with a registry beside it.</summary>
public sealed class KeptWithTheRecordsTests : IDisposable
{
    private readonly FakeRegistry registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task NoObjectIsThereBeforeTheSchemasOfItsRecords()
    {
        for (int id = 1; id <= 3; id++)
            registry.Register(id, $"s{id}", "\"int\"");
        using TestApp app = NewApp();
        var created = new List<string>();
        app.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && !call.Name.EndsWith(".json"))
                created.Add(call.Name);
            return Task.CompletedTask;
        };
        await AppendAsync(app, 1, 2, 3);
        Assert.Equal(
            [
                MarkerName.Schema(1),
                "orders/000000/00000000000000000000",
                MarkerName.Schema(2),
                "orders/000000/00000000000000000010",
                MarkerName.Schema(3),
                "orders/000000/00000000000000000020",
            ],
            created
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task ARegistryThatIsAwayStopsNothingAndTheTimerMakesUpForIt()
    {
        registry.Stop();
        using TestApp app = NewApp();
        await AppendAsync(app, 4, 5);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Contains(MarkerName.MissingSchema(4), app.Archive.Names);
        Assert.DoesNotContain(MarkerName.Schema(4), app.Archive.Names);

        registry.Start();
        registry.Register(4, "s4", "\"int\"");
        registry.Register(5, "s5", "\"int\"");
        app.Restart();
        await app.TickAsync();
        Assert.Contains(MarkerName.Schema(4), app.Archive.Names);
        Assert.Contains(MarkerName.Schema(5), app.Archive.Names);
    }

    [Fact]
    public async Task AnArchiveThatCannotTakeASchemaGetsNoObjectUntilItCan()
    {
        registry.Register(1, "s1", "\"int\"");
        using TestApp app = NewApp();
        app.ArchiveFaults.Fail(call => call.Operation == StoreOperation.Create && call.Name == MarkerName.Schema(1), 1);
        await AppendAsync(app, 1);
        Assert.Empty(app.ObjectNames);
        await app.TickMinutesAsync(3);
        Assert.Single(app.ObjectNames);
        Assert.Contains(MarkerName.Schema(1), app.Archive.Names);
    }

    [Fact]
    public async Task AMirrorHasTheSchemasToo()
    {
        registry.Register(1, "s1", "\"int\"");
        using TestApp app = NewApp();
        await AppendAsync(app, 1);
        var store = new MemoryObjectStore("memory:mirror");
        await new Mirror(app.Archive, store, null).CopyMarkersAsync("orders", default);
        Assert.Equal(app.Archive.BytesOf(MarkerName.Schema(1)), store.BytesOf(MarkerName.Schema(1)));
    }

    // Ten records, one segment, for each schema id.
    private static async Task AppendAsync(TestApp app, params int[] ids)
    {
        app.Log.AddPartition(Orders0);
        foreach (int id in ids)
        {
            for (int i = 0; i < 10; i++)
                app.Log.Append(Orders0, new Record(0, Millisecond(1000 * app.Log.EndOf(Orders0)), null, Framed.Of(id, 2), []));
        }

        await app.DeliverAllAsync(Orders0);
    }

    private TestApp NewApp() =>
        new(
            options: Counting(10),
            schemas: archive => new SchemaArchive(archive, registry.NewClient(), TimeProvider.System, NullLogger<SchemaArchive>.Instance)
        );
}
