using KafkaStore.Status;

namespace KafkaStore.Tests.Http;

/// <summary>Where every partition stands, as the archiver's process says it.</summary>
public sealed class StatusOverHttpTests : IDisposable
{
    private static readonly TopicPartition Idle = new("orders", 1);

    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task EveryPartitionSaysHowFarItIs()
    {
        app.Log.AddPartition(Idle);
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, TimeSpan.FromMilliseconds(500));
        await run.UntilAsync(() => app.ObjectNames.Count == 2, TimeSpan.FromMilliseconds(500));
        JsonNode topic = Assert.Single((await AskAsync(run))["topics"]!.AsArray())!;
        Assert.Equal("orders", topic["topic"]!.GetValue<string>());
        Assert.False(topic["former"]!.GetValue<bool>());
        JsonNode[] partitions = [.. topic["partitions"]!.AsArray().Select(each => each!)];
        Assert.Equal(
            (20, 25, 0, 25, 5),
            (
                Number(partitions[0], "archivedNext"),
                Number(partitions[0], "stagedNext"),
                Number(partitions[0], "brokerStart"),
                Number(partitions[0], "brokerEnd"),
                Number(partitions[0], "lag")
            )
        );
        Assert.Equal("orders/000000/00000000000000000010", partitions[0]["last"]!["name"]!.GetValue<string>());
        Assert.Equal("Count", partitions[0]["last"]!["rollReason"]!.GetValue<string>());

        // What nobody has anything of.
        Assert.Equal((0, 0, null), (Number(partitions[1], "brokerEnd"), Number(partitions[1], "lag"), partitions[1]["last"]));
        Assert.Null(partitions[1]["archivedNext"]);
    }

    [Fact]
    public async Task WhatIsNotWellIsSaid()
    {
        await app.DeliverAllAsync(Orders0);
        string last = app.ObjectNames[^1];
        var files = new FaultFiles(app.Staging);
        await files.NoteAsync(Orders0, new PartitionFault(FaultKind.Conflict, "It differed."), DateTimeOffset.UnixEpoch, default);
        await using LocalRun run = await StartAsync();
        app.Archive.Replace(last, app.Archive.BytesOf(last)[..40]);
        JsonNode partition = Assert.Single((await AskAsync(run))["topics"]!.AsArray())!["partitions"]!.AsArray()[0]!;
        Assert.Equal("Conflict", partition["fault"]!["kind"]!.GetValue<string>());
        Assert.Contains(last, partition["trouble"]!.GetValue<string>());

        app.Log.Outage = "Nobody is there.";
        Assert.StartsWith("Nobody is there", (await AskAsync(run))["brokerTrouble"]!.GetValue<string>());
        run.Staging.Before = _ => throw new StorageUnavailableException("It is away.");
        Assert.Equal("It is away.", (await AskAsync(run))["stagingTrouble"]!.GetValue<string>());
    }

    [Fact]
    public async Task AGenerationThatAnotherHasReplacedIsFormer()
    {
        await app.DeliverAllAsync(Orders0);
        foreach (string name in app.ObjectNames)
            app.Archive.Replace(name.Replace("orders/", "orders~g1/"), app.Archive.BytesOf(name));
        var reader = new StatusReader(app.Archive, TimeProvider.System);
        ArchiveStatus status = await reader.ReadAsync([], isAll: true, default);
        Assert.Equal([("orders", true), ("orders~g1", false)], status.Topics.Select(topic => (topic.Topic, topic.IsFormer)));
        Assert.Equal(
            ["orders", "orders~g1"],
            (await reader.ReadAsync(["orders"], isAll: false, default)).Topics.Select(topic => topic.Topic)
        );
        Assert.Equal(["orders~g1"], (await reader.ReadAsync(["orders~g1"], isAll: false, default)).Topics.Select(topic => topic.Topic));
    }

    [Fact]
    public async Task MirrorsSayHowFarTheyAreAndOneThatIsAwayHidesNothing()
    {
        await app.DeliverAllAsync(Orders0);
        var behind = new MemoryObjectStore("memory:behind");
        behind.Replace(app.ObjectNames[0], app.Archive.BytesOf(app.ObjectNames[0]));
        var away = new FaultyStore(new MemoryObjectStore("memory:away"))
        {
            Before = _ => throw new StorageUnavailableException("It is away."),
        };
        var reader = new StatusReader(app.Archive, TimeProvider.System) { Mirrors = [app.Archive, behind, away] };
        ArchiveStatus status = await reader.ReadAsync([], isAll: true, default);
        Assert.Equal([0, 10, (long?)null], status.Mirrors.Select(mirror => mirror.Lag));
        Assert.Null(status.Mirrors[0].Trouble);
        Assert.StartsWith("it lacks 10 offsets of 1 partition. Archiving goes on", status.Mirrors[1].Trouble);
        Assert.StartsWith("It is away. Archiving goes on", status.Mirrors[2].Trouble);
        Assert.Equal(10, Assert.Single(status.Partitions).MirrorLag);
    }

    [Fact]
    public async Task AnObjectThatIsMissingIsSaidWhereTheChainsAreFollowed()
    {
        app.Append(20);
        await app.DeliverAllAsync(Orders0);
        await app.Archive.DeleteAsync(app.ObjectNames[1], default);
        Assert.False(
            (await new StatusReader(app.Archive, TimeProvider.System).ReadAsync([], isAll: true, default)).Partitions.Single().NeedsHelp
        );
        ArchiveStatus status = await new StatusReader(app.Archive, TimeProvider.System) { ChainCost = 100 }.ReadAsync(
            [],
            isAll: true,
            default
        );
        Assert.True(status.AreChainsWhole);
        PartitionStatus partition = Assert.Single(status.Partitions);
        Assert.True(partition.NeedsHelp);
        Assert.Equal(new OffsetRange(10, 20), Assert.Single(partition.Missing).Offsets);
    }

    private Task<LocalRun> StartAsync() =>
        LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options => options with { Http = new HttpServerOptions(0) { Token = "0123456789abcdef" } }
        );

    private static async Task<JsonNode> AskAsync(LocalRun run)
    {
        using var client = new HttpClient { BaseAddress = run.Http!.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", "0123456789abcdef");
        return JsonNode.Parse(await client.GetStringAsync("api/status"))!;
    }

    private static int? Number(JsonNode partition, string name) => partition[name]?.GetValue<int>();
}
