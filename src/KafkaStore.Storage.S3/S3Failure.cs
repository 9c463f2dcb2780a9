using Amazon.Runtime;

namespace KafkaStore.Storage.S3;

/// <summary>Translates a failure of the service, of the way to it or of the SDK into the domain's own, with the remedy.</summary>
internal static class S3Failure
{
    /// <summary>Whether the exception comes from the service or the way to it, so that there is a word for it.</summary>
    public static bool IsOne(Exception exception) =>
        exception
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or IOException
                or TimeoutException
                or OperationCanceledException;

    /// <param name="name">Which object, or the start of names; may be empty.</param>
    /// <param name="exception">What the SDK threw; kept inside.</param>
    /// <param name="cancellationToken">The caller's: a cancelled call stays one.</param>
    public static Exception Translate(
        StoreAction action,
        string name,
        S3StoreOptions options,
        Exception exception,
        CancellationToken cancellationToken
    ) =>
        cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : Translate(action, name, options, exception);

    private static StorageException Translate(StoreAction action, string name, S3StoreOptions options, Exception exception)
    {
        string store = options.Url.ToString();
        string failed = $"Cannot {action.Verb()} {(name.Length == 0 ? store : $"{store}/{name}")}: ";
        return exception switch
        {
            AmazonS3Exception { ErrorCode: "InvalidObjectState" } => new ObjectOfflineException(
                name,
                store,
                "aws s3api restore-object",
                exception
            ),
            AmazonS3Exception { ErrorCode: "NoSuchKey" } => new ObjectMissingException(name, store, exception),
            AmazonS3Exception answer when S3Answer.Refusal(answer, options) is { } refusal => new StorageAccessException(
                failed + refusal,
                exception
            ),
            AmazonS3Exception answer => new StorageUnavailableException(failed + S3Answer.Unavailability(answer), exception),
            AmazonServiceException { StatusCode: not 0 } answer => new StorageAccessException(
                $"{failed}the credentials were refused: {S3Answer.Sentence(answer)} Check the role or key that this program runs under.",
                exception
            ),
            AmazonClientException when IsAboutCredentials(exception) => new StorageAccessException(
                $"{failed}no AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or run where a role is attached.",
                exception
            ),
            IOException => new StorageUnavailableException(
                $"{failed}the connection to {HostOf(options)} was lost: {S3Answer.Sentence(exception)} Try again.",
                exception
            ),
            _ => new StorageUnavailableException(
                $"{failed}{HostOf(options)} can't be reached: {S3Answer.Sentence(Innermost(exception))} Check the network and the endpoint.",
                exception
            ),
        };
    }

    /// <summary>The host that requests go to.</summary>
    public static string HostOf(S3StoreOptions options) => options.Endpoint is { } endpoint ? endpoint.Authority : "Amazon S3";

    private static bool IsAboutCredentials(Exception exception) =>
        exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
