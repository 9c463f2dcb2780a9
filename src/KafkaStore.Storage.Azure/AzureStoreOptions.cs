namespace KafkaStore.Storage.Azure;

/// <summary>Where a store lies and who opens it.</summary>
/// <remarks>
/// Credentials in this order: the shared access signature in the URL; the connection string; otherwise Azure's default
/// credential (managed identity, workload identity, environment, the developer's own tools).
/// </remarks>
public sealed record AzureStoreOptions
{
    public required AzureStoreUrl Url { get; init; }

    /// <summary>Of the URL's account, with its key or a shared access signature; null: none.</summary>
    public Secret? ConnectionString { get; init; }

    /// <summary>Of every object created; null: the account's default.</summary>
    public AzureAccessTier? AccessTier { get; init; }

    /// <summary>Client id of a user-assigned managed identity; null: the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; init; }

    internal AzureTuning Tuning { get; init; } = AzureTuning.Default;

    public override string ToString() => Url.DisplayName;
}

/// <summary>Where an object is kept. The archive tier is not among them: its objects can't be read, which sealing has to.</summary>
public enum AzureAccessTier
{
    Hot,
    Cool,
    Cold,
}

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

    /// <summary>Objects a page of a listing; null: as many as the service gives, which is 5,000.</summary>
    public int? PageSize { get; init; }
}
