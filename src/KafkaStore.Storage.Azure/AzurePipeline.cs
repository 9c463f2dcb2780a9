using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace KafkaStore.Storage.Azure;

/// <summary>The SDK's pipeline as a store wants it: an unreachable host is told within half a minute, a slow upload is not cut off.</summary>
internal static class AzurePipeline
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

    public static BlobClientOptions Options(AzureTuning tuning)
    {
        var options = new BlobClientOptions { Transport = Transport };
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = tuning.Retries;
        options.Retry.Delay = tuning.RetryDelay;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(8);

        // Also how long a download may stand still.
        options.Retry.NetworkTimeout = tuning.RequestTimeout;
        options.AddPolicy(new BodyPolicy(tuning.RequestTimeout), HttpPipelinePosition.PerRetry);
        return options;
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
