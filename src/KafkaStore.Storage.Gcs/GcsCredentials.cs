using System.Text.Json;
using Google.Apis.Auth.OAuth2;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads the credentials that the options name.</summary>
internal static class GcsCredentials
{
    private const string ExternalAccount = "external_account";

    // Of the types that Google's libraries know, each holds a secret in one of these.
    private static readonly string[] Secrets = ["private_key", "client_secret", "refresh_token"];

    /// <summary>Null where the options name none.</summary>
    /// <exception cref="FormatException">They can't be used; the message says why.</exception>
    public static async Task<GoogleCredential?> ReadAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        if (options.ExternalAccount is null && options.CredentialsFile is null)
            return null;
        string text = options.ExternalAccount ?? await File.ReadAllTextAsync(options.CredentialsFile!, cancellationToken);
        using JsonDocument json = Parse(text);
        if (Text(json.RootElement, "type") is not { } type)
            throw new FormatException("it has no \"type\", as service_account or external_account");
        if (options.ExternalAccount is not null)
            Check(json.RootElement, type);
        if (OnAzure(json.RootElement, options.ManagedIdentityClientId) is { } federated)
            return GoogleCredential.FromProgrammaticExternalAccountCredential(federated);

        // The library wants to be told what it will find, so that nobody is handed another kind of credentials than he
        // expects. Whoever runs the app names the file, and any kind will do.
        return CredentialFactory.FromJson(text, type);
    }

    // Settings are shown to more people than files are.
    private static void Check(JsonElement json, string type)
    {
        if (Secrets.FirstOrDefault(name => json.TryGetProperty(name, out _)) is { } secret)
        {
            throw new FormatException(
                $"it holds a secret ({secret}), which belongs in a file: inline it has to be an {ExternalAccount} without one"
            );
        }

        if (type != ExternalAccount)
            throw new FormatException($"its type is {type}, and inline it has to be {ExternalAccount}");
    }

    private static ProgrammaticExternalAccountCredential? OnAzure(JsonElement account, string? clientId)
    {
        bool hasSource = account.TryGetProperty("credential_source", out JsonElement source) && source.ValueKind == JsonValueKind.Object;
        if (
            !hasSource
            || !Uri.TryCreate(Text(source, "url"), UriKind.Absolute, out Uri? address)
            || AzureIdentityTokens.Find(address, clientId) is not { } tokens
        )
        {
            return null;
        }

        return new ProgrammaticExternalAccountCredential(
            new ProgrammaticExternalAccountCredential.Initializer(
                Text(account, "token_url"),
                Text(account, "audience"),
                Text(account, "subject_token_type"),
                tokens
            )
            {
                ServiceAccountImpersonationUrl = Text(account, "service_account_impersonation_url"),
            }
        );
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new FormatException("it is no JSON", exception);
        }
    }
}
