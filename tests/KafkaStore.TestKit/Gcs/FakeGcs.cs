namespace KafkaStore.Tests.Gcs;

/// <summary>
/// A server that speaks Cloud Storage's JSON API as Google documents it, as much as stores and Google's clients use, and that
/// can do so badly. Google's own Node client holds it to that.
/// </summary>
public sealed class FakeGcs : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeGcsBucket> buckets = new();
    private readonly FakeGcsUploads uploads = new();
    private readonly ConcurrentQueue<FakeGcsRequest> requests = new();
    private readonly WebApplication app;

    private FakeGcs()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Limits.MinResponseDataRate = null;
            });
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>Scheme, host and port.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Base of the JSON API.</summary>
    public string Endpoint => Address + "/storage/v1/";

    public FakeGcsFaults Faults { get; } = new();

    /// <summary>What was asked so far.</summary>
    public IReadOnlyCollection<FakeGcsRequest> Requests => requests;

    /// <summary>The only token accepted; null: nobody has to have one.</summary>
    public string? Token { get; set; }

    public static async Task<FakeGcs> StartAsync(params string[] buckets)
    {
        var server = new FakeGcs();
        foreach (string bucket in buckets)
            server.AddBucket(bucket);
        await server.app.StartAsync();
        return server;
    }

    public void AddBucket(string name) => buckets.TryAdd(name, new FakeGcsBucket(name));

    /// <summary>As of an object that was composed of others, for which Google has no MD5.</summary>
    public void ForgetMd5(string bucket, string name) => buckets[bucket].ForgetMd5(name);

    /// <summary>The resource of an object, as the API shows it; null: there is none.</summary>
    public JsonObject? Find(string bucket, string name) => buckets[bucket].Find(name)?.ToJson();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (FakeGcsBucket bucket in buckets.Values)
            bucket.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = FakeGcsRequest.Parse(context);
        requests.Enqueue(request);
        FakeGcsFault? fault = Faults.Take(request.Operation);
        var body = new FaultyBody(context, fault);
        try
        {
            if (fault?.Error is { } error)
            {
                await body.CopyToAsync(Stream.Null);
                throw error;
            }

            if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
                throw new FakeGcsException(401, "authError", "Invalid Credentials");
            await AnswerAsync(request, context, body, fault);
        }
        catch (FakeGcsException error)
        {
            await error.WriteAsync(context.Response, asText: request.Operation == FakeGcsOperation.Download);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The connection was cut, by a fault or by the client: there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await new FakeGcsException(501, "notImplemented", exception.ToString()).WriteAsync(context.Response, asText: false);
        }
    }

    private async Task AnswerAsync(FakeGcsRequest request, HttpContext context, Stream body, FakeGcsFault? fault)
    {
        FakeGcsBucket bucket = buckets.GetValueOrDefault(request.Bucket) ?? throw FakeGcsException.BucketNotFound();
        switch (request.Operation)
        {
            case FakeGcsOperation.List:
                await WriteAsync(context, FakeGcsReading.List(bucket, request), fault);
                break;
            case FakeGcsOperation.Get:
                await WriteAsync(context, bucket.Get(request.Object, request.Parameter("generation")).ToJson(), fault);
                break;
            case FakeGcsOperation.Download:
                await FakeGcsReading.DownloadAsync(bucket, request, context, fault);
                break;
            case FakeGcsOperation.Delete:
                bucket.Remove(request.Object);
                context.Response.StatusCode = 204;
                Lose(context, fault);
                break;
            case FakeGcsOperation.Insert:
                await WriteAsync(context, await FakeGcsUploads.InsertAsync(bucket, request, context, body), fault);
                break;
            case FakeGcsOperation.StartUpload:
                await uploads.StartAsync(bucket, request, context, body);
                Lose(context, fault);
                break;
            case FakeGcsOperation.Upload:
                await ContinueAsync(request, context, body, fault);
                break;
            default:
                throw new FakeGcsException(404, "notFound", "Not Found");
        }
    }

    private async Task ContinueAsync(FakeGcsRequest request, HttpContext context, Stream body, FakeGcsFault? fault)
    {
        if (await uploads.ContinueAsync(request, body) is { } created)
        {
            await WriteAsync(context, created, fault);
            return;
        }

        context.Response.StatusCode = 308;
        if (uploads.LastByte(request) is { } last)
            context.Response.Headers["Range"] = $"bytes=0-{last}";
        Lose(context, fault);
    }

    private static async Task WriteAsync(HttpContext context, JsonObject json, FakeGcsFault? fault)
    {
        if (fault?.LosesAnswer == true)
        {
            context.Abort();
            return;
        }

        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(json.ToJsonString());
    }

    private static void Lose(HttpContext context, FakeGcsFault? fault)
    {
        if (fault?.LosesAnswer == true)
            context.Abort();
    }
}
