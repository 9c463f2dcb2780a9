namespace KafkaStore.Storage.Gcs;

/// <summary>Where a store lies and how its objects are kept.</summary>
public sealed record GcsStoreOptions
{
    public required GcsStoreUrl Url { get; init; }

    /// <summary>
    /// Cloud KMS key of every object created, <c>projects/P/locations/L/keyRings/R/cryptoKeys/K</c>; null: the bucket's default.
    /// </summary>
    public string? KmsKeyName { get; init; }

    /// <summary>Of every object created, as in <c>NEARLINE</c>; null: the bucket's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// Path of a JSON file with credentials of any type that Google's libraries know; null: application default credentials.
    /// </summary>
    public string? CredentialsFile { get; init; }

    /// <summary>
    /// JSON of an external account, for workload identity federation; it names no secret, which is why it may stand in a
    /// setting. Other types are refused. Null: <see cref="CredentialsFile"/>; not both.
    /// </summary>
    public Secret? ExternalAccount { get; init; }

    /// <summary>
    /// Of the user-assigned managed identity whose token is exchanged, on Azure with an external account of workload identity
    /// federation; null: the system-assigned one.
    /// </summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>Another server than Google's, asked without credentials unless there is a file of them; null: Google's, or the emulator's.</summary>
    internal string? Endpoint { get; init; }

    /// <summary>Six tries within 8 to 16 seconds.</summary>
    internal Patience Patience { get; init; } = new(6, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(16));

    public override string ToString() => Url.ToString();
}
