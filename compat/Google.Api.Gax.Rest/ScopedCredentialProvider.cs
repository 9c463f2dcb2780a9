using Google.Apis.Auth.OAuth2;

namespace Google.Api.Gax.Rest;

public sealed class ScopedCredentialProvider
{
    private readonly string[] scopes;

    // Found once a process: looking may ask the metadata server of a virtual machine. A failure is kept too, as the real one keeps it.
    private readonly Lazy<Task<GoogleCredential>> applicationDefault;

    public ScopedCredentialProvider(IEnumerable<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        this.scopes = [.. scopes];
        applicationDefault = new(() => Task.Run(async () => Scoped(await GoogleCredential.GetApplicationDefaultAsync().ConfigureAwait(false))));
    }

    internal GoogleCredential GetCredentials(GoogleCredential credentials) =>
        credentials is null ? applicationDefault.Value.GetAwaiter().GetResult() : Scoped(credentials);

    internal Task<GoogleCredential> GetCredentialsAsync(GoogleCredential credentials, CancellationToken cancellationToken) =>
        credentials is null ? applicationDefault.Value.WaitAsync(cancellationToken) : Task.FromResult(Scoped(credentials));

    private GoogleCredential Scoped(GoogleCredential credentials) =>
        credentials.IsCreateScopedRequired && scopes.Length > 0 ? credentials.CreateScoped(scopes) : credentials;
}
