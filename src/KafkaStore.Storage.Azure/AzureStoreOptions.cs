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
    public string? ConnectionString { get; init; }

    /// <summary>Of every object created; null: the account's default.</summary>
    public AzureAccessTier? AccessTier { get; init; }

    /// <summary>Client id of a user-assigned managed identity; null: the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>Without the secrets.</summary>
    public override string ToString() => Url.DisplayName;
}

/// <summary>Where an object is kept. The archive tier is not among them: its objects can't be read, which sealing has to.</summary>
public enum AzureAccessTier
{
    Hot,
    Cool,
    Cold,
}
