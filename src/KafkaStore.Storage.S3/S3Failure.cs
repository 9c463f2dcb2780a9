using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace KafkaStore.Storage.S3;

/// <summary>Translates a failure of the service, of the way to it or of the SDK into the domain's own, with the remedy.</summary>
internal static class S3Failure
{
    private const string Actions =
        "Allow the role s3:ListBucket on the bucket and s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on its objects; staging also needs s3:DeleteObject";

    /// <summary>Whether the exception comes from the service or the way to it, so that <see cref="Translate(string, string, S3Bucket, Exception)"/> has a word for it.</summary>
    public static bool IsOne(Exception exception) =>
        exception
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or IOException
                or TimeoutException
                or OperationCanceledException;

    /// <summary>Another writer's creation got in the way, or bytes were damaged on the way: the same again may do, and the SDK leaves it to us.</summary>
    public static bool MayPass(Exception exception) =>
        exception
            is AmazonS3Exception
            {
                ErrorCode: "ConditionalRequestConflict"
                    or "OperationAborted"
                    or "BadDigest"
                    or "XAmzContentSHA256Mismatch"
                    or "IncompleteBody"
                    or "NoSuchUpload"
                    or "InvalidPart",
            };

    /// <param name="action">What was tried, as in "read".</param>
    /// <param name="name">Which object, or the start of names; may be empty.</param>
    /// <param name="bucket">Where.</param>
    /// <param name="exception">What the SDK threw; kept inside.</param>
    public static StorageException Translate(string action, string name, S3Bucket bucket, Exception exception) =>
        Translate(action, name, bucket.Options, exception);

    /// <inheritdoc cref="Translate(string, string, S3Bucket, Exception)"/>
    public static StorageException Translate(string action, string name, S3StoreOptions options, Exception exception)
    {
        string store = options.Url.ToString();
        string failed = $"Cannot {action} {(name.Length == 0 ? store : $"{store}/{name}")}: ";
        return exception switch
        {
            AmazonS3Exception { ErrorCode: "NoSuchKey" } => new ObjectMissingException(name, store, exception),
            AmazonS3Exception answer when Refusal(answer, options) is { } refusal => new StorageAccessException(
                failed + refusal,
                exception
            ),
            AmazonS3Exception answer => new StorageUnavailableException(failed + Unavailability(answer), exception),
            AmazonServiceException { StatusCode: not 0 } answer => new StorageAccessException(
                $"{failed}the credentials were refused: {Sentence(answer)} Check the role or key that this program runs under.",
                exception
            ),
            AmazonClientException when IsAboutCredentials(exception) => new StorageAccessException(
                $"{failed}no AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or run where a role is attached.",
                exception
            ),
            IOException => new StorageUnavailableException(
                $"{failed}the connection to {HostOf(options)} was lost: {Sentence(exception)} Try again.",
                exception
            ),
            _ => new StorageUnavailableException(
                $"{failed}{HostOf(options)} can't be reached: {Sentence(Innermost(exception))} Check the network and the endpoint.",
                exception
            ),
        };
    }

    /// <summary>The host that requests go to.</summary>
    public static string HostOf(S3StoreOptions options) => options.Endpoint is { } endpoint ? endpoint.Authority : "Amazon S3";

    /// <summary>What does not go away by itself; null where the failure may.</summary>
    private static string? Refusal(AmazonS3Exception answer, S3StoreOptions options)
    {
        if (S3Region.IsAboutRegion(answer))
            return Region(answer, options);
        string code = answer.ErrorCode ?? "";
        return code switch
        {
            "NoSuchBucket" => $"there is no bucket {options.Url.Bucket}. Create it, or correct the URL.",
            "InvalidAccessKeyId" =>
                "the service does not know the access key. Check AWS_ACCESS_KEY_ID or the profile, and that the endpoint is the one that the key belongs to.",
            "SignatureDoesNotMatch" => "the secret key does not belong to the access key. Check AWS_SECRET_ACCESS_KEY or the profile.",
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
                "the session token has expired. Get new temporary credentials, or use a role that renews them.",
            "InvalidToken" => "the session token is not valid. Check AWS_SESSION_TOKEN; it has to be unset with a long-lived key.",
            "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" =>
                "this machine's clock is off by more than 15 minutes. Set it, best by NTP.",
            "InvalidObjectState" =>
                "the object lies in an archive storage class. Restore it first, or keep the lifecycle rule from moving it there.",
            "NotImplemented" or "MethodNotAllowed" => $"the server does not support that ({code}). Use one that does, or Amazon's.",
            _ when IsAboutKms(answer) =>
                $"the KMS key refuses: {Sentence(answer)} Enable the key, and allow the role kms:GenerateDataKey and kms:Decrypt on it.",
            _ when IsAboutObjectLock(answer) =>
                $"the bucket's object lock forbids it: {Sentence(answer)} Staging has to lie in a bucket without object lock.",
            "AccessDenied" or "AllAccessDisabled" or "AccountProblem" => $"access denied. {Actions}.",
            _ when answer.StatusCode == HttpStatusCode.Forbidden =>
                $"access denied. {Actions}. (Without s3:ListBucket the service also answers so for an object that does not exist.)",
            _ when answer.StatusCode == HttpStatusCode.Unauthorized => $"the credentials were refused ({code}). Check the key or role.",
            _ when IsTransient(answer) => null,
            _ => $"the service answered {(int)answer.StatusCode} {code}: {Sentence(answer)} The request will not succeed by itself.",
        };
    }

    private static string Region(AmazonS3Exception answer, S3StoreOptions options)
    {
        string asked = options.Region is { } region ? $"not in {region}" : "in another region";
        return S3Region.SaidBy(answer) is { } said
            ? $"the bucket is in region {said}, {asked}. Set the region to {said}."
            : $"the bucket is {asked}. Set the region to the bucket's own.";
    }

    private static string Unavailability(AmazonS3Exception answer) =>
        answer.ErrorCode switch
        {
            "ConditionalRequestConflict" or "OperationAborted" => "other writers of the same object got in the way every time. Try again.",
            "BadDigest" or "XAmzContentSHA256Mismatch" or "IncompleteBody" =>
                $"the bytes arrived damaged every time, and the service refused them ({answer.ErrorCode}). Check the network and what is in between.",
            "SlowDown" or "TooManyRequests" or "RequestLimitExceeded" or "Throttling" or "ThrottlingException" => Throttled,
            _ when answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => Throttled,
            _ => $"the service answered {(int)answer.StatusCode} {answer.ErrorCode}: {Sentence(answer)} Try again later.",
        };

    private const string Throttled =
        "the service asks to slow down. It is tried again; if it lasts, spread the load over more prefixes or raise the limit.";

    private static bool IsTransient(AmazonS3Exception answer) =>
        answer.StatusCode
            is 0
                or HttpStatusCode.OK
                or HttpStatusCode.RequestTimeout
                or HttpStatusCode.Conflict
                or HttpStatusCode.TooManyRequests
        || (int)answer.StatusCode >= 500
        || answer.ErrorCode
            is "RequestTimeout"
                or "BadDigest"
                or "XAmzContentSHA256Mismatch"
                or "IncompleteBody"
                or "NoSuchUpload"
                or "InvalidPart"
                or "SlowDown"
                or "Throttling"
                or "ThrottlingException";

    private static bool IsAboutKms(AmazonS3Exception answer) =>
        answer.ErrorCode?.StartsWith("KMS.", StringComparison.Ordinal) == true || answer.Message.Contains("kms:", StringComparison.Ordinal);

    private static bool IsAboutObjectLock(AmazonS3Exception answer) =>
        answer.Message.Contains("object lock", StringComparison.OrdinalIgnoreCase)
        || answer.Message.Contains("WORM", StringComparison.Ordinal);

    private static bool IsAboutCredentials(Exception exception) =>
        exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static string Sentence(Exception exception)
    {
        string message = exception.Message.ReplaceLineEndings(" ").Trim();
        return message.EndsWith('.') ? message : message + ".";
    }
}
