using System.Text;
using System.Text.Json;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Requests;

namespace KafkaStore.Storage.Gcs;

/// <summary>What a failure means, whatever part of the SDK threw it.</summary>
internal static class GcsAnswer
{
    private static readonly string[] ThrottlingReasons = ["rateLimitExceeded", "userRateLimitExceeded", "usageLimits.rateLimitExceeded"];

    private const int MaximumErrorBytes = 16 * 1024;

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

    public static bool IsObjectMissing(Exception exception) => IsNotFound(exception) && !IsBucketMissing(exception);

    /// <summary>The bytes that came have not the hash that was announced.</summary>
    public static bool IsDamaged(Exception exception) =>
        exception is GoogleApiException { HttpStatusCode: HttpStatusCode.BadRequest } answer
        && Says(answer).Contains("doesn't match calculated", StringComparison.OrdinalIgnoreCase);

    public static string? Reason(GoogleApiException answer) => answer.Error?.Errors is { Count: > 0 } errors ? errors[0].Reason : null;

    /// <summary>Google's own sentence.</summary>
    public static string Says(GoogleApiException answer) => answer.Error?.Message ?? answer.Message;

    /// <summary>Reads what the SDK reads of an error, where the SDK is not asked: where bytes are, an error may be a plain sentence.</summary>
    public static async Task<GoogleApiException> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] start = new byte[MaximumErrorBytes];
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        string text = Encoding.UTF8.GetString(start, 0, length).Trim();
        RequestError error = Parse(text) ?? new RequestError { Message = text.Length > 0 ? text : response.ReasonPhrase, Errors = [] };
        return new GoogleApiException("storage", error.Message) { HttpStatusCode = response.StatusCode, Error = error };
    }

    private static bool IsNotFound(Exception exception) => exception is GoogleApiException { HttpStatusCode: HttpStatusCode.NotFound };

    /// <summary>Tells a missing bucket from a missing object, for which Google has one status and one reason.</summary>
    private static bool IsBucketMissing(Exception exception) =>
        IsNotFound(exception) && exception.Message.Contains("bucket does not exist", StringComparison.OrdinalIgnoreCase);

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static RequestError? Parse(string text)
    {
        if (!text.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            JsonElement error = json.RootElement.GetProperty("error");
            string? reason =
                error.TryGetProperty("errors", out JsonElement errors)
                && errors.GetArrayLength() > 0
                && errors[0].TryGetProperty("reason", out JsonElement found)
                    ? found.GetString()
                    : null;
            return new RequestError { Message = error.GetProperty("message").GetString(), Errors = [new SingleError { Reason = reason }] };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null; // Cut off, or another form than Google's: then the text itself is the message.
        }
    }
}
