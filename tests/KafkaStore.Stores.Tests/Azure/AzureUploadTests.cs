using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace KafkaStore.Stores.Tests.Azure;

/// <summary>How objects get there: in one request or in blocks, whole or not at all, whatever happens on the way.</summary>
public sealed class AzureUploadTests : IAsyncLifetime
{
    private const string Name = "orders/000000/1";

    // With the limits of SmallAndQuick: one request, and eight blocks.
    private const int SmallBytes = 200_000;
    private const int LongBytes = 1_000_000;

    private AzureTestStore opened = null!;

    private AzureStore Store => opened.Store;

    private FaultyProxy Proxy => opened.Proxy;

    public async Task InitializeAsync() => opened = await AzureTestStore.OpenAsync();

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(256 * 1024, 1)]
    [InlineData((256 * 1024) + 1, 5)]
    [InlineData(1024 * 1024, 10)]
    public async Task ObjectTakesOneRequestOrOneABlockAndTwo(int length, int requests)
    {
        await CreateAndCheckAsync(length);

        Assert.Equal(
            requests,
            Proxy.Requests.Count(request => request.Method == "PUT" || request.Target.Contains("archive/")) - ReadingRequests
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ObjectOf256MebibytesTakesNoMoreRequestsThanPromised(bool inBlocks)
    {
        await using AzureTestStore store = await AzureTestStore.OpenAsync(
            inBlocks ? AzureTuning.Default with { SinglePutBytes = 0 } : AzureTuning.Default
        );
        const long Bytes = 256L * 1024 * 1024;

        Assert.Equal(CreateOutcome.Created, await store.Store.CreateAsync(Name, new GeneratedContent(1, Bytes), default));

        Assert.InRange(store.Proxy.Requests.Count, inBlocks ? 34 : 1, inBlocks ? 4 + (Bytes / (8 * 1024 * 1024)) : 1);
    }

    [Theory]
    [InlineData(SmallBytes)]
    [InlineData(LongBytes)]
    public async Task Md5AndMetadataOfTheWholeAreKept(int length)
    {
        var content = new Described(length);

        await Store.CreateAsync(Name, content, default);

        ObjectProperties found = (await Store.FindAsync(Name, default))!;
        Assert.Equal(await content.GetMd5Async(default), found.Md5);
        Assert.Equal(content.Metadata, found.Metadata);
        Assert.Equal(length, found.Length);
    }

    [Theory]
    [InlineData(AzureAccessTier.Cool, SmallBytes)]
    [InlineData(AzureAccessTier.Cool, LongBytes)]
    [InlineData(null, SmallBytes)]
    public async Task AccessTierIsSetAtCreation(AzureAccessTier? tier, int length)
    {
        await using AzureTestStore store = await AzureTestStore.OpenAsync(tier: tier);

        await store.Store.CreateAsync(Name, new GeneratedContent(1, length), default);

        BlobProperties properties = await store.Container.GetBlobClient("archive/" + Name).GetPropertiesAsync();
        Assert.Equal(tier?.ToString() ?? "Hot", properties.AccessTier);
        Assert.Equal(tier is null, properties.AccessTierInferred);
    }

    [Theory]
    [InlineData(SmallBytes, SmallBytes - 1)]
    [InlineData(SmallBytes, SmallBytes + 1)]
    [InlineData(LongBytes, LongBytes - 1)]
    [InlineData(LongBytes, LongBytes + 1)]
    [InlineData(LongBytes, LongBytes + 500_000)]
    public async Task ContentOfAnotherLengthThanAnnouncedIsSaidAndNotStored(int announced, int actual)
    {
        await Fails.SayingAsync<StorageException>(
            "nothing was stored",
            () => Store.CreateAsync(Name, new Misannounced(announced, actual), default)
        );
        Assert.Null(await Store.FindAsync(Name, default));
    }

    [Theory]
    [InlineData(SmallBytes)]
    [InlineData(LongBytes)]
    public async Task ContentThatFailsIsToldAsItFailed(int length)
    {
        int opened = 0;
        var failing = new GeneratedContent(1, length)
        {
            // The first opening is for the checksum where there is only one request.
            Interruption = (
                100_000,
                () =>
                    _ = Interlocked.Increment(ref opened) > (length == SmallBytes ? 1 : 0) ? throw new IOException("The disk is gone.") : 0
            ),
        };

        IOException exception = await Assert.ThrowsAsync<IOException>(() => Store.CreateAsync(Name, failing, default));

        Assert.Equal("The disk is gone.", exception.Message);
        Assert.Null(await Store.FindAsync(Name, default));
    }

    [Theory]
    [InlineData(SmallBytes)]
    [InlineData(LongBytes)]
    public async Task DamageThatTheServiceReportsMayPass(int length)
    {
        Proxy.Break(
            AzureErrors.Answer(
                400,
                "Md5Mismatch",
                "The MD5 value specified in the request did not match with the MD5 value calculated by the server."
            ),
            request => request.IsUpload
        );

        await Fails.SayingAsync<StorageUnavailableException>(
            "arrived damaged and was not stored",
            () => Store.CreateAsync(Name, new GeneratedContent(1, length), default)
        );
    }

    [Theory]
    [InlineData(SmallBytes)]
    [InlineData(LongBytes)]
    public async Task CreationWhoseAnswerIsLostIsFoundToExist(int length)
    {
        Proxy.Break(new ProxyFault.LoseAnswer(), request => request.IsUpload && !request.Target.Contains("comp=block&"), times: 1);
        var content = new GeneratedContent(1, length);

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync(Name, content, default));

        await using Stream stream = await Store.OpenReadAsync(Name, 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    [Fact]
    public async Task ShortObjectIsCreatedWhereALongUploadWasLeftUncommitted()
    {
        await opened
            .Container.GetBlockBlobClient("archive/" + Name)
            .StageBlockAsync(Convert.ToBase64String(new byte[20]), new MemoryStream(new byte[10]));

        await CreateAndCheckAsync(SmallBytes);
    }

    [Fact]
    public async Task BlocksThatAreGoneBeforeTheCommitAreSentAgain()
    {
        Proxy.Break(AzureErrors.Answer(400, "InvalidBlockList", "The specified block list is invalid."), IsCommit, times: 1);

        await CreateAndCheckAsync(LongBytes);
    }

    [Fact]
    public async Task BlocksThatAreAlwaysGoneAreReported()
    {
        Proxy.Break(AzureErrors.Answer(400, "InvalidBlockList", "The specified block list is invalid."), IsCommit);

        await Fails.SayingAsync<StorageUnavailableException>(
            "blocks were gone",
            () => Store.CreateAsync(Name, new GeneratedContent(1, LongBytes), default)
        );
        Assert.Equal(3, Proxy.Requests.Count(IsCommit));
    }

    [Theory]
    [InlineData(409, "BlobAlreadyExists", SmallBytes)]
    [InlineData(412, "ConditionNotMet", SmallBytes)]
    [InlineData(409, "BlobImmutableDueToPolicy", SmallBytes)]
    [InlineData(409, "BlobImmutableDueToLegalHold", SmallBytes)]
    [InlineData(403, "UnauthorizedBlobOverwrite", SmallBytes)]
    [InlineData(403, "AuthorizationPermissionMismatch", SmallBytes)]
    [InlineData(412, "LeaseIdMissing", SmallBytes)]
    [InlineData(409, "BlobAlreadyExists", LongBytes)]
    [InlineData(400, "InvalidBlockList", LongBytes)]
    [InlineData(409, "BlobImmutableDueToPolicy", LongBytes)]
    public async Task WhateverTheServiceCallsItAnObjectThatExistsIsFoundToExist(int status, string code, int length)
    {
        // Another writer gets there first, while ours is on its way.
        Proxy.Fault = request =>
        {
            if (request.Method != "PUT" || (length == LongBytes && !IsCommit(request)))
                return null;
            opened.Container.GetBlobClient("archive/" + Name).Upload(new BinaryData("theirs"), overwrite: true);
            return AzureErrors.Answer(status, code, "Refused.");
        };

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync(Name, new GeneratedContent(1, length), default));
        Assert.Equal(6, (await Store.FindAsync(Name, default))!.Length);
    }

    [Fact]
    public async Task ObjectThatExistsIsNotSentInBlocksAgain()
    {
        await CreateAndCheckAsync(LongBytes);
        Proxy.Clear();

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync(Name, new GeneratedContent(2, LongBytes), default));

        Assert.Equal("HEAD", Assert.Single(Proxy.Requests).Method);
    }

    [Fact]
    public async Task BodyIsSentOnlyOnceTheServiceTakesIt()
    {
        await using AzureTestStore store = await AzureTestStore.OpenAsync(AzureTestStore.SmallAndQuick with { SinglePutBytes = LongBytes });
        store.Proxy.Break(
            AzureErrors.Answer(403, "AuthorizationFailure", "This request is not authorized to perform this operation."),
            request => request.IsUpload
        );
        long read = 0;
        var content = new GeneratedContent(1, LongBytes) { Interruption = (0, () => read++) };

        await Assert.ThrowsAsync<StorageAccessException>(() => store.Store.CreateAsync(Name, content, default));

        // Once for the checksum.
        Assert.Equal(1, read);
    }

    [Fact]
    public async Task CancelledUploadLeavesNoObject()
    {
        using var cancellation = new CancellationTokenSource();
        var content = new GeneratedContent(1, LongBytes) { Interruption = (700_000, cancellation.Cancel) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CreateAsync(Name, content, cancellation.Token));

        Assert.Null(await Store.FindAsync(Name, default));
    }

    // FindAsync and the reading back of CreateAndCheckAsync.
    private const int ReadingRequests = 1;

    private static bool IsCommit(ProxiedRequest request) => request.Target.Contains("comp=blocklist");

    private async Task CreateAndCheckAsync(long length)
    {
        var content = new GeneratedContent(1, length);
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync(Name, content, default));
        await using Stream stream = await Store.OpenReadAsync(Name, 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    private sealed class Described(int length) : ObjectContent
    {
        public override long Length => length;

        public override IReadOnlyDictionary<string, string> Metadata { get; } =
            new Dictionary<string, string> { ["kafka_base_offset"] = "7", ["kafka_roll_reason"] = "Age" };

        public override Stream Open() => new GeneratedContent(3, length).Open();
    }

    private sealed class Misannounced(int announced, int actual) : ObjectContent
    {
        public override long Length => announced;

        public override Stream Open() => new MemoryStream(new byte[actual]);
    }
}
