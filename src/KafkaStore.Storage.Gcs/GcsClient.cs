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
                GoogleCredential = options.CredentialsFile is { } file ? await ReadAsync(file, options.ManagedIdentityClientId, cancellationToken).ConfigureAwait(false) : null,
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
    private static async Task<GoogleCredential> ReadAsync(string path, string? clientId, CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        using JsonDocument json = Parse(bytes);
        bool hasType = json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("type", out JsonElement type)
            && type.ValueKind == JsonValueKind.String;
        if (!hasType)
            throw new FormatException("it has no \"type\", as service_account or external_account");
        if (OnAzure(json.RootElement, clientId) is { } federated)
            return GoogleCredential.FromProgrammaticExternalAccountCredential(federated);
        return await CredentialFactory.FromFileAsync(path, json.RootElement.GetProperty("type").GetString()!, cancellationToken).ConfigureAwait(false);
    }

    private static ProgrammaticExternalAccountCredential? OnAzure(JsonElement file, string? clientId)
    {
        string? Text(string name) => file.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        bool hasSource = file.TryGetProperty("credential_source", out JsonElement source) && source.ValueKind == JsonValueKind.Object
            && source.TryGetProperty("url", out JsonElement url) && url.ValueKind == JsonValueKind.String;
        if (!hasSource
            || !Uri.TryCreate(source.GetProperty("url").GetString(), UriKind.Absolute, out Uri? address)
            || AzureIdentityTokens.Find(address, clientId) is not { } tokens)
        {
            return null;
        }

        return new ProgrammaticExternalAccountCredential(
            new ProgrammaticExternalAccountCredential.Initializer(Text("token_url"), Text("audience"), Text("subject_token_type"), tokens)
            {
                ServiceAccountImpersonationUrl = Text("service_account_impersonation_url"),
            });
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
