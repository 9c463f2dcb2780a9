namespace KafkaStore.Tests.Cli;

public sealed class ArchivePathTests
{
    [Theory]
    [InlineData("/data/archive/orders/000005/00000000000000000042", "/data/archive")]
    [InlineData("/data//archive/x/../orders/000005/00000000000000000042", "/data/archive")]
    [InlineData("/orders/000005/00000000000000000042", "/")]
    public void RootIsWhatComesBeforeTheName(string path, string root)
    {
        var parsed = ArchivePath.ParseLocal(path);
        Assert.Equal(StoreLocation.Local(root), parsed.Root);
        Assert.Equal(new ArchiveName(new TopicPartition("orders", 5), 42), parsed.Name);
        Assert.Equal(Path.GetFullPath(path), parsed.ToString());
    }

    [Fact]
    public void RelativePathCountsFromTheWorkingFolder() =>
        Assert.Equal(Environment.CurrentDirectory, ArchivePath.ParseLocal("orders/000005/00000000000000000042").Root.Address);

    [Theory]
    [InlineData("/data/archive/orders", "/data/archive", null)]
    [InlineData("/data/archive/orders/", "/data/archive", null)]
    [InlineData("/orders", "/", null)]
    [InlineData("/data/archive/orders/000005", "/data/archive", 5)]
    [InlineData("/orders/000005/", "/", 5)]
    public void TopicOrPartitionIsEnough(string path, string root, int? partition)
    {
        var parsed = ArchivePath.ParseLocal(path);
        Assert.Equal(StoreLocation.Local(root), parsed.Root);
        Assert.Equal(("orders", partition, null), (parsed.Topic, parsed.Partition?.Partition, parsed.Name));
        Assert.Equal(path.TrimEnd('/'), parsed.ToString());
    }

    [Theory]
    [InlineData("s3://bucket/orders", StoreKind.S3, "s3://bucket", null)]
    [InlineData("gs://bucket/some/where/orders/000012/", StoreKind.Gcs, "gs://bucket/some/where", 12)]
    [InlineData("https://a.blob.core.windows.net/c/orders?sig=x", StoreKind.Azure, "https://a.blob.core.windows.net/c?sig=x", null)]
    public void TopicOrPartitionIsEnoughInAUrl(string url, StoreKind kind, string root, int? partition)
    {
        var parsed = ArchivePath.ParseUrl(url, kind);
        Assert.Equal(new StoreLocation(kind, root), parsed.Root);
        Assert.Equal(("orders", partition, null), (parsed.Topic, parsed.Partition?.Partition, parsed.Name));
        Assert.DoesNotContain("sig", parsed.ToString());
    }

    [Theory]
    [InlineData("/data/orders/000005/42")]
    [InlineData("/data/orders/5/00000000000000000042")]
    [InlineData("/data/orders/000005/00000000000000000042.avro")]
    [InlineData("/000005/00000000000000000042")]
    public void OtherNamesAreRefused(string path) => Assert.Throws<CommandFailedException>(() => ArchivePath.ParseLocal(path));

    [Theory]
    [InlineData("s3://bucket/some/where/orders/000005/00000000000000000042", StoreKind.S3, "s3://bucket/some/where")]
    [InlineData("gs://bucket/orders/000005/00000000000000000042", StoreKind.Gcs, "gs://bucket")]
    [InlineData(
        "https://a.blob.core.windows.net/c/orders/000005/00000000000000000042?sv=1&sig=x",
        StoreKind.Azure,
        "https://a.blob.core.windows.net/c?sv=1&sig=x"
    )]
    public void UrlIsTakenApartAndKeepsItsSecretToItself(string url, StoreKind kind, string root)
    {
        var parsed = ArchivePath.ParseUrl(url, kind);
        Assert.Equal(new StoreLocation(kind, root), parsed.Root);
        Assert.Equal(new ArchiveName(new TopicPartition("orders", 5), 42), parsed.Name);
        Assert.Equal(url.Split('?')[0], parsed.ToString());
    }

    [Theory]
    [InlineData("s3://bucket/orders/5/42", StoreKind.S3)]
    [InlineData("s3://bucket/orders/000005/00000000000000000042", StoreKind.Azure)]
    public void OtherUrlsAreRefused(string url, StoreKind kind) =>
        Assert.Throws<CommandFailedException>(() => ArchivePath.ParseUrl(url, kind));
}
