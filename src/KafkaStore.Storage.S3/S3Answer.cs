using System.Text.RegularExpressions;
using Amazon.Runtime.Internal;

namespace KafkaStore.Storage.S3;

/// <summary>What the service's answers mean and what helps, by their documented codes.</summary>
internal static partial class S3Answer
{
    private const string Actions =
        "Allow the role s3:ListBucket on the bucket and s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on its objects; staging also needs s3:DeleteObject";

    private const string Throttled =
        "the service asks to slow down. It is tried again; if it lasts, spread the load over more prefixes or raise the limit.";

    private const string RegionHeader = "x-amz-bucket-region";

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

    /// <summary>Where the bucket is, as the service says when it is asked in another region; null where it does not.</summary>
    public static string? RegionSaidBy(AmazonS3Exception exception)
    {
        if (!IsAboutRegion(exception))
            return null;
        if (exception.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(RegionHeader))
            return response.GetHeaderValue(RegionHeader);
        return Expected().Match(exception.Message) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>What does not go away by itself; null where the failure may.</summary>
    public static string? Refusal(AmazonS3Exception answer, S3StoreOptions options)
    {
        if (IsAboutRegion(answer))
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

    /// <summary>What may go away.</summary>
    public static string Unavailability(AmazonS3Exception answer) =>
        answer.ErrorCode switch
        {
            "ConditionalRequestConflict" or "OperationAborted" => "other writers of the same object got in the way every time. Try again.",
            "BadDigest" or "XAmzContentSHA256Mismatch" or "IncompleteBody" =>
                $"the bytes arrived damaged every time, and the service refused them ({answer.ErrorCode}). Check the network and what is in between.",
            "SlowDown" or "TooManyRequests" or "RequestLimitExceeded" or "Throttling" or "ThrottlingException" => Throttled,
            _ when answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => Throttled,
            _ => $"the service answered {(int)answer.StatusCode} {answer.ErrorCode}: {Sentence(answer)} Try again later.",
        };

    /// <summary>The answer's own words, ended.</summary>
    public static string Sentence(Exception exception)
    {
        string message = exception.Message.ReplaceLineEndings(" ").Trim();
        return message.EndsWith('.') ? message : message + ".";
    }

    private static string Region(AmazonS3Exception answer, S3StoreOptions options)
    {
        string asked = options.Region is { } region ? $"not in {region}" : "in another region";
        return RegionSaidBy(answer) is { } said
            ? $"the bucket is in region {said}, {asked}. Set the region to {said}."
            : $"the bucket is {asked}. Set the region to the bucket's own.";
    }

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

    private static bool IsAboutRegion(AmazonS3Exception exception) =>
        exception.ErrorCode
            is "PermanentRedirect"
                or "TemporaryRedirect"
                or "AuthorizationHeaderMalformed"
                or "IllegalLocationConstraintException"
        || exception.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect;

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex Expected();
}
