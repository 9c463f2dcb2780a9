namespace KafkaStore.Stores.Tests.S3;

/// <summary>Every failure of every method comes out as the domain's own, with a remedy and the SDK's error inside.</summary>
public sealed class S3FailureTests : IAsyncLifetime
{
    private S3TestStore opened = null!;

    public async Task InitializeAsync()
    {
        opened = await S3TestStore.OpenAsync(options => options with { Retries = 0 });
        await opened.Store.CreateAsync("there", ObjectContent.FromBytes("there"u8.ToArray()), default);
    }

    public async Task DisposeAsync() => await opened.DisposeAsync();

    public static TheoryData<string, int, string, string, bool, string> Failures()
    {
        var data = new TheoryData<string, int, string, string, bool, string>();
        (int Status, string Code, string Message, bool IsPermanent, string Said)[] failures =
        [
            (403, "AccessDenied", "Access Denied", true, "s3:ListBucket"),
            (403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", true, "AWS_ACCESS_KEY_ID"),
            (403, "SignatureDoesNotMatch", "The request signature we calculated does not match.", true, "AWS_SECRET_ACCESS_KEY"),
            (403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", true, "clock"),
            (400, "ExpiredToken", "The provided token has expired.", true, "has expired"),
            (400, "InvalidToken", "The provided token is malformed or otherwise invalid.", true, "AWS_SESSION_TOKEN"),
            (404, "NoSuchBucket", "The specified bucket does not exist", true, "there is no bucket kafka-archive"),
            (
                301,
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint.",
                true,
                "region"
            ),
            (
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-3'",
                true,
                "eu-west-3"
            ),
            (400, "KMS.DisabledException", "arn:aws:kms:eu-west-3:1:key/2 is disabled.", true, "KMS key"),
            (
                403,
                "AccessDenied",
                "User: u is not authorized to perform: kms:GenerateDataKey on this resource",
                true,
                "kms:GenerateDataKey"
            ),
            (403, "AccessDenied", "Access Denied because object protected by object lock.", true, "object lock"),
            (501, "NotImplemented", "A header you provided implies functionality that is not implemented.", true, "does not support"),
            (400, "InvalidArgument", "Invalid Argument", true, "InvalidArgument"),
            (503, "SlowDown", "Please reduce your request rate.", false, "slow down"),
            (429, "TooManyRequests", "Too many requests.", false, "slow down"),
            (500, "InternalError", "We encountered an internal error. Please try again.", false, "500 InternalError"),
            (503, "ServiceUnavailable", "Service is unable to handle request.", false, "slow down"),
        ];
        string[] operations =
        [
            "GetObject",
            "ListObjectsV2",
            "PutObject",
            "CreateMultipartUpload",
            "UploadPart",
            "CompleteMultipartUpload",
            "DeleteObject",
        ];
        foreach (string operation in operations)
        {
            foreach ((int status, string code, string message, bool isPermanent, string said) in failures)
                data.Add(operation, status, code, message, isPermanent, said);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task FailureIsSaidWithItsRemedy(string operation, int status, string code, string message, bool isPermanent, string said)
    {
        opened.Server.Faults.Add(new FakeS3Fault(operation) { Error = new FakeS3Exception(status, code, message) });

        StorageException exception = await Assert.ThrowsAnyAsync<StorageException>(() => RunAsync(operation));

        Assert.Equal(isPermanent ? typeof(StorageAccessException) : typeof(StorageUnavailableException), exception.GetType());
        Assert.Contains(said, exception.Message);
        Assert.Contains("s3://kafka-archive/archive", exception.Message);
        Assert.EndsWith(exception.Message.Contains('(') ? "" : ".", exception.Message);
        Assert.NotNull(exception.InnerException);
    }

    /// <summary>The answer to a HEAD has no body, so the status has to do.</summary>
    [Theory]
    [InlineData(403, true, "s3:ListBucket")]
    [InlineData(301, true, "region")]
    [InlineData(400, true, "400")]
    [InlineData(500, false, "500")]
    [InlineData(503, false, "slow down")]
    public async Task FailureOfFindingIsSaid(int status, bool isPermanent, string said)
    {
        opened.Server.Faults.Add(new FakeS3Fault("HeadObject") { Error = new FakeS3Exception(status, "Unseen", "Unseen") });

        StorageException exception = await Assert.ThrowsAnyAsync<StorageException>(() => opened.Store.FindAsync("there", default));

        Assert.Equal(isPermanent ? typeof(StorageAccessException) : typeof(StorageUnavailableException), exception.GetType());
        Assert.Contains(said, exception.Message);
    }

    [Theory]
    [InlineData("HeadObject")]
    [InlineData("GetObject")]
    [InlineData("ListObjectsV2")]
    [InlineData("PutObject")]
    [InlineData("DeleteObject")]
    public async Task CancelledCallIsCancelled(string operation)
    {
        using var cancellation = new CancellationTokenSource();
        opened.Server.Faults.Add(new FakeS3Fault(operation) { Before = cancellation.Cancel, Hangs = true });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(operation, cancellation.Token));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(60_000L, false)]
    [InlineData(null, true)]
    public async Task AnswerThatEndsEarlyIsNotTheEnd(long? length, bool inStep)
    {
        await opened.Store.CreateAsync("long", new GeneratedContent(1, 200_000), default);
        FakeS3Fault fault = opened.Server.Faults.Add(new FakeS3Fault("GetObject") { CutResponseAfterBytes = 50_000 });
        await using Stream stream = await opened.Store.OpenReadAsync("long", 0, length, default);
        await stream.ReadExactlyAsync(new byte[1_000]);
        fault.Cut();

        StorageUnavailableException exception = inStep
            ? Assert.Throws<StorageUnavailableException>(() => stream.CopyTo(Stream.Null))
            : await Assert.ThrowsAsync<StorageUnavailableException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Contains("was lost", exception.Message);
        Assert.NotNull(exception.InnerException);
    }

    private async Task RunAsync(string operation, CancellationToken cancellationToken = default)
    {
        S3Store store = opened.Store;
        switch (operation)
        {
            case "HeadObject":
                await store.FindAsync("there", cancellationToken);
                break;
            case "GetObject":
                await (await store.OpenReadAsync("there", 0, null, cancellationToken)).DisposeAsync();
                break;
            case "ListObjectsV2":
                await store.ListAsync("", null, cancellationToken).ToListAsync(cancellationToken);
                break;
            case "PutObject":
                await store.CreateAsync("new", new GeneratedContent(1, 1000), cancellationToken);
                break;
            case "DeleteObject":
                await store.DeleteAsync("there", cancellationToken);
                break;
            default:
                await store.CreateAsync("new", new GeneratedContent(1, S3Creation.MaximumBytesAtOnce + 1), cancellationToken);
                break;
        }
    }
}
