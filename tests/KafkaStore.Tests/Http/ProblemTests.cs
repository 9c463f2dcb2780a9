using System.Net.Sockets;

namespace KafkaStore.Tests.Http;

/// <summary>What is wrong with a request is said with its status, its parameter and a sentence.</summary>
public sealed class ProblemTests
{
    private const string Records = HttpArchive.Orders3 + "/records";

    [Theory]
    [InlineData(Records + "?fromOffset=-1", "fromOffset")]
    [InlineData(Records + "?fromOffset=", "fromOffset")]
    [InlineData(Records + "?toOffset=ten", "toOffset")]
    [InlineData(Records + "?toOffset=99999999999999999999", "toOffset")]
    [InlineData(Records + "?fromOffset=1e3", "fromOffset")]
    [InlineData(Records + "?fromOffset=0x10", "fromOffset")]
    [InlineData(Records + "?fromOffset=%D9%A1", "fromOffset")]
    [InlineData(Records + "?fromOffset=%201", "fromOffset")]
    [InlineData(Records + "?fromOffset=5&toOffset=4", "toOffset")]
    [InlineData(Records + "?fromTime=yesterday", "fromTime")]
    [InlineData(Records + "?toTime=2026-13-01", "toTime")]
    [InlineData(Records + "?toTime=99999999999999999999", "toTime")]
    [InlineData(Records + "?fromTime=5&toTime=4", "toTime")]
    [InlineData(Records + "?fromTime=5&fromTime=5", "fromTime")]
    [InlineData(Records + "?limit=0", "limit")]
    [InlineData(Records + "?limit=99999999999", "limit")]
    [InlineData(Records + "?wait=61s", "wait")]
    [InlineData(Records + "?wait=99999999999s", "wait")]
    [InlineData(Records + "?wait=-1", "wait")]
    [InlineData(Records + "?wait=", "wait")]
    [InlineData(Records + "?wait=1m", "wait")]
    [InlineData(Records + "?offset=1", "offset")]
    [InlineData(Records + "?limit=1&limit=2", "limit")]
    [InlineData(Records + "?limit=1&LIMIT=2", "LIMIT")]
    [InlineData(HttpArchive.Orders3 + "/segments?limit=1001", "limit")]
    [InlineData(HttpArchive.Orders3 + "/segments?after=-1", "after")]
    [InlineData("api/topics?prefix=a", "prefix")]
    [InlineData("api/topics/orders/partitions/+3/records", "partition")]
    [InlineData("api/topics/orders/partitions/-1/records", "partition")]
    [InlineData("api/topics/orders/partitions/9999999999/segments", "partition")]
    [InlineData("api/topics/orders/partitions/%2e%2e%2f3/records", "partition")]
    [InlineData("api/topics/orders/partitions/%D9%A3/records", "partition")]
    [InlineData("api/topics/orders/partitions/3%20/records", "partition")]
    [InlineData("api/topics/~kafka-store/partitions", "topic")]
    [InlineData("api/topics/ord%C3%A9rs/partitions/3/records", "topic")]
    [InlineData("api/topics/%E2%80%AEsredro/partitions", "topic")]
    [InlineData("api/topics/orders%5C3/partitions", "topic")]
    [InlineData("api/topics/orders%0A/partitions", "topic")]
    [InlineData("api/topics/orders%3F/partitions", "topic")]
    [InlineData("api/topics/%2e%2e%2forders/partitions", "topic")]
    [InlineData("api/topics/..%2forders/partitions/3/records", "topic")]
    public async Task WrongParameterIsNamed(string path, string parameter)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        JsonNode problem = await ProblemAsync(served, path, HttpStatusCode.BadRequest);
        Assert.Equal(parameter, problem["parameter"]!.GetValue<string>(), ignoreCase: true);
    }

    [Theory]
    [InlineData("/api/topics/../../etc/passwd")]
    [InlineData("/api/topics/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/topics/orders/partitions/3/../../../../~kafka-store/staging.json")]
    [InlineData("/api/topics/orders/partitions/3/records/..%2f..%2f00000000000000000004")]
    [InlineData("//api/topics/orders/partitions/3/records")]
    [InlineData("/api/topics/orders%00/partitions/3/records")]
    [InlineData("/api/topics/%ff%fe/partitions/3/records")]
    [InlineData("/api/topics/%c0%ae%c0%ae/partitions/3/records")]
    [InlineData("file:///etc/passwd")]
    public async Task PathThatTriesToLeaveIsRefused(string target)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using var client = new TcpClient();
        await client.ConnectAsync(served.Address.Host, served.Address.Port); // as it stands: an HttpClient would mend it
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET {target} HTTP/1.1\r\nHost: localhost\r\nx-functions-key: {HttpArchive.Token}\r\nConnection: close\r\n\r\n"
                )
            );
        string response = await new StreamReader(client.GetStream()).ReadToEndAsync();
        Assert.Matches("^HTTP/1.1 (400|404) ", response);
        Assert.DoesNotContain("\"offset\"", response);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task OnlyGetIsAnswered(string method)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using var request = new HttpRequestMessage(new HttpMethod(method), Records);
        using HttpResponseMessage response = await served.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("?fromTime=2026-03-01T13:00:00+01:00")]
    [InlineData("?fromTime=2026-03-01T13:00:00%2B01:00")]
    [InlineData("?fromTime=2026-03-01+12:00:00")]
    [InlineData("?fromTime=2026-03-01%2012:00:00.000000001Z")]
    [InlineData("?fromTime=1772366400000")]
    [InlineData("?fromTime=-9223372036854775808&toTime=9223372036854775807")]
    [InlineData("?fromOffset=4&toOffset=9223372036854775807&fromTime=0&limit=2147483647")]
    public async Task TimesAreReadAsQueriesHaveThem(string query)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using HttpResponseMessage response = await served.GetAsync(Records + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("api/topics/order/partitions")]
    [InlineData("api/topics/orders/partitions/4/records")]
    [InlineData("api/topics/orders/partitions/4/records?fromOffset=1&toOffset=1")]
    [InlineData("api/topics/orders/partitions/4/segments")]
    public async Task WhatTheArchiveHasNothingOfIsNotFound(string path)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        await ProblemAsync(served, path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task RangePastTheEndIsRefusedAndSaysWhereTheEndIs()
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using HttpResponseMessage past = await served.GetAsync($"{Records}?fromOffset=13");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, past.StatusCode);
        Assert.Equal("12", Assert.Single(past.Headers.GetValues("KafkaStore-Next-Offset")));
        using HttpResponseMessage farPast = await served.GetAsync($"{Records}?fromOffset={long.MaxValue}&wait=1");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, farPast.StatusCode);
        using HttpResponseMessage end = await served.GetAsync($"{Records}?fromOffset=12");
        Assert.Equal(HttpStatusCode.OK, end.StatusCode);
        using HttpResponseMessage before = await served.GetAsync($"{Records}?toOffset=3");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Empty(await before.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("text/html", null)]
    [InlineData("application/x-ndjson;q=0", null)]
    [InlineData("*/*;q=0", null)]
    [InlineData("application/json", null)]
    [InlineData("not a media type", "application/x-ndjson")]
    [InlineData("application/x-ndjson; charset=utf-8", "application/x-ndjson")]
    [InlineData("*/*", "application/x-ndjson")]
    [InlineData("application/*", "application/x-ndjson")]
    [InlineData("text/html, avro/*;q=0.1", "avro/binary")]
    [InlineData("application/x-ndjson;q=0.2, avro/binary;q=0.9", "avro/binary")]
    [InlineData("avro/binary, application/x-ndjson", "application/x-ndjson")]
    [InlineData("*/*, application/x-ndjson;q=0.1", "avro/binary")]
    public async Task FormatIsWhatTheClientAcceptsBest(string accept, string? format)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using HttpResponseMessage response = await served.GetAsync(Records, accept);
        Assert.Equal(format is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(format ?? "application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task DamagedObjectIsAConflictThatNamesIt()
    {
        RangeArchive archive = await SmallArchiveAsync();
        string name = archive.Store.Names[1];
        archive.Store.Replace(name, [1, 2, 3]);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        JsonNode problem = await ProblemAsync(served, $"{Records}?fromOffset=8", HttpStatusCode.Conflict);
        Assert.Contains(name, problem["detail"]!.GetValue<string>());
        Assert.Equal(1, served.Loggers.Count(name));
        using HttpResponseMessage others = await served.GetAsync($"{Records}?toOffset=8");
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Fact]
    public async Task StoreThatIsAwayIsWorthAnotherTryAndOneThatRefusesIsNot()
    {
        RangeArchive archive = await SmallArchiveAsync();
        var store = new FaultyStore(archive.Store);
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        store.Fail(_ => true, 1);
        using (HttpResponseMessage away = await served.GetAsync(Records))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), away.Headers.RetryAfter!.Delta);
        }

        store.Fail(_ => true, 1, () => new StorageAccessException("The key 123 may not read."));
        JsonNode refused = await ProblemAsync(served, Records, HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("123", refused.ToJsonString());
        Assert.Equal(1, served.Loggers.Count("The key 123 may not read."));
    }

    [Theory]
    [InlineData("", null, HttpStatusCode.Unauthorized)]
    [InlineData("", "Bearer another", HttpStatusCode.Unauthorized)]
    [InlineData("?code=A-TOKEN", null, HttpStatusCode.Unauthorized)]
    [InlineData("", "Bearer a-token", HttpStatusCode.OK)]
    [InlineData("?code=a-token", null, HttpStatusCode.OK)]
    public async Task OnlyThoseWhoKnowTheTokenAreAnswered(string query, string? authorization, HttpStatusCode expected)
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await SmallArchiveAsync()).Store);
        using var stranger = new HttpClient { BaseAddress = served.Address };
        string[] paths = ["api/topics", "api/topics/orders/partitions", $"{HttpArchive.Orders3}/segments", Records, "api/openapi.json"];
        foreach (string path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = await stranger.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    private static async Task<RangeArchive> SmallArchiveAsync()
    {
        var archive = new RangeArchive();
        await archive.AddAsync([.. Enumerable.Range(4, 4).Select(offset => SampleRecords.Of(offset))]);
        await archive.AddAsync([.. Enumerable.Range(8, 4).Select(offset => SampleRecords.Of(offset))]);
        return archive;
    }

    private static async Task<JsonNode> ProblemAsync(HttpArchive served, string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await served.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.NotEmpty(problem["title"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        return problem;
    }
}
