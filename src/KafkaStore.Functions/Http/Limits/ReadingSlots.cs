namespace KafkaStore.Functions.Http.Limits;

/// <summary>Bounds how many requests are answered at a time, so that no client can exhaust the app, nor one keep out the others.</summary>
public sealed class ReadingSlots
{
    private readonly FairPlaces streams;
    private readonly FairPlaces lists;
    private readonly FairPlaces waiters;
    private readonly ClientIdentity identity;

    public ReadingSlots(HttpReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        streams = new FairPlaces(options.Streams, "reading records");
        lists = new FairPlaces(options.Streams, "being told what there is");
        waiters = new FairPlaces(options.Waiters, "waiting for records");
        identity = options.ClientsBy;
    }

    /// <summary>For a request that reads records; to be disposed.</summary>
    internal IDisposable TakeStream(HttpRequest request) => streams.Take(ClientOf(request));

    /// <summary>For a request that lists, which those that read don't hold up; to be disposed.</summary>
    internal IDisposable TakeList(HttpRequest request) => lists.Take(ClientOf(request));

    /// <summary>For a request that waits; to be disposed.</summary>
    internal IDisposable TakeWait(HttpRequest request) => waiters.Take(ClientOf(request));

    private string ClientOf(HttpRequest request) => RequestClient.Of(request, identity);
}
