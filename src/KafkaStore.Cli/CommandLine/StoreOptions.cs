using System.CommandLine.Parsing;

namespace KafkaStore.Cli.CommandLine;

/// <summary>The options that say where an archive is, the same for every command.</summary>
internal sealed class StoreOptions
{
    /// <summary>The option that takes a folder.</summary>
    public const string Local = "--local-store";

    /// <summary>Holds a connection string where no option does.</summary>
    public const string AzureConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";

    private const string Azure = "--azure-store-url";
    private const string Gcloud = "--gcloud-store-url";
    private const string S3 = "--s3-store-url";

    private readonly string several;
    private readonly (StoreKind Kind, Option<string[]> Option)[] stores;

    /// <param name="several">What several stores mean to this command, as the end of a description; empty where it takes one.</param>
    public StoreOptions(string several)
    {
        this.several = several;
        stores =
        [
            (
                StoreKind.Local,
                OptionText.Several($"{Local} DIR", $"Folder of the archive: files are DIR/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.{several}")
            ),
            (
                StoreKind.Azure,
                OptionText.Several(
                    $"{Azure} URL",
                    "https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX] in Azure Blob Storage. Credential: a SAS in the URL, the connection string in "
                        + "AZURE_STORAGE_CONNECTION_STRING, or this machine's (az login, managed identity)."
                )
            ),
            (
                StoreKind.Gcs,
                OptionText.Several(
                    $"{Gcloud} URL",
                    "gs://BUCKET[/PREFIX] in Google Cloud Storage. Credential: the application default (gcloud auth application-default login, or the file named by GOOGLE_APPLICATION_CREDENTIALS)."
                )
            ),
            (
                StoreKind.S3,
                OptionText.Several(
                    $"{S3} URL",
                    "s3://BUCKET[/PREFIX] in Amazon S3 or a compatible server. Credential: the default chain (environment, profile, role)."
                )
            ),
        ];
    }

    /// <summary>The options that take a store.</summary>
    public static IReadOnlyList<string> Names { get; } = [Local, Azure, Gcloud, S3];

    public Option<string?> AzureAccessTier { get; } =
        OptionText.Create("--azure-access-tier hot|cool|cold", "Access tier of new files in Azure. [default: the account's]");

    /// <summary>What a configuration file says and nobody types.</summary>
    public Option<string?> AzureConnection { get; } =
        OptionText.Hidden(
            "--azure-connection-string TEXT",
            "Connection string of the storage account of all Azure stores. [default: the identity of this machine]"
        );

    public Option<string?> GcloudKmsKey { get; } =
        OptionText.Create(
            "--gcloud-kms-key NAME",
            "Cloud KMS key for new files: projects/P/locations/L/keyRings/R/cryptoKeys/K. [default: the bucket's]"
        );

    public Option<string?> GcloudStorageClass { get; } =
        OptionText.Create("--gcloud-storage-class CLASS", "standard, nearline, coldline or archive, of new files. [default: the bucket's]");

    public Option<string?> S3EndpointUrl { get; } =
        OptionText.Create("--s3-endpoint-url URL", "An S3-compatible server. [default: Amazon's]");

    public Option<string?> S3Region { get; } =
        OptionText.Create("--s3-region REGION", "Region of the bucket. [default: from the environment or profile]");

    public Option<string?> S3Encryption { get; } =
        OptionText.Create("--s3-encryption MODE", "sse-s3, sse-kms or sse-kms:KEY, for new files. [default: the bucket's]");

    /// <summary>All of them: where, and how it is reached and written.</summary>
    public void AddTo(Command command)
    {
        command.Add(stores.Select(store => store.Option));
        command.Add(S3EndpointUrl, S3Region, AzureAccessTier, AzureConnection, GcloudKmsKey, GcloudStorageClass, S3Encryption);
    }

    /// <summary>Those that reading one needs whose URL is given otherwise.</summary>
    public void AddSettingsTo(Command command)
    {
        command.Add(S3EndpointUrl, S3Region, AzureConnection);
    }

    /// <summary>The stores in the order in which they were typed.</summary>
    /// <exception cref="UsageException">One can't be used, or there are several where the command takes one.</exception>
    public IReadOnlyList<StoreLocation> Locations(ParseResult result)
    {
        var locations = new List<StoreLocation>();
        StoreKind? kind = null;
        foreach (Token token in result.Tokens)
        {
            if (token.Type == TokenType.Option)
                kind = stores.Where(store => store.Option.Name == token.Value).Select(store => (StoreKind?)store.Kind).FirstOrDefault();
            else if (token.Type == TokenType.Argument && kind is { } named)
                locations.Add(Location(named, token.Value));
        }

        return several.Length > 0 || locations.Count < 2
            ? locations
            : throw new UsageException($"{locations.Count} stores are given, and this command takes one. Run it once for each.");
    }

    /// <summary>The one store of a command that can't do without.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="purpose">What the store says, as the end of a sentence.</param>
    /// <exception cref="UsageException">There is none, or one can't be used.</exception>
    public StoreLocation Location(ParseResult result, string purpose) =>
        Locations(result) is [var only]
            ? only
            : throw new UsageException($"no store is given: --local-store DIR, or the URL of one in a cloud, says {purpose}.");

    public StoreSettings Settings(ParseResult result) =>
        new()
        {
            AzureConnectionString = result.GetValue(AzureConnection),
            ManagedIdentityClientId = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID"),
            AzureAccessTier = result.OneOf(AzureAccessTier, "hot", "cool", "cold"),
            GoogleCloudKmsKey = result.GetValue(GcloudKmsKey),
            GoogleCloudStorageClass = result.OneOf(GcloudStorageClass, "standard", "nearline", "coldline", "archive")?.ToUpperInvariant(),
            S3EndpointUrl = result.GetValue(S3EndpointUrl),
            S3Region = result.GetValue(S3Region),
            S3Encryption = result.GetValue(S3Encryption),
        };

    /// <summary>The option that takes this store; of a scheme that is not known, one that says so.</summary>
    public static string NameFor(string store) => NameOf(StoreLocation.KindOf(store) ?? StoreKind.Azure);

    private static StoreLocation Location(StoreKind kind, string text)
    {
        string option = NameOf(kind);
        if (string.IsNullOrWhiteSpace(text))
            throw new UsageException($"{option} takes {(kind == StoreKind.Local ? "a folder" : "a URL")}, not '{text}'.");
        StoreLocation location = kind == StoreKind.Local ? StoreLocation.OfPath(text) : StoreLocation.Parse(text);
        if (location.Kind == kind)
            return location;
        throw new UsageException(
            kind == StoreKind.Local
                ? $"{option} takes a folder, not '{location.DisplayName}': use {NameOf(location.Kind)} for it."
                : $"{option} takes a URL such as {Stores.ExampleOf(kind)}, not '{location.DisplayName}'."
        );
    }

    private static string NameOf(StoreKind kind) =>
        kind switch
        {
            StoreKind.Local => Local,
            StoreKind.Azure => Azure,
            StoreKind.Gcs => Gcloud,
            _ => S3,
        };
}
