using KafkaStore.Storage;
using KafkaStore.Storage.S3;

namespace KafkaStore.Hosting;

/// <summary>Opens buckets of Amazon S3 and of servers that speak its API.</summary>
internal static class S3Stores
{
    private const string Kms = "sse-kms";

    /// <inheritdoc cref="StoreAdapter.Bucket"/>
    public static string BucketOf(StoreLocation location) => UrlOf(location).Bucket;

    /// <inheritdoc cref="Stores.OpenForReadingAsync"/>
    public static async Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        var options = new S3StoreOptions
        {
            Url = UrlOf(location),
            Endpoint = Endpoint(settings.S3EndpointUrl?.Text),
            Region = settings.S3Region,
            Encryption = Encryption(settings.S3Encryption),
        };
        try
        {
            return use == StoreUse.Reading
                ? await S3Store.OpenForReadingAsync(options, cancellationToken)
                : await S3Store.OpenAsync(options, cancellationToken);
        }
        catch (FormatException exception)
        {
            throw new StoreLocationException(exception.Message, exception);
        }
    }

    private static S3StoreUrl UrlOf(StoreLocation location)
    {
        try
        {
            return S3StoreUrl.Parse(location.Address);
        }
        catch (FormatException exception)
        {
            throw new StoreLocationException(exception.Message, exception);
        }
    }

    private static Uri? Endpoint(string? text) =>
        text switch
        {
            null => null,
            _ when Uri.TryCreate(text, UriKind.Absolute, out Uri? url) => url,
            _ => throw new StoreLocationException(
                $"'{ShownUrl.Of(text)}' is no S3 endpoint: it has to be an absolute URL with http or https, as in http://127.0.0.1:9000."
            ),
        };

    private static S3StoreEncryption Encryption(string? text) =>
        text?.ToUpperInvariant() switch
        {
            null or "NONE" => S3StoreEncryption.BucketDefault,
            "SSE-S3" => S3StoreEncryption.S3Managed,
            "SSE-KMS" => S3StoreEncryption.Kms(null),
            _ when text!.StartsWith(Kms + ":", StringComparison.OrdinalIgnoreCase) => S3StoreEncryption.Kms(text[(Kms.Length + 1)..]),
            _ => throw new StoreLocationException(
                $"'{text}' is no encryption of S3: write none (the bucket's own), sse-s3, sse-kms or sse-kms:KEY."
            ),
        };
}
