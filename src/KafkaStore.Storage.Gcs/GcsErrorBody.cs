using System.Text;
using System.Text.Json;
using Google;
using Google.Apis.Requests;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads what the SDK reads of an error, where the SDK is not asked: where bytes are, an error may be a plain sentence.</summary>
internal static class GcsErrorBody
{
    private const int MaximumBytes = 16 * 1024;

    public static async Task<GoogleApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] start = new byte[MaximumBytes];
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        string text = Encoding.UTF8.GetString(start, 0, length).Trim();
        RequestError error = Parse(text) ?? new RequestError { Message = text.Length > 0 ? text : response.ReasonPhrase, Errors = [] };
        return new GoogleApiException("storage", error.Message) { HttpStatusCode = response.StatusCode, Error = error };
    }

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
