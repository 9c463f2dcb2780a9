namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsFailureTests : IAsyncLifetime
{
    private FakeGcs server = null!;
    private GcsStore store = null!;

    public static TheoryData<FakeGcsOperation, int, string, string, bool, string> Refusals
    {
        get
        {
            var data = new TheoryData<FakeGcsOperation, int, string, string, bool, string>();
            foreach (FakeGcsOperation operation in Operations)
            {
                string role = operation switch
                {
                    FakeGcsOperation.StartUpload => "roles/storage.objectCreator",
                    FakeGcsOperation.Delete => "roles/storage.objectAdmin",
                    _ => "roles/storage.objectViewer",
                };
                data.Add(operation, 401, "authError", "Invalid Credentials", false, "gcloud auth application-default login");
                data.Add(operation, 403, "forbidden", "x@y.iam.gserviceaccount.com does not have access.", false, role);
                data.Add(operation, 403, "forbidden", "The project's billing account is disabled.", false, "Enable billing");
                data.Add(operation, 404, "notFound", "The specified bucket does not exist.", false, "no bucket 'bucket'");
                data.Add(operation, 403, "userRateLimitExceeded", "The rate limit of this user is exceeded.", true, "throttled");
                data.Add(operation, 429, "rateLimitExceeded", "Reduce your request rate.", true, "throttled");
                data.Add(operation, 500, "internalError", "An error.", true, "(500)");
                data.Add(operation, 503, "backendError", "Backend Error", true, "(503)");
            }

            data.Add(FakeGcsOperation.List, 403, "accountDisabled", "The account is disabled.", false, "Enable billing");
            data.Add(FakeGcsOperation.List, 403, "accessNotConfigured", "Not used before.", false, "Enable the Cloud Storage API");
            data.Add(FakeGcsOperation.Get, 403, "rateLimitExceeded", "Too much.", true, "throttled");
            data.Add(FakeGcsOperation.Delete, 403, "retentionPolicyNotMet", "Under retention.", false, "retention policy");
            data.Add(FakeGcsOperation.StartUpload, 403, "forbidden", "Permission denied on Cloud KMS key.", false, "cryptoKeyEncrypter");
            data.Add(FakeGcsOperation.StartUpload, 400, "invalid", "Invalid storage class X.", false, "settings of the store");
            data.Add(FakeGcsOperation.StartUpload, 412, "orgPolicyConstraintFailed", "Not allowed.", false, "organization");
            data.Add(FakeGcsOperation.Upload, 403, "forbidden", "No.", false, "roles/storage.objectCreator");
            return data;
        }
    }

    public static TheoryData<FakeGcsOperation> AllOperations => [.. Operations];

    private static FakeGcsOperation[] Operations =>
        [FakeGcsOperation.List, FakeGcsOperation.Get, FakeGcsOperation.Download, FakeGcsOperation.StartUpload, FakeGcsOperation.Delete];

    public async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        store = await FakeGcsFixture.OpenAsync(server, "bucket");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task RefusalSaysWhatToDo(FakeGcsOperation operation, int status, string reason, string message, bool mayPass, string part)
    {
        server.Faults.Add(new(operation) { Times = 100, Error = new(status, reason, message) });

        Exception exception = (await Xunit.Record.ExceptionAsync(() => DoAsync(operation)))!;

        Assert.IsType(mayPass ? typeof(StorageUnavailableException) : typeof(StorageAccessException), exception);
        Assert.Contains(part, exception.Message);
        Assert.Contains("gs://bucket", exception.Message);
        Assert.IsType<Google.GoogleApiException>(exception.InnerException);
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task PermanentRefusalIsNotTriedAgain(FakeGcsOperation operation)
    {
        server.Faults.Add(new(operation) { Times = 100, Error = new(403, "forbidden", "No.") });

        await Assert.ThrowsAsync<StorageAccessException>(() => DoAsync(operation));

        int opening = operation is FakeGcsOperation.List or FakeGcsOperation.StartUpload ? 1 : 0;
        Assert.Equal(1, server.Requests.Count(request => request.Operation == operation) - opening);
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task TransientFaultIsTriedAgain(FakeGcsOperation operation)
    {
        await store.CreateAsync("a", ObjectContent.FromBytes("x"u8.ToArray()), default);
        server.Faults.Add(new(operation) { Error = new(503, "backendError", "Backend Error") });
        server.Faults.Add(new(operation) { Error = new(429, "rateLimitExceeded", "Slow down.") });
        server.Faults.Add(
            new(operation)
            {
                CutRequestAfterBytes = 0,
                LosesAnswer = true,
                CutResponseAfterBytes = 0,
            }
        );

        await DoAsync(operation);
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task CancelledCallIsNoFailureOfTheStore(FakeGcsOperation operation) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DoAsync(operation, new CancellationToken(canceled: true)));

    [Fact]
    public async Task MissingBucketIsFoundAtTheOpening()
    {
        Func<Task>[] openings =
        [
            () => FakeGcsFixture.OpenAsync(server, "other"),
            () => GcsStore.OpenForReadingAsync(FakeGcsFixture.Options(server, "other"), default),
        ];
        foreach (Func<Task> open in openings)
        {
            StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(open);
            Assert.Equal("There is no bucket 'other'. Create it, or correct gs://other.", exception.Message);
        }
    }

    [Fact]
    public async Task BucketThatCanOnlyBeReadIsOpenedForReadingOnly()
    {
        server.Faults.Add(
            new(FakeGcsOperation.StartUpload) { Times = 100, Error = new(403, "forbidden", "No storage.objects.create access.") }
        );

        (await GcsStore.OpenForReadingAsync(FakeGcsFixture.Options(server, "bucket"), default)).Dispose();

        await Fails.SayingAsync<StorageAccessException>("roles/storage.objectCreator", () => FakeGcsFixture.OpenAsync(server, "bucket"));
    }

    [Fact]
    public async Task OpeningLeavesNothingBehind() => Assert.Empty(await store.ListAsync("", null, default).ToListAsync());

    private Task DoAsync(FakeGcsOperation operation, CancellationToken cancellationToken = default) =>
        operation switch
        {
            FakeGcsOperation.List => store.ListAsync("", null, cancellationToken).ToListAsync(cancellationToken).AsTask(),
            FakeGcsOperation.Get => store.FindAsync("a", cancellationToken),
            FakeGcsOperation.Download => ReadAsync(cancellationToken),
            FakeGcsOperation.StartUpload or FakeGcsOperation.Upload => store.CreateAsync(
                "b",
                ObjectContent.FromBytes("x"u8.ToArray()),
                cancellationToken
            ),
            FakeGcsOperation.Delete => store.DeleteAsync("a", cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using Stream stream = await store.OpenReadAsync("a", 0, null, cancellationToken);
        await stream.CopyToAsync(Stream.Null, cancellationToken);
    }
}
