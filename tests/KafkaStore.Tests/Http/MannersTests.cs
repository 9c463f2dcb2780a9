using KafkaStore.Functions.Http;

namespace KafkaStore.Tests.Http;

/// <summary>What an answer says beside what was asked for, and what it keeps to itself.</summary>
public sealed class MannersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("api/topics", HttpStatusCode.OK)]
    [InlineData("api/openapi.json", HttpStatusCode.OK)]
    [InlineData(HttpArchive.Orders3 + "/records", HttpStatusCode.OK)]
    [InlineData(HttpArchive.Orders3 + "/segments", HttpStatusCode.OK)]
    [InlineData("api/topics/orders/partitions", HttpStatusCode.OK)]
    [InlineData("api/topics/none/partitions", HttpStatusCode.NotFound)]
    [InlineData("api/topics?a=b", HttpStatusCode.BadRequest)]
    [InlineData("api/topics?code=another", HttpStatusCode.OK)]
    [InlineData("elsewhere", HttpStatusCode.NotFound)]
    public async Task NoAnswerIsKeptOnTheWayOrTakenForAnotherType(string path, HttpStatusCode status)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(81, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        using HttpResponseMessage response = await served.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        AssertKept(response);
        using var stranger = new HttpClient { BaseAddress = served.Address };
        using HttpResponseMessage refused = await stranger.GetAsync(path);
        AssertKept(refused);
        using HttpResponseMessage posted = await served.Client.PostAsync(path, null);
        AssertKept(posted);
    }

    [Fact]
    public async Task DamageIsToldByTheObjectsNameAloneAndLoggedInFull()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(82, 2);
        var store = new LocalObjectStore(folder.Path);
        foreach (string name in archive.Store.Names)
            await store.CreateAsync(name, ObjectContent.FromBytes(new byte[] { 1, 2, 3 }), default);
        await using HttpArchive served = await HttpArchive.StartAsync(store);

        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records");

        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains($" {archive.Store.Names[0]} ", body);
        Assert.DoesNotContain(folder.Path, body);
        Assert.Equal(1, served.Loggers.Count(folder.Below(archive.Store.Names[0])));
    }

    [Theory]
    [InlineData(
        "https://a.blob.core.windows.net/c/p",
        "https://a.blob.core.windows.net/c/p/orders/000000/1 is damaged",
        "orders/000000/1 is damaged"
    )]
    [InlineData(
        "/srv/archive/",
        "\"/srv/archive/orders\" and /srv/archive, not /srv/archive2/x",
        "\"orders\" and the store, not /srv/archive2/x"
    )]
    [InlineData("/srv/archive", "/srv/archive.", "the store.")]
    [InlineData("/srv/archive", "/srv/archive/.", "the store.")]
    [InlineData("/", "/a/b", "/a/b")]
    public void StoresAreNotNamed(string place, string said, string shown) =>
        Assert.Equal(shown, new ShownDetails(new NamedStore(place), [], []).Of(said));

    [Fact]
    public void OfTwoStoresTheInnerIsNotNamedEither() =>
        Assert.Equal(
            "orders/1 and chunk/2",
            new ShownDetails(new NamedStore("/a"), [new NamedStore("/a/~kafka-store/state/staged")], []).Of(
                "/a/orders/1 and /a/~kafka-store/state/staged/chunk/2"
            )
        );

    [Fact]
    public async Task WhatWasAskedComesBackWithoutTags()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(83, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        string body = await (await served.GetAsync("api/topics?<script>alert(1)</script>=1")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("<", body);
        Assert.Contains("<script>alert(1)", JsonNode.Parse(body)!["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("0.0.0.0", 1)]
    public async Task ListeningBeyondThisMachineIsWarnedOf(string host, int warnings)
    {
        using var loggers = new RecordingLoggers();
        await using LocalReader reader = await LocalReader.StartAsync(
            new MemoryObjectStore(),
            new HttpServerOptions(0) { Host = IPAddress.Parse(host) },
            loggers,
            default
        );
        Assert.Equal(warnings, loggers.Count("without TLS", LogLevel.Warning));
    }

    private static void AssertKept(HttpResponseMessage response)
    {
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }

    private sealed class NamedStore(string name) : IStagingStore
    {
        public string DisplayName => name;

        public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
