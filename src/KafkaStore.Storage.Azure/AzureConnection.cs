using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// One bucket and prefix, and the SDK's client to it as a store wants it: an unreachable host is told within half a minute, a
/// slow upload is not cut off.
/// </summary>
internal sealed class AzureConnection(AzureStoreOptions options)
{
    /// <summary>With <see cref="AzureTuning.Retries"/> tries more and the pauses between them: 28 seconds.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);

    // One for the process: connections are kept by host, and a store has nothing to dispose.
    private static readonly HttpClientTransport Transport = new(
        new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        }
    );

    public AzureStoreOptions Options => options;

    public AzureStoreUrl Url => options.Url;

    public BlobContainerClient Client { get; } = AzureCredentials.Open(options, ClientOptions(options.Tuning));

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public string KeyOf(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        return Url.Prefix + name;
    }

    /// <summary>A call whose failure gets the domain's words.</summary>
    /// <param name="name">Of the object; null: the store itself.</param>
    /// <param name="cancellationToken">The caller's, to tell its cancelling from a time-out.</param>
    public async Task<T> RunAsync<T>(StoreAction action, string? name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, cancellationToken))
        {
            throw AzureFailure.Translate(action, name, Url, exception);
        }
    }

    private static BlobClientOptions ClientOptions(AzureTuning tuning)
    {
        var client = new BlobClientOptions { Transport = Transport };
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = tuning.Retries;
        client.Retry.Delay = tuning.RetryDelay;
        client.Retry.MaxDelay = TimeSpan.FromSeconds(8);

        // Also how long a download may stand still.
        client.Retry.NetworkTimeout = tuning.RequestTimeout;
        client.AddPolicy(new BodyPolicy(tuning.RequestTimeout), HttpPipelinePosition.PerRetry);
        return client;
    }

    /// <summary>Requests with a body: time in proportion to it, and it is sent only once the service has agreed to take it.</summary>
    private sealed class BodyPolicy(TimeSpan timeout) : HttpPipelineSynchronousPolicy
    {
        private const long SlowestBytesPerSecond = 256 * 1024;
        private const long SmallBodyBytes = 256 * 1024;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Content is not { } content || !content.TryComputeLength(out long length) || length == 0)
                return;
            message.NetworkTimeout = timeout + TimeSpan.FromSeconds((double)length / SlowestBytesPerSecond);
            if (length > SmallBodyBytes)
                message.Request.Headers.SetValue("Expect", "100-continue");
        }
    }
}
