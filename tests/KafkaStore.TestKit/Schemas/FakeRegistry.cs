using System.IO.Compression;
using KafkaStore.Schemas.Registry;

namespace KafkaStore.Tests.Schemas;

/// <summary>Speaks the language of Confluent's Schema Registry on a free port of this machine.</summary>
public sealed class FakeRegistry : IDisposable
{
    private readonly ConcurrentDictionary<int, object> schemas = new();
    private readonly ConcurrentDictionary<(string Subject, int Version), int> versions = new();
    private readonly ConditionalWeakTable<string, byte[]> compressed = [];
    private readonly int port;
    private HttpListener? listener;
    private Task serving = Task.CompletedTask;

    public FakeRegistry()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Start();
    }

    /// <summary>Paths in the order they were asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public string Url => $"http://127.0.0.1:{port}";

    /// <summary>Answered in place of anything else.</summary>
    public (HttpStatusCode Status, string Body)? Instead { get; set; }

    /// <summary>Answered in place of the schemas of these ids.</summary>
    public ConcurrentDictionary<int, (HttpStatusCode Status, string Body)> InsteadOf { get; } = new();

    /// <summary>Requests for these ids are taken and never answered.</summary>
    public ICollection<int> SilentIds { get; } = new HashSet<int>();

    /// <summary>Sent as Location with whatever is answered; null for none.</summary>
    public string? Location { get; set; }

    /// <summary>Answers go out compressed with gzip, wanted or not.</summary>
    public bool IsCompressing { get; set; }

    /// <summary>Required of every request; null for none.</summary>
    public string? Credentials { get; set; }

    /// <summary>Requests are taken and never answered.</summary>
    public bool IsSilent { get; set; }

    public SchemaRegistryClient NewClient(TimeSpan? timeout = null) =>
        new(SchemaRegistryOptions.Parse(Url) with { Timeout = timeout ?? TimeSpan.FromSeconds(30) });

    /// <summary>
    /// Compresses what is answered in place of schemas, and does so now: whoever asks is not to wait while megabytes are compressed.
    /// </summary>
    public void Compress()
    {
        IsCompressing = true;
        foreach ((HttpStatusCode _, string body) in InsteadOf.Values)
            _ = Compressed(body);
    }

    /// <summary>An answer with a schema of that length.</summary>
    public static string SchemaOf(int mebibytes) => $$"""{"schema":"{{new string('a', mebibytes * 1024 * 1024)}}"}""";

    /// <summary>Registers a schema as the real one would tell it.</summary>
    public void Register(
        int id,
        string subject,
        string schema,
        string? type = null,
        params (string Name, string Subject, int Version)[] references
    )
    {
        int version = versions.Keys.Count(key => key.Subject == subject) + 1;
        var facts = new Dictionary<string, object> { ["schema"] = schema };
        if (type is not null)
            facts["schemaType"] = type;
        if (references.Length > 0)
        {
            facts["references"] = references.Select(reference => new
            {
                name = reference.Name,
                subject = reference.Subject,
                version = reference.Version,
            });
        }

        schemas[id] = facts;
        versions[(subject, version)] = id;
    }

    public void Start()
    {
        var started = new HttpListener { Prefixes = { Url + "/" } };
        started.Start();
        listener = started;
        serving = ServeAsync(started);
    }

    /// <summary>Connections are refused until it is started again.</summary>
    public void Stop()
    {
        listener?.Close();
        listener = null;
    }

    public void Dispose() => Stop();

    private async Task ServeAsync(HttpListener of)
    {
        try
        {
            while (true)
                await AnswerAsync(await of.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Requests.Enqueue(context.Request.Url!.PathAndQuery);
        string[] path =
        [
            .. context.Request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString),
        ];
        int asked = path is ["schemas", "ids", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : 0;
        if (IsSilent || SilentIds.Contains(asked))
            return;
        string? given = context.Request.Headers["Authorization"];
        bool refused = Credentials is not null && given != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials));
        (HttpStatusCode status, string body) = refused
            ? (HttpStatusCode.Unauthorized, """{"error_code":401,"message":"Unauthorized"}""")
            : Instead ?? (InsteadOf.TryGetValue(asked, out (HttpStatusCode, string) instead) ? instead : Answer(path));
        if (Location is not null)
            context.Response.RedirectLocation = Location;
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        if (IsCompressing)
            context.Response.AddHeader("Content-Encoding", "gzip");
        try
        {
            await context.Response.OutputStream.WriteAsync(IsCompressing ? Compressed(body) : Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // Whoever asked has gone: the answer was too long, or too late.
            context.Response.Abort();
        }
    }

    // Each body once.
    private byte[] Compressed(string body) =>
        compressed.GetValue(
            body,
            text =>
            {
                using var bytes = new MemoryStream();
                using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
                    gzip.Write(Encoding.UTF8.GetBytes(text));
                return bytes.ToArray();
            }
        );

    private (HttpStatusCode, string) Answer(string[] path) =>
        path switch
        {
            ["schemas", "ids", var id] when schemas.TryGetValue(int.Parse(id, CultureInfo.InvariantCulture), out object? schema) => (
                HttpStatusCode.OK,
                JsonSerializer.Serialize(schema)
            ),
            ["schemas", "ids", var id] => (HttpStatusCode.NotFound, $$"""{"error_code":40403,"message":"Schema {{id}} not found"}"""),
            ["subjects", var subject, "versions", var version]
                when versions.TryGetValue((subject, int.Parse(version, CultureInfo.InvariantCulture)), out int id) => (
                HttpStatusCode.OK,
                JsonSerializer.Serialize(
                    new Dictionary<string, object>((Dictionary<string, object>)schemas[id])
                    {
                        ["subject"] = subject,
                        ["version"] = version,
                        ["id"] = id,
                    }
                )
            ),
            ["subjects", ..] => (HttpStatusCode.NotFound, """{"error_code":40401,"message":"Subject not found."}"""),
            _ => (HttpStatusCode.NotFound, "<html>404</html>"),
        };
}
