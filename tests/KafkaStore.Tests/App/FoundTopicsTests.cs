namespace KafkaStore.Tests.App;

/// <summary>Topics of patterns: those that are there at the start, and those that come while it runs.</summary>
public sealed class FoundTopicsTests : IDisposable
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);
    private static readonly TopicPartition Payments0 = new("payments.eu", 0);
    private static readonly TopicPartition Later0 = new("payments.us", 0);
    private static readonly TopicPartition Test0 = new("payments.test", 0);

    private readonly TestApp app = WithRecords(12);

    public FoundTopicsTests()
    {
        foreach (TopicPartition partition in (TopicPartition[])[Payments0, Test0, new("__consumer_offsets", 0)])
        {
            app.Log.AddPartition(partition);
            app.Append(12, partition);
        }
    }

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task WhatIsThereAndWhatComesLaterIsArchivedAndNothingElse()
    {
        await using LocalRun run = await StartAsync(["orders", "payments.*", "!payments.test"]);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 10 } && run.StateOf(Payments0) is { Checkpoint: 10 }, Fast);
        app.Log.AddPartition(Later0);
        app.Append(25, Later0);
        await run.UntilAsync(() => run.StateOf(Later0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Later0, 0, 20);
        Assert.Equal(["orders", "payments.eu", "payments.us"], app.ObjectNames.Select(name => name.Split('/')[0]).Distinct().Order());
        Assert.Equal(1, run.Loggers.Count("Topic payments.us is archived too"));
    }

    [Fact]
    public async Task ItWaitsForTheFirst()
    {
        await using LocalRun run = await StartAsync(["audit-?"]);
        await run.UntilAsync(() => run.Loggers.Count("have no topic of audit-? yet") > 1, Fast);
        app.Log.AddPartition(new TopicPartition("audit-1", 0));
        app.Append(10, new TopicPartition("audit-1", 0));
        await run.UntilAsync(() => run.StateOf(new TopicPartition("audit-1", 0)) is { Checkpoint: 10 }, Fast);
        await run.StopAsync();
    }

    [Fact]
    public async Task ARunToTheEndEndsWithWhatIsThere()
    {
        await using LocalRun run = await StartAsync(["payments.*"], options => options with { ExitAtEnd = true, CloseAtEnd = true });
        Assert.Empty((await run.EndAsync()).Shortfalls);
        await app.AssertArchivedExactlyAsync(Payments0, 0, 12);
        await app.AssertArchivedExactlyAsync(Test0, 0, 12);
        Assert.DoesNotContain(app.ObjectNames, name => name.StartsWith("orders/"));
    }

    [Fact]
    public async Task AGroupIsJoinedAnewForATopicThatCame()
    {
        await using LocalRun run = await StartAsync(["payments.*"], options => options with { Share = true });
        await run.UntilAsync(() => run.Source.Subscribed.Count == 2, Fast);
        app.Log.AddPartition(Later0);
        app.Append(10, Later0);
        await run.UntilAsync(() => run.Source.Subscribed.Contains("payments.us"), Fast);
        run.Source.Happen((Later0, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Later0) is { Checkpoint: 10 }, Fast);
        await run.StopAsync();
    }

    [Fact]
    public async Task EachTopicHasItsOwnPolicy()
    {
        ArchiverOptions counting = TestApp.Counting(10);
        TopicPolicy small = counting.Defaults with
        {
            Segments = counting.Policy with { MaximumRecords = 5 },
            Codec = ContainerCodec.Zstandard(),
        };
        await using LocalRun run = await StartAsync(
            ["orders", "payments.eu"],
            options => options with { ExitAtEnd = true },
            counting with
            {
                Topics = ["orders", "payments.eu"],
                Own = [new PatternPolicy(TopicPattern.Parse("pay*")!, small)],
            }
        );
        Assert.Empty((await run.EndAsync()).Shortfalls);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
        await app.AssertArchivedExactlyAsync(Payments0, 0, 10);
        Assert.Equal([5L, 5L], (await app.ObjectsAsync(Payments0)).Select(archived => archived.Facts!.Container.Records));
        Assert.All(await app.ObjectsAsync(Payments0), archived => Assert.EndsWith("count=5", archived.Facts!.Policy));
        Assert.All(await app.ObjectsAsync(Payments0), archived => Assert.Equal("zstandard", archived.Header.Text("avro.codec")));
        Assert.All(await app.ObjectsAsync(Orders0), archived => Assert.Equal("deflate", archived.Header.Text("avro.codec")));
    }

    private Task<LocalRun> StartAsync(
        string[] topics,
        Func<LocalHostOptions, LocalHostOptions>? change = null,
        ArchiverOptions? archiver = null
    )
    {
        var selection = new TopicSelection([.. topics.Select(topic => TopicSelection.Entry.Parse(topic)!)]);
        return LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            (archiver ?? TestApp.Counting(10)) with
            {
                Topics = selection.Names,
            },
            options => (change?.Invoke(options) ?? options) with { Topics = selection }
        );
    }
}
