using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Google.Apis.Auth.OAuth2;

namespace KafkaStore.Storage.Gcs;

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
