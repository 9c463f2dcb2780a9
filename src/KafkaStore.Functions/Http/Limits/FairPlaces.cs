namespace KafkaStore.Functions.Http.Limits;

/// <summary>A number of places that requests take, of which no client has more than half, rounded up.</summary>
/// <param name="count">0 and above.</param>
/// <param name="what">What a place is for, as in "reading".</param>
internal sealed class FairPlaces(int count, string what)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ClientShares shares = new((count + 1) / 2);
    private int all;

    /// <summary>A place of that client, to be disposed.</summary>
    /// <exception cref="ProblemException">None is free, or the client has its share.</exception>
    public IDisposable Take(string client)
    {
        lock (gate)
        {
            if (all == count)
                throw Full($"As many requests as this app allows are {what} at the moment.");
            if (!shares.TryTake(client))
                throw Full($"Requests of this client are {what} in half of all places already; the others are kept for other clients.");
            all++;
            return new Place(this, client);
        }
    }

    private void Free(string client)
    {
        lock (gate)
        {
            all--;
            shares.Free(client);
        }
    }

    private static ProblemException Full(string sentence) =>
        new(new Problem(StatusCodes.Status503ServiceUnavailable, $"{sentence} Ask again in a second.") { RetryAfter = Retry });

    private sealed class Place(FairPlaces places, string client) : IDisposable
    {
        private FairPlaces? of = places;

        public void Dispose() => Interlocked.Exchange(ref of, null)?.Free(client);
    }
}
