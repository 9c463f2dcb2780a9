namespace KafkaStore.Tests.Reading;

public sealed class ArchiveChainTests
{
    private static readonly TopicPartition Orders = new("orders", 5);
    private readonly MemoryObjectStore store = new();

    [Theory]
    [InlineData(0, "0 3 8")]
    [InlineData(3, "3 8")]
    [InlineData(9, "")]
    [InlineData(11, "11")]
    public async Task TheChainGoesFromANameToTheFirstThatIsNotThere(long from, string expected)
    {
        long[][] archived =
        [
            [0, 1, 2],
            [3, 7],
            [8, 8],
            [11, 12],
        ];
        foreach (long[] offsets in archived)
            await CreateAsync(offsets);

        var objects = new ArchiveObjects(store);
        var name = new ArchiveName(Orders, from);
        Assert.Equal(expected, await TextAsync(objects.FollowAsync(name, default)));
        long length = (await store.FindAsync(name.ToString(), default))?.Length ?? 0;
        ArchiveEntry? entry = length > 0 ? new ArchiveEntry(name, length) : null;
        Assert.Equal(expected, await TextAsync(objects.FollowAsync(entry, default)));
    }

    private static async Task<string> TextAsync(IAsyncEnumerable<ArchiveObject> chain) =>
        string.Join(' ', await chain.Select(archived => archived.Name.BaseOffset).ToListAsync());

    private async Task CreateAsync(long[] offsets)
    {
        var name = new ArchiveName(Orders, offsets[0]);
        byte[] container = await SampleContainers.WriteAsync(
            name,
            offsets.Distinct().Select(offset => RecordEncoding.Encode(SampleRecords.Of(offset, value: "v"))),
            ContainerCodec.Null
        );
        await store.CreateAsync(name.ToString(), ObjectContent.FromBytes(container), default);
    }
}
