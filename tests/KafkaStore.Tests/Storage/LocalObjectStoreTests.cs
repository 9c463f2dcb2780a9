namespace KafkaStore.Tests.Storage;

public sealed class LocalObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // As staged chunks are: written from where they lie, whatever their size.
    [Fact]
    public async Task WhatLiesInPiecesOfMemoryIsStoredAsItReads()
    {
        var name = new ArchiveName(new TopicPartition("orders", 0), 0);
        int[] sizes = [0, 1, 300_000, 2_500_000, 256 * 1024, 7];
        var random = new Random(1);
        byte[] Value(int size)
        {
            byte[] value = new byte[size];
            random.NextBytes(value);
            return value;
        }

        EncodedRecord[] records = [.. sizes.Select((size, i) => RecordEncoding.Encode(new Record(i, 1000, null, Value(size), [])))];
        var content = new ContainerContent(new BlocksInMemory(name, records), []);
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync("pieces", content, default));

        using var expected = new MemoryStream();
        await content.Open().CopyToAsync(expected);
        Assert.Equal(expected.ToArray(), await File.ReadAllBytesAsync(Path.Combine(folder.Path, "pieces")));
    }

    protected override bool KeepsProperties => false;

    protected override async Task<IStagingStore> OpenEmptyStoreAsync() =>
        await LocalObjectStore.OpenAsync(folder.Path, createIfMissing: false);
}

[Collection(SerialTests.Name)]
public sealed class LocalLargeObjectTests : LargeObjectContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override IStagingStore Store => new LocalObjectStore(folder.Path);

    public void Dispose() => folder.Dispose();
}
