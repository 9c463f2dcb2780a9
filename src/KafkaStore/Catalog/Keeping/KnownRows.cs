namespace KafkaStore.Catalog.Keeping;

/// <summary>What this process knows of the catalog's rows of one partition.</summary>
internal sealed class KnownRows : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private long wanted = -1;

    /// <summary>Past the last row; null while there is none, or it is not known.</summary>
    public long? Next { get; set; }

    /// <summary>Whether the catalog was asked where its rows end, and all that the archive had then was added.</summary>
    public bool IsKnown { get; set; }

    /// <summary>It takes too long to be done while sealing.</summary>
    public bool IsLong { get; set; }

    /// <summary>Why rows are missing, as it was last reported; null while nothing keeps them.</summary>
    public string? Problem { get; set; }

    /// <summary>The catalog can't hold this partition.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Past the last object that this process has heard of; -1 for none.</summary>
    public long Wanted => Interlocked.Read(ref wanted);

    public bool IsBehind => !IsRefused && (!IsKnown || Wanted > (Next ?? -1));

    /// <summary>An object that ends here exists.</summary>
    public void Want(long nextOffset)
    {
        for (long before = Wanted; before < nextOffset; before = Wanted)
            Interlocked.CompareExchange(ref wanted, nextOffset, before);
    }

    /// <summary>False when another run is at work on them: it, or the timer, comes to what is wanted now.</summary>
    public bool TryEnter() => gate.Wait(0);

    public void Leave() => gate.Release();

    public void Dispose() => gate.Dispose();
}
