using Amazon.S3;

namespace KafkaStore.Storage.S3;

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
