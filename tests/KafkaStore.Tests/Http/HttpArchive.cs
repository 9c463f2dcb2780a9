namespace KafkaStore.Tests.Http;

/// <summary>An archive that is served on a free port of this machine, and a client that knows the token.</summary>
internal sealed class HttpArchive : IAsyncDisposable
{
    public const string Token = "a-token";
    public const string Orders3 = "api/topics/orders/partitions/3";

    private readonly LocalReader reader;

    private HttpArchive(LocalReader reader, RecordingLoggers loggers)
    {
        this.reader = reader;
        Loggers = loggers;
        Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = reader.Server.Address,
        };
        Client.DefaultRequestHeaders.Add("x-functions-key", Token);
    }

    public HttpClient Client { get; }

    public Uri Address => reader.Server.Address;

    public RecordingLoggers Loggers { get; }

    public static async Task<HttpArchive> StartAsync(IObjectReader store, HttpReadingOptions? options = null, int? connections = null)
    {
        var loggers = new RecordingLoggers();
        var serving = new HttpServerOptions(0)
        {
            Token = Token,
            Reading = (options ?? HttpServerOptions.OnOneMachine) with { PollInterval = TimeSpan.FromMilliseconds(20) },
        };
        if (connections is { } most)
            serving = serving with { Connections = most };
        return new HttpArchive(await LocalReader.StartAsync(store, serving, loggers, default), loggers);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Where a response says to go on, as a reference relative to its request.</summary>
    public static string? NextOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return null;
        string link = Assert.Single(links);
        Assert.EndsWith(">; rel=\"next\"", link);
        return link[1..link.IndexOf('>')];
    }

    /// <summary>All pages of a range, by following their links.</summary>
    public async Task<List<byte[]>> ReadPagesAsync(string query, string? accept = null, string? encoding = null)
    {
        var pages = new List<byte[]>();
        string? next = query;
        while (next is not null)
        {
            using HttpResponseMessage response = await GetAsync($"{Orders3}/records{next}", accept, encoding);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(encoding is null ? [] : [encoding], response.Content.Headers.ContentEncoding);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            pages.Add(encoding is null ? body : Unzip(body));
            next = NextOf(response);
        }

        return pages;
    }

    private static byte[] Unzip(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await reader.DisposeAsync();
    }
}
