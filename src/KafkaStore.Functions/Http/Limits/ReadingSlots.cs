namespace KafkaStore.Functions.Http;

/// <summary>Bounds how many requests are answered at a time, so that no client can exhaust the app.</summary>
public sealed class ReadingSlots : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim streams;
    private readonly SemaphoreSlim waiters;

    public ReadingSlots(HttpReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        streams = new SemaphoreSlim(options.Streams);
        waiters = new SemaphoreSlim(options.Waiters);
    }

    /// <summary>For a request that reads; to be disposed.</summary>
    internal IDisposable TakeStream() =>
        Take(streams, "As many ranges as this app allows are being read at the moment. Ask again in a second.");

    /// <summary>For a request that waits; to be disposed.</summary>
    internal IDisposable TakeWait() =>
        Take(waiters, "As many requests as this app allows are waiting for records at the moment. Ask again without wait, or in a second.");

    public void Dispose()
    {
        streams.Dispose();
        waiters.Dispose();
    }

    private static Slot Take(SemaphoreSlim places, string full) =>
        places.Wait(0)
            ? new Slot(places)
            : throw new ProblemException(new Problem(StatusCodes.Status503ServiceUnavailable, full) { RetryAfter = Retry });

    private sealed class Slot(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? taken = places;

        public void Dispose() => Interlocked.Exchange(ref taken, null)?.Release();
    }
}
