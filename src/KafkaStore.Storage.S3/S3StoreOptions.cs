using Amazon.Runtime;

namespace KafkaStore.Storage.S3;

/// <summary>What it takes to open a store in S3, or on a server that speaks its API.</summary>
public sealed record S3StoreOptions
{
    /// <summary>Bucket and prefix.</summary>
    public required S3StoreUrl Url { get; init; }

    /// <summary>An S3-compatible server, addressed with the bucket in the path; null for Amazon's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>As in <c>eu-central-1</c>; null asks the environment, then the bucket itself.</summary>
    public string? Region { get; init; }

    /// <summary>Default: whatever the bucket does by itself.</summary>
    public S3StoreEncryption Encryption { get; init; } = S3StoreEncryption.BucketDefault;

    /// <summary>Null, the default, takes the SDK's chain: environment, profile, web identity, container, instance.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>How often the SDK tries again, with its growing, jittered delay. Four tries of 5 s to connect end within 30 s.</summary>
    internal int Retries { get; init; } = 3;

    /// <summary>Opening a store ends after this time, whatever the server does.</summary>
    internal TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>With what the SDK does not try again, see <see cref="S3Answer.MayPass"/>: six tries within 1.5 to 3.1 seconds.</summary>
    internal Patience Patience { get; init; } = new(6, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1600));

    internal HttpClientFactory? HttpClients { get; init; }

    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <exception cref="FormatException">They contradict each other, or hold something impossible.</exception>
    internal void ThrowIfInvalid()
    {
        if (Endpoint is not null && (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https")))
        {
            throw new FormatException(
                $"'{Endpoint}' is no S3 endpoint: it has to be an absolute URL with http or https, as in http://127.0.0.1:9000."
            );
        }

        if (Endpoint is not null && (Endpoint.UserInfo.Length > 0 || Endpoint.Query.Length > 0 || Endpoint.Fragment.Length > 0))
        {
            throw new FormatException(
                $"The S3 endpoint on {Endpoint.Host} has to be scheme, host and port only: credentials come from the environment."
            );
        }

        if (
            Region is not null
            && (Region.Length == 0 || Region.Any(character => !char.IsAsciiLetterOrDigit(character) && character != '-'))
        )
        {
            throw new FormatException($"'{Region}' is no region: it looks like eu-central-1.");
        }

        if (Encryption.IsKms && Endpoint?.Scheme == "http")
            throw new FormatException($"Encryption with a KMS key needs an https endpoint, and {Endpoint} is none.");
    }
}

/// <summary>How the service is asked to encrypt new objects at rest.</summary>
public sealed record S3StoreEncryption
{
    private S3StoreEncryption(ServerSideEncryptionMethod? method, string? keyId)
    {
        Method = method;
        KeyId = keyId;
    }

    /// <summary>Nothing is asked for: the bucket's own default applies.</summary>
    public static S3StoreEncryption BucketDefault { get; } = new(null, null);

    /// <summary>SSE-S3: keys that S3 itself manages.</summary>
    public static S3StoreEncryption S3Managed { get; } = new(ServerSideEncryptionMethod.AES256, null);

    /// <summary>Of the KMS key; null where there is none, or the account's own S3 key is meant.</summary>
    public string? KeyId { get; }

    internal ServerSideEncryptionMethod? Method { get; }

    internal bool IsKms => Method == ServerSideEncryptionMethod.AWSKMS;

    /// <summary>SSE-KMS.</summary>
    /// <param name="keyId">Id, ARN or alias of the key; null takes the account's key for S3.</param>
    public static S3StoreEncryption Kms(string? keyId) =>
        new(ServerSideEncryptionMethod.AWSKMS, string.IsNullOrWhiteSpace(keyId) ? null : keyId);
}
