using KafkaStore.Functions.Http.Health;

namespace KafkaStore.Tests.Http;

/// <summary>What probes ask, without a key.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task LivenessAsksNothingOutsideTheProcess()
    {
        var store = new FaultyStore(new MemoryObjectStore()) { Before = _ => throw new StorageUnavailableException("Away.") };
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        Assert.Equal((200, """{"status":"live"}"""), await AskAsync(served, "live"));
    }

    [Fact]
    public async Task ReadinessFollowsTheStoreAndNamesNothing()
    {
        string? away = null;
        var store = new FaultyStore(new MemoryObjectStore())
        {
            Before = _ => away is null ? Task.CompletedTask : throw new StorageUnavailableException(away),
        };
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        Assert.Equal((200, """{"status":"ready"}"""), await AskAsync(served, "ready"));
        away = "https://secret.example is away.";
        Assert.Equal(200, (await AskAsync(served, "ready")).Status); // the answer of a moment ago
        var clock = new FakeTimeProvider();
        var readiness = new Readiness(store, clock, NullLogger<Readiness>.Instance);
        Assert.Equal("The archive can't be reached; the log says why.", (await readiness.AskAsync()).Trouble);
        away = null;
        Assert.NotNull((await readiness.AskAsync()).Trouble);
        clock.Advance(Readiness.Kept);
        Assert.Equal(new ReadyAnswer(null, null), await readiness.AskAsync());
    }

    [Fact]
    public async Task WhoeverAsksMeanwhileGetsTheSameAnswer()
    {
        int looks = 0;
        var gate = new TaskCompletionSource();
        var store = new FaultyStore(new MemoryObjectStore())
        {
            Before = _ =>
            {
                looks++;
                return gate.Task;
            },
        };
        var readiness = new Readiness(store, new FakeTimeProvider(), NullLogger<Readiness>.Instance);
        Task<ReadyAnswer>[] asked = [.. Enumerable.Range(0, 100).Select(_ => readiness.AskAsync())];
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Null(answer.Trouble));
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task AFaultedPartitionIsCountedAndMakesNobodyLessReady()
    {
        using TestApp app = WithRecords(12);
        await using LocalRun run = await LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options => options with { Http = new HttpServerOptions(0) { Token = "0123456789abcdef" } }
        );
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 10 }, TimeSpan.FromMilliseconds(500));
        app.Log.AddPartition(Orders0); // shorter than what was read of it
        await run.UntilAsync(() => run.StateOf(Orders0) is { Fault: not null }, TimeSpan.FromMilliseconds(500));
        using var client = new HttpClient { BaseAddress = run.Http!.Address };
        Assert.Equal("""{"status":"ready","faultedPartitions":1}""", await client.GetStringAsync("api/health/ready"));
    }

    private static async Task<(int Status, string Body)> AskAsync(HttpArchive served, string which)
    {
        using var client = new HttpClient { BaseAddress = served.Address }; // who knows no key
        using HttpResponseMessage answer = await client.GetAsync($"api/health/{which}");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
