namespace KafkaStore.Stores.Tests.S3;

/// <summary>What the adapter writes Amazon's own client reads, and the other way round.</summary>
public sealed class S3CrossReadTests : IAsyncLifetime
{
    private S3TestStore opened = null!;

    public async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public async Task DisposeAsync() => await opened.DisposeAsync();

    [Fact]
    public async Task AmazonsClientReadsWhatTheAdapterWrote()
    {
        (string Name, GeneratedContent Content)[] objects =
        [
            ("ours/empty", new(1, 0)),
            ("ours/large", new(2, 20 * 1024 * 1024)),
            ("ours/small", new(3, 100_000)),
            ("ours/~a b+ü=&", new(4, 10)),
        ];
        foreach ((string name, GeneratedContent content) in objects)
            await opened.Store.CreateAsync(name, content, default);

        JsonElement found = await NodeClient.RunAsync("read", opened.Server, S3TestStore.BucketName);

        Assert.Equal(objects.Select(expected => "archive/" + expected.Name), found.EnumerateObject().Select(property => property.Name));
        foreach ((string name, GeneratedContent content) in objects)
        {
            JsonElement one = found.GetProperty("archive/" + name);
            await using Stream stream = content.Open();
            Assert.Equal(content.Length, one[0].GetInt64());
            Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)), one[1].GetString());
            Assert.Equal((await content.GetMd5Async(default)).Hex, one[2].GetProperty("kafka_md5").GetString());
        }
    }

    [Fact]
    public async Task AdapterReadsWhatAmazonsClientWrote()
    {
        await opened.Store.CreateAsync("ours/small", ObjectContent.FromBytes(new byte[1]), default);

        JsonElement written = await NodeClient.RunAsync("write", opened.Server, S3TestStore.BucketName);

        Assert.Equal("PreconditionFailed", written.GetProperty("exists").GetProperty("code").GetString());
        Assert.Equal(
            ["theirs/large", "theirs/small"],
            await opened.Store.ListAsync("theirs/", null, default).Select(entry => entry.Name).ToListAsync()
        );
        foreach (string name in new[] { "large", "small" })
        {
            await using Stream stream = await opened.Store.OpenReadAsync($"theirs/{name}", 0, null, default);
            Assert.Equal(written.GetProperty(name).GetString(), Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        }

        ObjectProperties small = (await opened.Store.FindAsync("theirs/small", default))!;
        Assert.NotNull(small.Md5);
        Assert.Equal("node", small.Metadata["author"]);
        Assert.Null((await opened.Store.FindAsync("theirs/large", default))!.Md5);
        Assert.Equal(
            CreateOutcome.AlreadyExists,
            await opened.Store.CreateAsync("theirs/small", ObjectContent.FromBytes(new byte[1]), default)
        );
    }
}
