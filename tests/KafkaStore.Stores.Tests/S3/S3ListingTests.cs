using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Stores.Tests.S3;

public sealed class S3ListingTests : IAsyncLifetime
{
    private S3TestStore opened = null!;

    private S3Store Store => opened.Store;

    public async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public async Task DisposeAsync() => await opened.DisposeAsync();

    [Theory]
    [InlineData("a")]
    [InlineData("!")]
    [InlineData(" ")]
    [InlineData("orders/000000/00000000000000004000")]
    [InlineData("é")]
    [InlineData("a😀")]
    [InlineData("\u0001")]
    public void NameJustBeforeIsBeforeInUtf8(string name)
    {
        byte[] before = System.Text.Encoding.UTF8.GetBytes(S3Listing.JustBefore(name));

        Assert.True(before.AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(name)) < 0);
    }

    [Fact]
    public async Task StartInTheMiddleCostsOneRequestAndSkipsNothing()
    {
        string[] names = ["b", "b-", "b/", "b0", "ba", "bb", "bb/1", "bbb", "bc", "c"];
        string[] kept = [.. names.Where(name => !name.EndsWith('/'))];
        foreach (string name in kept)
            await Store.CreateAsync(name, ObjectContent.FromBytes(new byte[1]), default);

        foreach (string start in names)
        {
            int before = opened.Server.Requests.Count;
            Assert.Equal(
                kept.Where(name => string.CompareOrdinal(name, start) >= 0),
                await Store.ListAsync("", start, default).Select(entry => entry.Name).ToListAsync()
            );
            Assert.Equal(1, opened.Server.Requests.Count - before);
        }
    }

    [Fact]
    public async Task OnlyAsManyPagesAreFetchedAsAreRead()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 2_500),
            async (number, _) => await Store.CreateAsync($"many/{number:D6}", ObjectContent.FromBytes(new byte[1]), default)
        );
        int before = opened.Server.Requests.Count;

        Assert.Equal(1_500, await Store.ListAsync("many/", null, default).Take(1_500).CountAsync());
        Assert.Equal(2, opened.Server.Requests.Count - before);
        Assert.Equal(2_500, await Store.ListAsync("many/", null, default).CountAsync());
        Assert.Equal(5, opened.Server.Requests.Count - before);
    }

    [Fact]
    public async Task NamesOutsideAsciiAreListedInTheOrderOfTheirUtf8()
    {
        string[] names = ["a", "z", "ä", "ü", "日本", "\uFFFC", "😀"];
        foreach (string name in names.Reverse())
            await Store.CreateAsync(name, ObjectContent.FromBytes(new byte[1]), default);

        Assert.Equal(names, await Store.ListAsync("", null, default).Select(entry => entry.Name).ToListAsync());
    }

    [Fact]
    public async Task FoldersThatTheConsoleMakesAreNoObjects()
    {
        using AmazonS3Client client = S3TestStore.ClientOf(opened.Server);
        foreach (string folder in (string[])["archive/", "archive/orders/"])
        {
            var request = new PutObjectRequest { BucketName = S3TestStore.BucketName, Key = folder };
            (request.ContentBody, request.UseChunkEncoding) = ("", false);
            await client.PutObjectAsync(request);
        }

        Assert.Empty(await Store.ListAsync("", null, default).ToListAsync());
    }
}
