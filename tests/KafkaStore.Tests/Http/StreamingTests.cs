namespace KafkaStore.Tests.Http;

/// <summary>How a response comes: piece by piece, compressed, waited for, broken off or cancelled.</summary>
public sealed class StreamingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(null)]
    [InlineData("avro/binary")]
    public async Task FirstRecordsComeBeforeTheRestIsRead(string? accept)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(41, 3);
        var last = new TaskCompletionSource();
        var store = new FaultyStore(archive.Store) { Before = HoldSecondRead(archive.Store.Names[2], last.Task) };
        await using HttpArchive served = await HttpArchive.StartAsync(store);

        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records", accept);
        Assert.Equal($"{archive.End}", Assert.Single(response.Headers.GetValues("KafkaStore-Next-Offset")));
        Stream body = await response.Content.ReadAsStreamAsync();
        byte[] first = new byte[100];
        await body.ReadExactlyAsync(first).AsTask().WaitAsync(Patience);
        last.SetResult();
        using var rest = new MemoryStream();
        await rest.WriteAsync(first);
        await body.CopyToAsync(rest);

        IEnumerable<Record> records = accept is null ? LineRecords.Parse(rest.ToArray()) : await SampleContainers.ReadAsync(rest.ToArray());
        SampleContainers.AssertEqual(archive.Records, records);
    }

    [Fact]
    public async Task LinesAreCompressedForThoseWhoTakeGzip()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(42, 2);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records", encoding: "br, gzip;q=0.5");
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        using var lines = new MemoryStream();
        await using (var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress))
            await gzip.CopyToAsync(lines);
        SampleContainers.AssertEqual(archive.Records, LineRecords.Parse(lines.ToArray()));

        using HttpResponseMessage refused = await served.GetAsync($"{HttpArchive.Orders3}/records", encoding: "gzip;q=0, br");
        Assert.Empty(refused.Content.Headers.ContentEncoding);
        using HttpResponseMessage container = await served.GetAsync($"{HttpArchive.Orders3}/records", "avro/binary", "gzip");
        Assert.Empty(container.Content.Headers.ContentEncoding);
        SampleContainers.AssertEqual(archive.Records, await SampleContainers.ReadAsync(await container.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task WaitEndsWithTheNextArchiveObject()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(43, 1);
        var store = new FaultyStore(archive.Store);
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        long end = archive.End;

        Task<HttpResponseMessage> waiting = served.GetAsync($"{HttpArchive.Orders3}/records?fromOffset={end}&wait=60s");
        await Waiting.UntilAsync(() => store.Calls.Count > 8);
        Assert.False(waiting.IsCompleted);
        await archive.AddAsync([SampleRecords.Of(end, value: "late")]);
        using HttpResponseMessage response = await waiting.WaitAsync(Patience);

        Assert.Equal(end, Assert.Single(LineRecords.Parse(await response.Content.ReadAsByteArrayAsync())).Offset);
        Assert.Equal($"{end + 1}", Assert.Single(response.Headers.GetValues("KafkaStore-Next-Offset")));
    }

    [Fact]
    public async Task WaitInVainGivesAnEmptyPageThatSaysWhereToGoOn()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(44, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records?fromOffset={archive.End}&wait=1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Null(HttpArchive.NextOf(response));
        Assert.Equal($"{archive.End}", Assert.Single(response.Headers.GetValues("KafkaStore-Next-Offset")));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("avro/binary", true)]
    [InlineData("avro/binary", false)]
    public async Task FailureInTheMiddleBreaksTheResponseOff(string? accept, bool damaged)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(45, 3);
        string last = archive.Store.Names[2];
        var store = new FaultyStore(archive.Store);
        if (damaged)
            archive.Store.BytesOf(last)[^1] ^= 1;
        else
            store.Before = HoldSecondRead(last, Task.FromException(new StorageUnavailableException("The store has gone.")));
        await using HttpArchive served = await HttpArchive.StartAsync(store);

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records", accept);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await response.Content.ReadAsByteArrayAsync();
        });
        Assert.Equal(1, served.Loggers.Count("could not be answered"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "gzip")]
    [InlineData("avro/binary", null)]
    public async Task FailureBeforeTheFirstRecordIsAProblemAndNoResponse(string? accept, string? encoding)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(46, 1);
        var store = new FaultyStore(archive.Store)
        {
            Before = HoldSecondRead(archive.Store.Names[0], Task.FromException(new StorageUnavailableException("The store has gone."))),
        };
        await using HttpArchive served = await HttpArchive.StartAsync(store);

        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records", accept, encoding);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.False(response.Headers.Contains("KafkaStore-Next-Offset"));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task ClientThatGoesStopsTheReadingAtOnce()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(47, 30);
        var store = new FaultyStore(archive.Store);
        await using HttpArchive served = await HttpArchive.StartAsync(
            store,
            new HttpReadingOptions { Streams = 1, PageBytes = long.MaxValue }
        );

        using (HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records"))
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[100]);

        await Waiting.UntilAsync(() => served.Loggers.Count("The client has gone") == 1);
        Assert.InRange(store.Calls.Count(call => call.Operation == StoreOperation.Read), 31, 59);
        using HttpResponseMessage next = await served.GetAsync($"{HttpArchive.Orders3}/records?toOffset={archive.Start + 1}");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task ClientThatGoesWhileItWaitsLeavesItsPlace()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(48, 1);
        var store = new FaultyStore(archive.Store);
        await using HttpArchive served = await HttpArchive.StartAsync(store, new HttpReadingOptions { Waiters = 1 });
        string atTheEnd = $"{HttpArchive.Orders3}/records?fromOffset={archive.End}&wait=";
        using var going = new CancellationTokenSource();
        Task<HttpResponseMessage> gone = served.Client.GetAsync(new Uri(atTheEnd + "60s", UriKind.Relative), going.Token);
        await Waiting.UntilAsync(() => store.Calls.Count > 8);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync());

        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        await Waiting.UntilAsync(async () => await StatusAsync() == HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync()
        {
            using HttpResponseMessage response = await served.GetAsync(atTheEnd + "1s");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task MoreReadersThanAllowedAreToldToComeBackAndListsGoOn()
    {
        var archive = new RangeArchive();
        await archive.AddAsync([SampleRecords.Of(0)]);
        await archive.AddAsync([SampleRecords.Of(1)]);
        var reading = new TaskCompletionSource();
        var store = new FaultyStore(archive.Store) { Before = HoldSecondRead(archive.Store.Names[1], reading.Task) };
        await using HttpArchive served = await HttpArchive.StartAsync(
            store,
            HttpServerOptions.OnOneMachine with
            {
                Streams = 4,
                Waiters = 0,
            }
        );
        using HttpResponseMessage first = await served.GetAsync($"{HttpArchive.Orders3}/records");

        using (HttpResponseMessage second = await served.GetAsync($"{HttpArchive.Orders3}/records?toOffset={archive.Start + 1}"))
            Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        await Waiting.UntilAsync(() => store.Calls.Count(call => call == new StoreCall(StoreOperation.Read, archive.Store.Names[1])) == 2);
        using HttpResponseMessage held = await served.GetAsync($"{HttpArchive.Orders3}/records");
        using HttpResponseMessage third = await served.GetAsync($"{HttpArchive.Orders3}/records");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        foreach (string listing in (string[])["api/topics", "api/topics/orders/partitions", $"{HttpArchive.Orders3}/segments"])
        {
            using HttpResponseMessage told = await served.GetAsync(listing);
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        }

        reading.SetResult();
        SampleContainers.AssertEqual(archive.Records, LineRecords.Parse(await first.Content.ReadAsByteArrayAsync()));
        SampleContainers.AssertEqual(archive.Records, LineRecords.Parse(await held.Content.ReadAsByteArrayAsync()));
        using HttpResponseMessage waiting = await served.GetAsync($"{HttpArchive.Orders3}/records?fromOffset={archive.End}&wait=20s");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
    }

    // The first read of an object is of its header, when the page is planned.
    private static Func<StoreCall, Task> HoldSecondRead(string name, Task until)
    {
        int reads = 0;
        return call =>
            call.Operation == StoreOperation.Read && call.Name == name && Interlocked.Increment(ref reads) % 2 == 0
                ? until
                : Task.CompletedTask;
    }
}
