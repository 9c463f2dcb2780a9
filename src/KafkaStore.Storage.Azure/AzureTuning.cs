namespace KafkaStore.Storage.Azure;

/// <summary>How the adapter talks to the service; tests make it quick and its limits small.</summary>
internal sealed record AzureTuning
{
    public static readonly AzureTuning Default = new();

    /// <summary>
    /// Content up to this length, inclusive, goes in one request, streamed: a whole segment of the default policy, also one
    /// that does not compress. So sealing keeps no blocks in memory, and a role that may only add blobs is enough.
    /// </summary>
    public long SinglePutBytes { get; init; } = 272L * 1024 * 1024;

    /// <summary>Of each block of longer content, so that it takes no more requests than 4 + its length / 8 MiB.</summary>
    public int BlockBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Blocks on their way at once; each is in memory while it is.</summary>
    public int ParallelBlocks { get; init; } = 2;

    /// <summary>After the first failure; doubles with each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After the first try.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>For a try without a body; bodies get more, by their length.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
