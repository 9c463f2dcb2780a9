namespace KafkaStore.Tests.App;

/// <summary>The local host serves what it archives.</summary>
public sealed class LocalHttpTests : IDisposable
{
    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task ArchiveIsServedWhileItGrows()
    {
        await using LocalRun run = await LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options => options with { Http = new HttpServerOptions(0) }
        );
        Assert.Equal("127.0.0.1", run.Http!.Address.Host);
        using var client = new HttpClient { BaseAddress = run.Http.Address };
        using HttpResponseMessage refused = await client.GetAsync("api/topics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(1, run.Loggers.Count(run.Http.Token)); // made up, so it is told
        client.DefaultRequestHeaders.Authorization = new("Bearer", run.Http.Token);

        await run.UntilAsync(() => app.Archive.Names.Count(name => name.StartsWith("orders/")) == 2, TimeSpan.FromMilliseconds(20));

        string[] lines = (await client.GetStringAsync("api/topics/orders/partitions/0/records")).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(20, lines.Length);
        Assert.Equal(1, run.Loggers.Count("Function ReadRange: httpTrigger"));
    }

    [Fact]
    public async Task TokenThatWasChosenIsNotTold()
    {
        var loggers = new RecordingLoggers();
        await using LocalReader reader = await LocalReader.StartAsync(
            new MemoryObjectStore(),
            new HttpServerOptions(0) { Token = "chosen" },
            loggers,
            default
        );
        Assert.Equal("chosen", reader.Server.Token);
        Assert.Equal(0, loggers.Count("chosen"));
    }

    [Fact]
    public async Task PortThatIsTakenIsSaidWithTheRemedy()
    {
        using var folder = new TemporaryFolder();
        using var loggers = new RecordingLoggers();
        await using LocalReader first = await LocalReader.StartAsync(
            new LocalObjectStore(folder.Path),
            new HttpServerOptions(0),
            loggers,
            default
        );

        await Fails.SayingAsync<HttpServerException>(
            "another port",
            () =>
                LocalReader.StartAsync(
                    StoreLocation.Local(folder.Path),
                    StoreSettings.Default,
                    new HttpServerOptions(first.Server.Address.Port),
                    loggers,
                    default
                )
        );
    }
}
