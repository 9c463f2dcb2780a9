using Google.Apis.Http;
using Google.Apis.Storage.v1;

namespace Google.Cloud.Storage.V1;

public sealed class RetryOptions
{
    private readonly bool retries;

    private RetryOptions(bool retries) => this.retries = retries;

    public static RetryOptions IdempotentRetryOptions { get; } = new(true);

    public static RetryOptions Never { get; } = new(false);

    internal void ApplyTo<TResponse>(StorageBaseServiceRequest<TResponse> request)
    {
        if (retries)
            request.AddUnsuccessfulResponseHandler(Backoff.Instance);
    }

    /// <summary>A second, two, four …, at most 32, as often as the HTTP client tries: three times unless told otherwise.</summary>
    private sealed class Backoff : IHttpUnsuccessfulResponseHandler
    {
        public static readonly Backoff Instance = new();

        public async Task<bool> HandleResponseAsync(HandleUnsuccessfulResponseArgs args)
        {
            if (!args.SupportsRetry || (int)args.Response.StatusCode is not (408 or 429 or 500 or 502 or 503 or 504))
                return false;
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(1 << Math.Min(args.CurrentFailedTry - 1, 5), 32)), args.CancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
