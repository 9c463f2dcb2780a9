using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>What can be chosen about the stores of a process, beside where they are. Null is the service's or the adapter's default.</summary>
public sealed record StoreSettings
{
    public static StoreSettings Default { get; } = new();

    /// <summary>Connection string of the storage account, for Azure URLs without a SAS. Default: the environment's credential, a managed identity first.</summary>
    public Secret? AzureConnectionString { get; init; }

    /// <summary>Client id of the user-assigned managed identity.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>Hot, Cool or Cold, for archive objects. Default: the account's.</summary>
    public string? AzureAccessTier { get; init; }

    /// <summary>Customer-managed key, <c>projects/P/locations/L/keyRings/R/cryptoKeys/K</c>.</summary>
    public string? GoogleCloudKmsKey { get; init; }

    /// <summary>STANDARD, NEARLINE, COLDLINE or ARCHIVE, for archive objects. Default: the bucket's.</summary>
    public string? GoogleCloudStorageClass { get; init; }

    /// <summary>A credentials file instead of the application default credentials; also an external account's, for workload identity federation.</summary>
    public string? GoogleCloudCredentialsFile { get; init; }

    /// <summary>JSON of an external account instead of such a file: it holds no secret, anything that does is refused.</summary>
    public Secret? GoogleCloudCredentials { get; init; }

    /// <summary>URL of an S3-compatible server.</summary>
    public Secret? S3EndpointUrl { get; init; }

    public string? S3Region { get; init; }

    /// <summary><c>none</c>, <c>sse-s3</c>, <c>sse-kms</c> or <c>sse-kms:KEY</c>. Default: the bucket's.</summary>
    public string? S3Encryption { get; init; }

    /// <summary>Reads all of them by name.</summary>
    /// <param name="find">The value of a setting, null or empty where it is not set.</param>
    public static StoreSettings Read(Func<string, string?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        string? Value(string name) => find(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        return new StoreSettings
        {
            AzureConnectionString = Value(nameof(AzureConnectionString)),
            ManagedIdentityClientId = Value(nameof(ManagedIdentityClientId)),
            AzureAccessTier = Value(nameof(AzureAccessTier)),
            GoogleCloudKmsKey = Value(nameof(GoogleCloudKmsKey)),
            GoogleCloudStorageClass = Value(nameof(GoogleCloudStorageClass)),
            GoogleCloudCredentialsFile = Value(nameof(GoogleCloudCredentialsFile)),
            GoogleCloudCredentials = Value(nameof(GoogleCloudCredentials)),
            S3EndpointUrl = Value(nameof(S3EndpointUrl)),
            S3Region = Value(nameof(S3Region)),
            S3Encryption = Value(nameof(S3Encryption)),
        };
    }
}
