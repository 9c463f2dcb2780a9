using System.Net;
using Google;
using Google.Apis.Auth.OAuth2.Responses;

namespace KafkaStore.Storage.Gcs;

/// <summary>What a failure means, whatever part of the SDK threw it.</summary>
internal static class GcsAnswer
{
    private static readonly string[] ThrottlingReasons = ["rateLimitExceeded", "userRateLimitExceeded", "usageLimits.rateLimitExceeded"];

    /// <summary>Whether the same thing may work a moment later.</summary>
    public static bool IsTransient(Exception exception) =>
        exception switch
        {
            GoogleApiException answer => IsTransient(answer.HttpStatusCode) || IsThrottling(answer),
            TokenResponseException { StatusCode: { } status } => IsTransient(status),
            TokenResponseException => false,
            _ => IsOfNetwork(exception),
        };

    /// <summary>No answer came, or not all of it. A cancellation that nobody asked for is the SDK's time limit.</summary>
    public static bool IsOfNetwork(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or TimeoutException;

    /// <summary>Where bytes were asked for, the answer is a sentence without a reason.</summary>
    public static bool IsThrottling(GoogleApiException answer) =>
        answer.HttpStatusCode == HttpStatusCode.TooManyRequests
        || Array.IndexOf(ThrottlingReasons, Reason(answer)) >= 0
        || (answer.HttpStatusCode == HttpStatusCode.Forbidden && Says(answer).Contains("rate limit", StringComparison.OrdinalIgnoreCase));

    /// <summary>The object exists, where it was to be created. An organization's policy has the same status and another reason.</summary>
    public static bool IsPreconditionFailed(Exception exception) =>
        exception is GoogleApiException { HttpStatusCode: HttpStatusCode.PreconditionFailed } answer
        && Reason(answer)?.StartsWith("orgPolicy", StringComparison.Ordinal) != true;

    public static bool IsNotFound(Exception exception) => exception is GoogleApiException { HttpStatusCode: HttpStatusCode.NotFound };

    /// <summary>Tells a missing bucket from a missing object, for which Google has one status and one reason.</summary>
    public static bool IsBucketMissing(Exception exception) =>
        IsNotFound(exception) && exception.Message.Contains("bucket does not exist", StringComparison.OrdinalIgnoreCase);

    /// <summary>The bytes that came have not the hash that was announced.</summary>
    public static bool IsDamaged(Exception exception) =>
        exception is GoogleApiException { HttpStatusCode: HttpStatusCode.BadRequest } answer
        && Says(answer).Contains("doesn't match calculated", StringComparison.OrdinalIgnoreCase);

    public static string? Reason(GoogleApiException answer) => answer.Error?.Errors is { Count: > 0 } errors ? errors[0].Reason : null;

    /// <summary>Google's own sentence.</summary>
    public static string Says(GoogleApiException answer) => answer.Error?.Message ?? answer.Message;

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;
}
