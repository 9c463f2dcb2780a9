namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>No server holds anybody up: time limits and cancellation are the client's own, and hold.</summary>
[Collection(MariaDbTests.Name)]
public sealed class MySqlSilenceTests(MariaDb server)
{
    private static readonly TopicPartition Orders0 = new("orders", 0);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3); // this machine's

    [Fact]
    public async Task AServerThatNeverGreetsIsSaidNotToAnswer()
    {
        await using var line = new MySqlLine(0);
        using var catalog = new MySqlCatalog(
            MySqlCatalogUrl.Parse(line.UrlOf("mysql://root@127.0.0.1:1/db"), null),
            TimeSpan.FromSeconds(2)
        );
        string message = await UnavailableAsync(() => catalog.CheckTablesAsync(default), TimeSpan.FromSeconds(2));
        Assert.Equal($"The catalog mysql://root@127.0.0.1:{line.Port}/db does not answer within 2 s.", message);
    }

    [Theory]
    [InlineData("START TRANSACTION")]
    [InlineData("INSERT INTO `kafka_store_segments`")]
    [InlineData("COMMIT")]
    public async Task AServerThatStopsInTheMiddleIsGivenUp(string words)
    {
        string url = await CreateAsync();
        await using var line = new MySqlLine(server.Port);
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(line.UrlOf(url), null), TimeSpan.FromSeconds(2));
        Assert.Null(await catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
        line.SilentFrom = words;
        Assert.Contains(
            "does not answer within 2 s",
            await UnavailableAsync(() => catalog.AddAsync(Entry, default), TimeSpan.FromSeconds(2))
        );
    }

    [Fact]
    public async Task AStatementThatTakesTooLongIsStoppedAtTheServer()
    {
        string url = await CreateAsync();
        string database = url[(url.LastIndexOf('/') + 1)..];
        await server.ExecuteAsync("CREATE TRIGGER slow BEFORE INSERT ON kafka_store FOR EACH ROW SET @slept = SLEEP(30)", database);
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null), TimeSpan.FromSeconds(2));
        Assert.Contains(
            "does not answer within 2 s",
            await UnavailableAsync(() => catalog.AddAsync(Entry, default), TimeSpan.FromSeconds(2))
        );
        Assert.Empty(await SleepersAsync(database));
        await server.ExecuteAsync("DROP TRIGGER slow", database);
        Assert.Null(await catalog.AddAsync(Entry, default));
    }

    [Fact]
    public async Task CancellingEndsAStatementAtOnceAlsoAtTheServer()
    {
        string url = await CreateAsync();
        string database = url[(url.LastIndexOf('/') + 1)..];
        await server.ExecuteAsync("CREATE TRIGGER slow BEFORE INSERT ON kafka_store FOR EACH ROW SET @slept = SLEEP(30)", database);
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        using var cancellation = new CancellationTokenSource();
        Task adding = catalog.AddAsync(Entry, cancellation.Token);
        while (!adding.IsCompleted && (await SleepersAsync(database)).Count == 0)
            await Task.Delay(20);
        long started = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.True(Stopwatch.GetElapsedTime(started) < Slack, "It took too long.");
        Assert.Empty(await SleepersAsync(database));
    }

    [Fact]
    public async Task CancellingEndsAWaitForASilentServerWithinItsLimit()
    {
        await using var line = new MySqlLine(0);
        using var catalog = new MySqlCatalog(
            MySqlCatalogUrl.Parse(line.UrlOf("mysql://root@127.0.0.1:1/db"), null),
            TimeSpan.FromSeconds(2)
        );
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.CheckTablesAsync(cancellation.Token));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2) + Slack, "It took too long.");
    }

    [Fact]
    public async Task AServerWithoutTlsIsRefusedWhereTheUrlAsksForIt()
    {
        string url = await CreateAsync();
        await using var line = new MySqlLine(server.Port) { HidesTls = true };
        using (var plain = new MySqlCatalog(MySqlCatalogUrl.Parse(line.UrlOf(url), null)))
            Assert.Null(await plain.CheckTablesAsync(default));
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(line.UrlOf(url).Replace("disabled", "required"), null));
        await Fails.SayingAsync<CatalogRefusedException>("can't be connected to with TLS", () => catalog.CheckTablesAsync(default));
    }

    private static CatalogEntry Entry => new(new ArchiveName(Orders0, 0), 10, 99, new Md5Hash(new byte[16]));

    private async Task<string> CreateAsync()
    {
        string url = await server.CreateDatabaseAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        await catalog.CreateTablesAsync(default);
        return url;
    }

    private Task<IReadOnlyList<string>> SleepersAsync(string database) =>
        server.QueryAsync($"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '{database}' AND STATE = 'User sleep'", database);

    private static async Task<string> UnavailableAsync(Func<Task> call, TimeSpan limit)
    {
        long started = Stopwatch.GetTimestamp();
        CatalogUnavailableException unavailable = await Assert.ThrowsAsync<CatalogUnavailableException>(call);
        Assert.True(Stopwatch.GetElapsedTime(started) < limit + Slack, $"It took {Stopwatch.GetElapsedTime(started)}.");
        return unavailable.Message;
    }
}
