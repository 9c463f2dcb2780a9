using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace KafkaStore.Storage.S3;

/// <summary>Makes the SDK's client as this adapter wants it.</summary>
internal static class S3ClientOf
{
    private const string DefaultRegion = "us-east-1";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The SDK's 8 KiB make a thousand small writes of every part.</summary>
    private const int CopyBytes = 64 * 1024;

    /// <summary>For 16 MiB and the answer to them, at 1.4 Mbit/s.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    /// <param name="region">The bucket's, as it turned out; null for the options' or the environment's.</param>
    public static AmazonS3Client Create(S3StoreOptions options, string? region)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.Retries,
            ConnectTimeout = ConnectTimeout,
            Timeout = RequestTimeout,
            BufferSize = CopyBytes,

            // Every body carries its MD5, which servers of all ages check; newer checksums not all of them know.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.HttpClients is { } clients)
            config.HttpClientFactory = clients;
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region ?? options.Region ?? DefaultRegion;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? options.Region ?? FromEnvironment() ?? DefaultRegion);
        }

        return options.Credentials is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }

    /// <summary>Without asking the machine it runs on, which takes seconds outside Amazon's.</summary>
    private static string? FromEnvironment() => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
}
