namespace KafkaStore.Tests.Http;

/// <summary>What <c>kafka-store resume</c> does, over HTTP.</summary>
public sealed class ResumeOverHttpTests : IDisposable
{
    private const string All = "api/topics/orders/resume";

    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task FaultsWhoseCauseIsGoneAreClearedAndTheArchiverGoesOn()
    {
        var files = new FaultFiles(app.Staging);
        await files.NoteAsync(Orders0, new PartitionFault(FaultKind.Conflict, "It differed."), DateTimeOffset.UnixEpoch, default);
        await using LocalRun run = await StartAsync();
        using HttpClient client = Client(run);
        await run.UntilAsync(() => run.StateOf(Orders0)?.Fault is not null);
        Assert.Empty(app.ObjectNames);
        JsonNode listed = Assert.Single((await ListAsync(client))["partitions"]!.AsArray())!;
        Assert.Equal(("Conflict", "It differed."), (Text(listed["fault"]!, "kind"), Text(listed["fault"]!, "detail")));

        JsonNode answer = await PostAsync(client, All);
        Assert.Equal("orders", answer["topic"]!.GetValue<string>());
        JsonNode only = Assert.Single(answer["partitions"]!.AsArray())!;
        Assert.Equal(
            ("orders", 0, "cleared", "Conflict"),
            (Text(only, "topic"), only["partition"]!.GetValue<int>(), Text(only, "result"), Text(only, "kind"))
        );
        Assert.StartsWith("Its cause is gone.", Text(only, "detail"), StringComparison.Ordinal);
        await run.UntilAsync(() => app.ObjectNames.Count == 2, TimeSpan.FromSeconds(1));
        Assert.Null(Assert.Single((await ListAsync(client))["partitions"]!.AsArray())!["fault"]);
        Assert.Equal(1, run.Loggers.Count("The fault Conflict of orders-0 was cleared on request"));
    }

    [Fact]
    public async Task AFaultThatStandsIsSaidWithWhatIsToBeDone()
    {
        await app.DeliverAllAsync(Orders0);
        string last = app.ObjectNames[^1];
        app.Archive.Replace(last, app.Archive.BytesOf(last)[..40]);
        await using LocalRun run = await StartAsync();
        using HttpClient client = Client(run);
        await run.UntilAsync(() => run.StateOf(Orders0)?.Fault is not null);
        JsonNode only = Assert.Single((await PostAsync(client, $"{All}?partition=0"))["partitions"]!.AsArray())!;
        Assert.Equal("stillThere", Text(only, "result"));
        Assert.Contains(last, Text(only, "detail"), StringComparison.Ordinal);
        Assert.Contains(FaultName.Of(Orders0), app.Staging.Names);
    }

    [Fact]
    public async Task WithoutAFaultThereIsNothingToDo()
    {
        await using LocalRun run = await StartAsync();
        using HttpClient client = Client(run);
        Assert.Empty((await PostAsync(client, All))["partitions"]!.AsArray());
        JsonNode only = Assert.Single((await PostAsync(client, $"{All}?partition=7"))["partitions"]!.AsArray())!;
        Assert.Equal("notFaulted", Text(only, "result"));
        Assert.Null(only["kind"]);
    }

    [Fact]
    public async Task ABrokerThatDoesNotSayWhetherTheCauseIsGoneIsAskedAgainLater()
    {
        var fault = new PartitionFault(FaultKind.TopicRecreated, "It ended too early.");
        await new FaultFiles(app.Staging).NoteAsync(Orders0, fault, DateTimeOffset.UnixEpoch, default);
        await using LocalRun run = await StartAsync();
        using HttpClient client = Client(run);
        app.Log.OutageInBounds = "The scripted log is away.";
        using HttpResponseMessage response = await client.PostAsync(All, null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("is away", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(FaultName.Of(Orders0), app.Staging.Names);
    }

    [Fact]
    public async Task ItTakesAKeyAPostAndAPartitionsNumber()
    {
        await using LocalRun run = await StartAsync();
        using HttpClient client = Client(run);
        using HttpResponseMessage got = await client.GetAsync(All);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
        using HttpResponseMessage wrong = await client.PostAsync($"{All}?partition=all", null);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        client.DefaultRequestHeaders.Authorization = null;
        using HttpResponseMessage refused = await client.PostAsync(All, null);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task WhereNothingIsArchivedThereIsNoSuchRoute()
    {
        await using LocalReader reader = await LocalReader.StartAsync(
            new MemoryObjectStore(),
            new HttpServerOptions(0) { Token = "chosen" },
            new RecordingLoggers(),
            default
        );
        using var client = new HttpClient { BaseAddress = reader.Server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "chosen");
        using HttpResponseMessage response = await client.PostAsync(All, null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Task<LocalRun> StartAsync() =>
        LocalRun.StartAsync(app.Log, app.Archive, app.Staging, change: options => options with { Http = new HttpServerOptions(0) });

    private static HttpClient Client(LocalRun run)
    {
        var client = new HttpClient { BaseAddress = run.Http!.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", run.Http.Token);
        return client;
    }

    private static async Task<JsonNode> ListAsync(HttpClient client) =>
        JsonNode.Parse(await client.GetStringAsync("api/topics/orders/partitions"))!;

    private static async Task<JsonNode> PostAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.PostAsync(path, null);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Text(JsonNode node, string field) => node[field]!.GetValue<string>();
}
