using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Services;

namespace Google.Api.Gax.Rest;

public abstract class ClientBuilderBase<TClient>
{
    protected ClientBuilderBase()
    {
    }

    public string ApplicationName { get; set; }

    public string BaseUri { get; set; }

    public GoogleCredential GoogleCredential { get; set; }

    public string QuotaProject { get; set; }

    public bool UseJwtAccessWithScopes { get; set; }

    public abstract TClient Build();

    public abstract Task<TClient> BuildAsync(CancellationToken cancellationToken = default);

    protected virtual void Validate()
    {
    }

    protected virtual BaseClientService.Initializer CreateServiceInitializer() => CreateServiceInitializer(GetHttpClientInitializer());

    protected virtual async Task<BaseClientService.Initializer> CreateServiceInitializerAsync(CancellationToken cancellationToken) =>
        CreateServiceInitializer(await GetHttpClientInitializerAsync(cancellationToken).ConfigureAwait(false));

    protected virtual IConfigurableHttpClientInitializer GetHttpClientInitializer() =>
        Configured(GetScopedCredentialProvider().GetCredentials(GoogleCredential));

    protected virtual async Task<IConfigurableHttpClientInitializer> GetHttpClientInitializerAsync(CancellationToken cancellationToken) =>
        Configured(await GetScopedCredentialProvider().GetCredentialsAsync(GoogleCredential, cancellationToken).ConfigureAwait(false));

    protected abstract ScopedCredentialProvider GetScopedCredentialProvider();

    protected abstract string GetDefaultApplicationName();

    private BaseClientService.Initializer CreateServiceInitializer(IConfigurableHttpClientInitializer client) => new()
    {
        HttpClientInitializer = client,
        ApplicationName = ApplicationName ?? GetDefaultApplicationName(),
        BaseUri = BaseUri,
    };

    private GoogleCredential Configured(GoogleCredential scoped)
    {
        if (scoped.UnderlyingCredential is ServiceAccountCredential account && account.UseJwtAccessWithScopes != UseJwtAccessWithScopes)
            scoped = GoogleCredential.FromServiceAccountCredential(account.WithUseJwtAccessWithScopes(UseJwtAccessWithScopes));
        return QuotaProject is null ? scoped : scoped.CreateWithQuotaProject(QuotaProject);
    }
}
