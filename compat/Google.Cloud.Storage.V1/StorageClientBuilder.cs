using Google.Api.Gax;
using Google.Api.Gax.Rest;
using Google.Apis.Http;
using Google.Apis.Services;
using Google.Apis.Storage.v1;

namespace Google.Cloud.Storage.V1;

public sealed class StorageClientBuilder : ClientBuilderBase<StorageClient>
{
    private const string EmulatorVariable = "STORAGE_EMULATOR_HOST";

    private static readonly ScopedCredentialProvider Credentials = new([StorageService.ScopeConstants.DevstorageFullControl]);

    public StorageClientBuilder() => UseJwtAccessWithScopes = true;

    public EmulatorDetection EmulatorDetection { get; set; }

    public bool UnauthenticatedAccess { get; set; }

    public override StorageClient Build()
    {
        if (FindEmulator() is { } emulator)
            return emulator.Build();
        Validate();
        return new StorageClientImpl(new StorageService(CreateServiceInitializer()));
    }

    public override async Task<StorageClient> BuildAsync(CancellationToken cancellationToken = default)
    {
        if (FindEmulator() is { } emulator)
            return await emulator.BuildAsync(cancellationToken).ConfigureAwait(false);
        Validate();
        return new StorageClientImpl(new StorageService(await CreateServiceInitializerAsync(cancellationToken).ConfigureAwait(false)));
    }

    protected override BaseClientService.Initializer CreateServiceInitializer() => WithoutDefaultBackoff(base.CreateServiceInitializer());

    protected override async Task<BaseClientService.Initializer> CreateServiceInitializerAsync(CancellationToken cancellationToken) =>
        WithoutDefaultBackoff(await base.CreateServiceInitializerAsync(cancellationToken).ConfigureAwait(false));

    protected override IConfigurableHttpClientInitializer GetHttpClientInitializer() =>
        UnauthenticatedAccess ? null : base.GetHttpClientInitializer();

    protected override Task<IConfigurableHttpClientInitializer> GetHttpClientInitializerAsync(CancellationToken cancellationToken) =>
        UnauthenticatedAccess ? Task.FromResult<IConfigurableHttpClientInitializer>(null) : base.GetHttpClientInitializerAsync(cancellationToken);

    protected override string GetDefaultApplicationName() => "google-cloud-dotnet";

    protected override ScopedCredentialProvider GetScopedCredentialProvider() => Credentials;

    protected override void Validate()
    {
        base.Validate();
        if (UnauthenticatedAccess && GoogleCredential is not null)
            throw new InvalidOperationException("When requesting unauthenticated access, don't specify any other credentials.");
    }

    private static BaseClientService.Initializer WithoutDefaultBackoff(BaseClientService.Initializer initializer)
    {
        initializer.DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None;
        return initializer;
    }

    /// <summary>What the variable says becomes the base URI as it is: no path is added to a bare host and port.</summary>
    private StorageClientBuilder FindEmulator()
    {
        string host = Environment.GetEnvironmentVariable(EmulatorVariable);
        bool isSet = !string.IsNullOrWhiteSpace(host);
        switch (EmulatorDetection)
        {
            case EmulatorDetection.None:
            case EmulatorDetection.EmulatorOrProduction when !isSet:
            case EmulatorDetection.ProductionOnly when !isSet:
                return null;
            case EmulatorDetection.ProductionOnly:
                throw new InvalidOperationException($"Emulator environment variable '{EmulatorVariable}' is set, contrary to use of EmulatorDetection.ProductionOnly");
            case EmulatorDetection.EmulatorOnly when !isSet:
                throw new InvalidOperationException($"Emulator environment variable '{EmulatorVariable}' is not set, contrary to use of EmulatorDetection.EmulatorOnly");
        }

        bool hasScheme = host.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || host.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        return new StorageClientBuilder
        {
            ApplicationName = ApplicationName,
            BaseUri = hasScheme ? host : "http://" + host,
            UnauthenticatedAccess = true,
        };
    }
}
