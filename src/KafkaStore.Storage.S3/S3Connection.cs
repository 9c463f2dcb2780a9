using Amazon;
using Amazon.Runtime;

namespace KafkaStore.Storage.S3;

/// <summary>One bucket and prefix, and the SDK's client to it as this adapter wants it.</summary>
internal sealed class S3Connection(IAmazonS3 client, S3StoreOptions options) : IDisposable
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>The SDK's 8 KiB make a thousand small writes of every part.</summary>
    private const int CopyBytes = 64 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For 16 MiB and the answer to them, at 1.4 Mbit/s.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    public IAmazonS3 Client => client;

    public S3StoreOptions Options => options;

    public string Bucket => options.Url.Bucket;

    public string KeyPrefix => options.Url.KeyPrefix;

    public string DisplayName { get; } = options.Url.ToString();

    /// <summary>Connects to a bucket and makes sure that it is there, whichever region it is in.</summary>
    /// <param name="check">What else has to be right; throws where it is not.</param>
    public static async Task<S3Connection> OpenAsync(
        S3StoreOptions options,
        Func<S3Connection, CancellationToken, Task> check,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        using var timeout = new CancellationTokenSource(options.OpenTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ConnectAsync(options, check, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException(
                $"{S3Failure.HostOf(options)} did not answer within {options.OpenTimeout.TotalSeconds:0} s. Check the network, and the endpoint of {options.Url}.",
                exception
            );
        }
    }

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public string KeyOf(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        return KeyPrefix + name;
    }

    /// <summary>A call whose failure gets the domain's words; a cancelled one stays that.</summary>
    /// <param name="name">Which object, or the start of names; may be empty.</param>
    public async Task<T> RunAsync<T>(StoreAction action, string name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw S3Failure.Translate(action, name, options, exception, cancellationToken);
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<S3Connection> ConnectAsync(
        S3StoreOptions options,
        Func<S3Connection, CancellationToken, Task> check,
        CancellationToken cancellationToken
    )
    {
        string? region = options.Region;
        while (true)
        {
            var connection = new S3Connection(CreateClient(options, region), options);
            try
            {
                await connection.ListOneAsync(cancellationToken);
                await check(connection, cancellationToken);
                return connection;
            }
            catch (AmazonS3Exception exception) when (region is null && S3Answer.RegionSaidBy(exception) is { } said)
            {
                connection.Dispose();
                region = said;
            }
            catch (Exception exception)
            {
                connection.Dispose();
                if (S3Failure.IsOne(exception))
                    throw S3Failure.Translate(StoreAction.List, "", options, exception, cancellationToken);
                throw;
            }
        }
    }

    /// <summary>A listing's refusal has a body that says why; the answer to a HEAD has none.</summary>
    private Task ListOneAsync(CancellationToken cancellationToken) =>
        client.ListObjectsV2Async(
            new ListObjectsV2Request
            {
                BucketName = Bucket,
                Prefix = KeyPrefix,
                MaxKeys = 1,
            },
            cancellationToken
        );

    /// <param name="region">The bucket's, as it turned out; null for the options' or the environment's.</param>
    private static AmazonS3Client CreateClient(S3StoreOptions options, string? region)
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
        try
        {
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
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw S3Failure.Translate(StoreAction.Open, "", options, exception, CancellationToken.None);
        }
    }

    /// <summary>Without asking the machine it runs on, which takes seconds outside Amazon's.</summary>
    private static string? FromEnvironment() => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
}
