using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
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
        string text = options.ExternalAccount?.Text ?? await File.ReadAllTextAsync(options.CredentialsFile!, cancellationToken);
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

/// <summary>
/// Tokens of the managed identity of a function app or web app, for Google to exchange. There the platform gives them at an
/// address and with a secret of the instance's own (IDENTITY_ENDPOINT and IDENTITY_HEADER, "REST endpoint reference" in Azure's
/// "Use managed identities for App Service and Azure Functions"), which no credentials file can hold: the one that
/// <c>gcloud iam workload-identity-pools create-cred-config --azure</c> writes names a virtual machine's.
/// </summary>
/// <param name="endpoint">IDENTITY_ENDPOINT.</param>
/// <param name="secret">IDENTITY_HEADER.</param>
/// <param name="resource">Application id URI that the workload identity pool trusts.</param>
/// <param name="clientId">Of a user-assigned identity; null for the system-assigned one.</param>
internal sealed class AzureIdentityTokens(string endpoint, string secret, string resource, string? clientId)
    : ProgrammaticExternalAccountCredential.ISubjectTokenProvider
{
    private const string MachineMetadata = "169.254.169.254";
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Null where the platform gives no tokens, or where the file's source is another than Azure's.</summary>
    public static AzureIdentityTokens? Find(Uri source, string? clientId)
    {
        string? endpoint = Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT");
        string? secret = Environment.GetEnvironmentVariable("IDENTITY_HEADER");
        string? resource = System.Web.HttpUtility.ParseQueryString(source.Query)["resource"];
        return source.Host == MachineMetadata && !string.IsNullOrEmpty(endpoint) && !string.IsNullOrEmpty(secret) && resource is not null
            ? new AzureIdentityTokens(endpoint, secret, resource, clientId)
            : null;
    }

    public async Task<string> GetSubjectTokenAsync(ProgrammaticExternalAccountCredential caller, CancellationToken taskCancellationToken)
    {
        string identity = string.IsNullOrEmpty(clientId) ? "" : $"&client_id={Uri.EscapeDataString(clientId)}";
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{endpoint}?api-version=2019-08-01&resource={Uri.EscapeDataString(resource)}{identity}"
        );
        request.Headers.Add("X-IDENTITY-HEADER", secret);
        using HttpResponseMessage response = await Client.SendAsync(request, taskCancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"the managed identity's endpoint answered {(int)response.StatusCode} for the resource {resource}: assign the identity to the app, and name its client id where it is user-assigned"
            );
        }

        Answer? answer = await response.Content.ReadFromJsonAsync<Answer>(taskCancellationToken);
        return answer?.AccessToken ?? throw new InvalidOperationException("the managed identity's endpoint gave no access_token");
    }

    private sealed record Answer([property: JsonPropertyName("access_token")] string? AccessToken);
}
