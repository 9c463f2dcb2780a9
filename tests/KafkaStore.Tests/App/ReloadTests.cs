using KafkaStore.LocalHost.Reloading;

namespace KafkaStore.Tests.App;

/// <summary>Other topics and policies while the archiver runs.</summary>
public sealed class ReloadTests : IDisposable
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);
    private static readonly TopicPartition Payments0 = new("payments.eu", 0);

    private readonly TestApp app = WithRecords(12);
    private readonly ArchiverOptions counting = TestApp.Counting(10);

    public ReloadTests()
    {
        app.Log.AddPartition(Payments0);
        app.Append(12, Payments0);
    }

    public void Dispose() => app.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TopicsComeAndGo(bool asPattern)
    {
        await using LocalRun run = await StartAsync(["orders"]);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 10 }, Fast);

        ReloadChanges both = await run.ReloadAsync(["orders", asPattern ? "payments.*" : "payments.eu"], counting);
        Assert.Equal("archived from now on: payments.eu", both.ToString());
        await run.UntilAsync(() => run.StateOf(Payments0) is { Checkpoint: 10, AcceptedEnd: 12 }, Fast);

        ReloadChanges left = await run.ReloadAsync(["payments.eu"], counting);
        Assert.Equal("not archived any more: orders", left.ToString());
        app.Append(20, Orders0);
        app.Append(20, Payments0);
        await run.UntilAsync(() => run.StateOf(Payments0) is { Checkpoint: 30, AcceptedEnd: 32 }, Fast);
        Assert.Equal(12, run.StateOf(Orders0)!.AcceptedEnd);

        // What was accepted of it is staged, and it goes on from there.
        await run.ReloadAsync(["orders", "payments.eu"], counting);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30, AcceptedEnd: 32 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        await app.AssertArchivedExactlyAsync(Payments0, 0, 30);
    }

    [Fact]
    public async Task AGroupIsJoinedAnew()
    {
        await using LocalRun run = await StartAsync(["orders"], options => options with { Share = true });
        await run.UntilAsync(() => run.Source.Subscribed.SequenceEqual(["orders"]), Fast);
        await run.ReloadAsync(["payments.eu"], counting);
        await run.UntilAsync(() => run.Source.Subscribed.SequenceEqual(["payments.eu"]), Fast);
        await run.StopAsync();
    }

    [Fact]
    public async Task AFileThatIsOpenKeepsItsPolicy()
    {
        await using LocalRun run = await StartAsync(["orders"]);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 10, AcceptedEnd: 12 }, Fast);
        ReloadChanges changes = await run.ReloadAsync(
            ["orders"],
            counting with
            {
                Policy = counting.Policy with { MaximumRecords = 5 },
                Codec = ContainerCodec.Zstandard(),
            }
        );
        Assert.Equal("files that begin from now on have the changed policies", changes.ToString());
        app.Append(18, Orders0);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30 }, Fast);
        await run.StopAsync();
        Assert.Equal([10L, 10L, 5L, 5L], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Facts!.Container.Records));
        Assert.Equal(
            ["deflate", "deflate", "zstandard", "zstandard"],
            (await app.ObjectsAsync(Orders0)).Select(archived => archived.Header.Text("avro.codec"))
        );
    }

    [Fact]
    public async Task WhereATopicCannotBeBegunNothingChanges()
    {
        await using LocalRun run = await StartAsync(["orders"]);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 10, AcceptedEnd: 12 }, Fast);
        ArchiverOptions smaller = counting with { Policy = counting.Policy with { MaximumRecords = 1 }, OffsetReset = OffsetReset.Error };

        ReloadRefusedException unknown = await Assert.ThrowsAsync<ReloadRefusedException>(() =>
            run.ReloadAsync(["payments.eu", "audit"], smaller)
        );
        Assert.Contains("audit", unknown.Message);
        ReloadRefusedException unstarted = await Assert.ThrowsAsync<ReloadRefusedException>(() =>
            run.ReloadAsync(["payments.eu"], smaller)
        );
        Assert.Contains("payments.eu", Assert.Single(unstarted.Sentences));

        app.Append(8, Orders0);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20 }, Fast);
        Assert.Null(run.StateOf(Payments0));
        Assert.Equal("nothing has changed", (await run.ReloadAsync(["orders"], counting)).ToString());
        await run.StopAsync();
        Assert.DoesNotContain(app.ObjectNames, name => name.StartsWith("payments.eu/"));
    }

    private Task<LocalRun> StartAsync(string[] topics, Func<LocalHostOptions, LocalHostOptions>? change = null) =>
        LocalRun.StartAsync(app.Log, app.Archive, app.Staging, counting with { Topics = topics }, change);
}
