using Amazon.S3;

namespace KafkaStore.Stores.Tests.S3;

/// <summary>A store on a server of its own.</summary>
internal sealed class S3TestStore : IAsyncDisposable
{
    public const string BucketName = "kafka-archive";

    private S3TestStore(FakeS3Server server, FakeS3Bucket bucket, S3Store store)
    {
        Server = server;
        Bucket = bucket;
        Store = store;
    }

    public FakeS3Server Server { get; }

    public FakeS3Bucket Bucket { get; }

    public S3Store Store { get; }

    public static async Task<S3TestStore> OpenAsync(Func<S3StoreOptions, S3StoreOptions>? change = null)
    {
        FakeS3Server server = await FakeS3Server.StartAsync();
        FakeS3Bucket bucket = server.Buckets.Create(BucketName);
        S3StoreOptions options = OptionsFor(server);
        return new S3TestStore(server, bucket, await S3Store.OpenAsync(change?.Invoke(options) ?? options, default));
    }

    /// <summary>Few retries, so that a test of what fails for ever is quick.</summary>
    public static S3StoreOptions OptionsFor(FakeS3Server server, string url = $"s3://{BucketName}/archive") =>
        new()
        {
            Url = S3StoreUrl.Parse(url),
            Endpoint = server.Endpoint,
            Credentials = new BasicAWSCredentials(FakeS3Server.AccessKey, FakeS3Server.SecretKey),
            Retries = 1,
        };

    /// <summary>Amazon's own client, for what others do in a bucket.</summary>
    public static AmazonS3Client ClientOf(FakeS3Server server, HttpClientFactory? clients = null) =>
        new(
            new BasicAWSCredentials(FakeS3Server.AccessKey, FakeS3Server.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = server.Endpoint.ToString(),
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
                HttpClientFactory = clients,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            }
        );

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Server.DisposeAsync();
    }
}
