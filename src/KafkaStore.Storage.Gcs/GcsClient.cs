using System.Text.Json;
using Google.Api.Gax;
using Google.Apis.Auth.OAuth2;
using Google.Cloud.Storage.V1;

namespace KafkaStore.Storage.Gcs;

/// <summary>Makes the SDK's client with the credentials that the options or the environment give.</summary>
internal static class GcsClient
{
    /// <exception cref="StorageAccessException">There are no credentials, or they can't be used; the message says what to do.</exception>
    public static async Task<StorageClient> CreateAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var builder = new StorageClientBuilder
            {
                GoogleCredential = options.CredentialsFile is { } file ? await ReadAsync(file, cancellationToken).ConfigureAwait(false) : null,
                EmulatorDetection = options.Endpoint is null ? EmulatorDetection.EmulatorOrProduction : EmulatorDetection.None,
                BaseUri = options.Endpoint,
                UnauthenticatedAccess = options.Endpoint is not null && options.CredentialsFile is null,
            };
            return await builder.BuildAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException
            or JsonException or FormatException or ArgumentException or NotSupportedException)
        {
            throw GcsFailure.OfCredentials(options.Url, options.CredentialsFile, exception);
        }
    }

    // The library wants to be told what it will find, so that nobody is handed another kind of credentials than he expects.
    // Whoever runs the app names the file, and any kind will do.
    private static async Task<GoogleCredential> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        using JsonDocument json = Parse(bytes);
        bool hasType = json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("type", out JsonElement type)
            && type.ValueKind == JsonValueKind.String;
        if (!hasType)
            throw new FormatException("it has no \"type\", as service_account or external_account");
        return await CredentialFactory.FromFileAsync(path, json.RootElement.GetProperty("type").GetString()!, cancellationToken).ConfigureAwait(false);
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw new FormatException("it is no JSON", exception);
        }
    }
}
