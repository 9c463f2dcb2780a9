using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Stores.Tests.S3;

/// <summary>What is kept beside objects: metadata, MD5 and encryption, of our own objects and of others'.</summary>
public sealed class S3PropertiesTests : IAsyncLifetime
{
    private const int Large = 17 * 1024 * 1024;

    private FakeS3Server server = null!;

    private S3StoreOptions Options => S3TestStore.OptionsFor(server) with { HttpClients = new OnlyOurCertificate() };

    public async Task InitializeAsync()
    {
        server = await FakeS3Server.StartAsync(https: true);
        server.Buckets.Create(S3TestStore.BucketName);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(1000)]
    [InlineData(Large)]
    public async Task Md5IsKeptWhateverTheETagIs(int length)
    {
        S3StoreEncryption[] encryptions =
        [
            S3StoreEncryption.BucketDefault,
            S3StoreEncryption.S3Managed,
            S3StoreEncryption.Kms("alias/archive"),
        ];
        foreach (S3StoreEncryption encryption in encryptions)
        {
            using S3Store store = await S3Store.OpenAsync(Options with { Encryption = encryption }, default);
            var content = new GeneratedContent(1, length);
            string name = $"a/{Guid.NewGuid():N}";
            await store.CreateAsync(name, content, default);

            ObjectProperties properties = (await store.FindAsync(name, default))!;

            Assert.Equal(await content.GetMd5Async(default), properties.Md5);
            Assert.Empty(properties.Metadata);
            Assert.Equal(length, properties.Length);
        }
    }

    [Theory]
    [InlineData("bucket", null, null)]
    [InlineData("s3", "AES256", null)]
    [InlineData("kms", "aws:kms", "alias/archive")]
    public async Task EncryptionIsAskedForOnEveryObject(string kind, string? method, string? keyId)
    {
        S3StoreEncryption encryption = kind switch
        {
            "s3" => S3StoreEncryption.S3Managed,
            "kms" => S3StoreEncryption.Kms(keyId),
            _ => S3StoreEncryption.BucketDefault,
        };
        using S3Store store = await S3Store.OpenAsync(Options with { Encryption = encryption }, default);

        await store.CreateAsync("small", new GeneratedContent(1, 1000), default);
        await store.CreateAsync("large", new GeneratedContent(1, Large), default);

        FakeS3Request[] creations = [.. server.Requests.Where(request => request.Operation is "PutObject" or "CreateMultipartUpload")];
        Assert.Equal(2 + 3, creations.Length);
        Assert.All(
            creations,
            request =>
            {
                Assert.Equal(method, request.Header("x-amz-server-side-encryption"));
                Assert.Equal(keyId, request.Header("x-amz-server-side-encryption-aws-kms-key-id"));
            }
        );
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Md5OfAnothersObjectIsItsETagWhereThatIsPlainlyOne(bool withKms, bool isKnown)
    {
        using S3Store store = await S3Store.OpenAsync(Options, default);
        using AmazonS3Client other = S3TestStore.ClientOf(server, new OnlyOurCertificate());
        var request = new PutObjectRequest
        {
            BucketName = S3TestStore.BucketName,
            Key = "archive/other",
            ContentBody = "theirs",
            UseChunkEncoding = false,
        };
        request.Metadata["author"] = "somebody";
        if (withKms)
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
        await other.PutObjectAsync(request);

        ObjectProperties properties = (await store.FindAsync("other", default))!;

        Assert.Equal(isKnown ? await ObjectContent.FromBytes("theirs"u8.ToArray()).GetMd5Async(default) : null, properties.Md5);
        Assert.Equal(new Dictionary<string, string> { ["author"] = "somebody" }, properties.Metadata);
    }

    [Fact]
    public async Task AnothersObjectInPartsHasNoMd5()
    {
        using S3Store store = await S3Store.OpenAsync(Options, default);
        using AmazonS3Client other = S3TestStore.ClientOf(server, new OnlyOurCertificate());
        var target = new InitiateMultipartUploadRequest { BucketName = S3TestStore.BucketName, Key = "archive/other" };
        string id = (await other.InitiateMultipartUploadAsync(target)).UploadId;
        UploadPartResponse part = await other.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = target.BucketName,
                Key = target.Key,
                UploadId = id,
                PartNumber = 1,
                InputStream = new MemoryStream("theirs"u8.ToArray()),
                UseChunkEncoding = false,
            }
        );
        await other.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = target.BucketName,
                Key = target.Key,
                UploadId = id,
                PartETags = [new PartETag(1, part.ETag)],
            }
        );

        Assert.Null((await store.FindAsync("other", default))!.Md5);
    }

    private sealed class OnlyOurCertificate : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(
                new SocketsHttpHandler
                {
                    SslOptions =
                    {
                        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                            certificate?.Subject == FakeS3Server.CertificateSubject,
                    },
                }
            );
    }
}
