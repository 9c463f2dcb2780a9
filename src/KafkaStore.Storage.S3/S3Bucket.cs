using Amazon.S3;

namespace KafkaStore.Storage.S3;

/// <summary>One bucket and prefix, and the client to it.</summary>
internal sealed record S3Bucket(IAmazonS3 Client, S3StoreOptions Options)
{
    public string Name => Options.Url.Bucket;

    public string KeyPrefix => Options.Url.KeyPrefix;

    public string DisplayName { get; } = Options.Url.ToString();

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public string KeyOf(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        return KeyPrefix + name;
    }

    /// <summary>Translates what went wrong; a cancelled call stays one.</summary>
    public Exception Translate(string action, string name, Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : S3Failure.Translate(action, name, this, exception);
}
