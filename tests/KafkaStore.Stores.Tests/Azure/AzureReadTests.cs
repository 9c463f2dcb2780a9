using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace KafkaStore.Stores.Tests.Azure;

public sealed class AzureReadTests : IAsyncLifetime
{
    private const string Name = "orders/000000/1";
    private const int Bytes = 1_000_000;

    private static readonly GeneratedContent Content = new(1, Bytes);

    private AzureTestStore opened = null!;

    private AzureStore Store => opened.Store;

    private FaultyProxy Proxy => opened.Proxy;

    public async Task InitializeAsync()
    {
        opened = await AzureTestStore.OpenAsync();
        await Store.CreateAsync(Name, Content, default);
        Proxy.Clear();
    }

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();

    [Theory]
    [InlineData(0, null)]
    [InlineData(500_000, 1_000L)]
    [InlineData(500_000, null)]
    [InlineData(999_999, 1_000L)]
    [InlineData(Bytes, null)]
    [InlineData(Bytes, 1_000L)]
    public async Task RangeTakesOneRequest(long from, long? length)
    {
        await using Stream stream = await Store.OpenReadAsync(Name, from, length, default);
        await stream.CopyToAsync(Stream.Null);

        Assert.Equal("GET", Assert.Single(Proxy.Requests).Method);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DownloadThatIsCutGoesOnWhereItWasCut(bool asynchronously)
    {
        Proxy.Break(new ProxyFault.CutDownload(300_000), times: 2);

        await using Stream stream = await Store.OpenReadAsync(Name, 0, null, default);
        using var read = new MemoryStream();
        if (asynchronously)
            await stream.CopyToAsync(read);
        else
            stream.CopyTo(read);

        read.Position = 0;
        Assert.Null(await Content.FindDifferenceAsync(read));
        Assert.Equal(3, Proxy.Requests.Count);
    }

    [Fact]
    public async Task DownloadThatIsAlwaysCutFailsAndDoesNotEnd()
    {
        Proxy.Break(new ProxyFault.CutDownload(1_000));

        await using Stream stream = await Store.OpenReadAsync(Name, 0, null, default);
        await Fails.SayingAsync<StorageUnavailableException>(
            $"Cannot read {Name} in {Store.DisplayName}: the connection to 127.0.0.1:{Proxy.Port} was lost.",
            () => stream.CopyToAsync(Stream.Null)
        );
    }

    [Fact]
    public async Task ObjectThatIsReplacedInTheMiddleIsNotReadMixed()
    {
        bool replaced = false;
        Proxy.Fault = request =>
        {
            if (request.Method != "GET")
                return null;
            if (replaced)
            {
                opened.Container.GetBlobClient("archive/" + Name).Upload(new BinaryData(new byte[Bytes]), overwrite: true);
                return null;
            }

            replaced = true;
            return new ProxyFault.CutDownload(300_000);
        };

        await using Stream stream = await Store.OpenReadAsync(Name, 0, null, default);

        await Assert.ThrowsAnyAsync<StorageException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task ListingTakesARequestForFiveThousandObjects()
    {
        Assert.Equal([Name], await Store.ListAsync("", null, default).Select(entry => entry.Name).ToListAsync());
        Assert.Single(Proxy.Requests);
        Proxy.Clear();

        Assert.Empty(await Store.ListAsync("orders/", "p", default).ToListAsync());
        Assert.Empty(Proxy.Requests);
    }

    [Fact]
    public async Task ListingOutOfOrderIsRefused()
    {
        Proxy.Break(
            new ProxyFault.Answer(
                200,
                """
                <?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="http://127.0.0.1/" ContainerName="c"><Prefix></Prefix><Blobs>
                <Blob><Name>archive/orders/1</Name><Properties><Content-Length>1</Content-Length><Etag>0x1</Etag><Last-Modified>Mon, 05 Jan 2026 00:00:00 GMT</Last-Modified><BlobType>BlockBlob</BlobType></Properties></Blob>
                <Blob><Name>archive/orders-x/1</Name><Properties><Content-Length>1</Content-Length><Etag>0x1</Etag><Last-Modified>Mon, 05 Jan 2026 00:00:00 GMT</Last-Modified><BlobType>BlockBlob</BlobType></Properties></Blob>
                </Blobs><NextMarker /></EnumerationResults>
                """
            )
        );

        await Fails.SayingAsync<StorageAccessException>(
            "hierarchical namespace",
            async () => await Store.ListAsync("", null, default).ToListAsync()
        );
    }

    [Fact]
    public async Task ObjectWithSnapshotsIsDeletedWithThem()
    {
        BlobClient blob = opened.Container.GetBlobClient("archive/" + Name);
        await blob.CreateSnapshotAsync();

        await Store.DeleteAsync(Name, default);

        Assert.Empty(await opened.Container.GetBlobsAsync(BlobTraits.None, BlobStates.Snapshots, null, default).ToListAsync());
    }

    [Fact]
    public async Task UploadThatWasNeverCommittedIsNoObject()
    {
        await opened
            .Container.GetBlockBlobClient("archive/half")
            .StageBlockAsync(Convert.ToBase64String(new byte[20]), new MemoryStream(new byte[10]));

        Assert.Null(await Store.FindAsync("half", default));
        Assert.Equal([Name], await Store.ListAsync("", null, default).Select(entry => entry.Name).ToListAsync());
        await Store.DeleteAsync("half", default);
    }
}
