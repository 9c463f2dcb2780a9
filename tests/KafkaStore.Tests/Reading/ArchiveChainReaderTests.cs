namespace KafkaStore.Tests.Reading;

public sealed class ArchiveChainReaderTests
{
    private static readonly TopicPartition Orders = new("orders", 5);
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task ChainIsFollowedAcrossAHoleAndEndsAtTheMissingName()
    {
        await CreateAsync(0, 0, 1, 2);
        await CreateAsync(3, 7, 8); // offsets 3 to 6 hold no record and belong to this object
        (List<string> records, List<ArchiveName> missing) = await ReadAsync(store, 0);
        Assert.Equal(["0/0", "0/1", "0/2", "3/7", "3/8"], records);
        Assert.Equal([new ArchiveName(Orders, 9)], missing);
    }

    [Fact]
    public async Task ReadingBeginsAtAnyObject()
    {
        await CreateAsync(0, 0, 1, 2);
        await CreateAsync(3, 3);
        Assert.Equal(["3/3"], (await ReadAsync(store, 3)).Records);
    }

    [Fact]
    public async Task ObjectOfTheOriginalIsCountedFromItsName()
    {
        await CreateOriginalAsync(store, 0, 2);
        await CreateOriginalAsync(store, 2, 1);
        (List<string> records, List<ArchiveName> missing) = await ReadAsync(store, 0);
        Assert.Equal(["0/0", "0/1", "2/2"], records);
        Assert.Equal([new ArchiveName(Orders, 3)], missing);
    }

    [Fact]
    public async Task FollowerThatLiesFurtherOnIsTheSuccessorOfAnOriginal()
    {
        await CreateOriginalAsync(store, 0, 2);
        await CreateOriginalAsync(store, 9, 1);
        Assert.Equal(["0/0", "0/1", "9/9"], (await ReadAsync(store, 0)).Records);
    }

    [Fact]
    public async Task WaitingReaderGoesOnWithAFollowerThatLiesFurtherOn()
    {
        await CreateOriginalAsync(store, 0, 2);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<string> seen = await ReadWaitingAsync(store, 3, () => CreateOriginalAsync(store, 9, 1), stop);
        Assert.Equal(["0/0", "0/1", "9/9"], seen);
    }

    [Fact]
    public async Task FileThatIsStillBeingCopiedIsNotShownInHalf()
    {
        using var folder = new TemporaryFolder();
        var store = new LocalObjectStore(folder.Path);
        string path = folder.Below("orders/000005/00000000000000000002");
        byte[] whole = await ContainerAsync(2, 2, 3, 4);
        await store.CreateAsync(new ArchiveName(Orders, 0).ToString(), ObjectContent.FromBytes(await ContainerAsync(0, 0, 1)), default);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<string> seen = await ReadWaitingAsync(
            store,
            5,
            async () =>
            {
                await using FileStream file = File.Create(path);
                foreach (byte[] piece in whole.Chunk((whole.Length / 3) + 1))
                {
                    await file.WriteAsync(piece);
                    await file.FlushAsync();
                    await Task.Delay(300);
                }
            },
            stop
        );
        Assert.Equal(["0/0", "0/1", "2/2", "2/3", "2/4"], seen);
    }

    [Fact]
    public async Task FileThatStaysHalfIsDamagedInTheEnd()
    {
        byte[] whole = await ContainerAsync(0, 0, 1);
        await store.CreateAsync(
            new ArchiveName(Orders, 0).ToString(),
            ObjectContent.FromBytes(whole.AsMemory(0, whole.Length - 5)),
            default
        );
        await Assert.ThrowsAsync<DamagedContainerException>(() => ReadAsync(store, 0));
    }

    private static async Task<(List<string> Records, List<ArchiveName> Missing)> ReadAsync(IObjectReader store, long first)
    {
        var records = new List<string>();
        var missing = new List<ArchiveName>();
        await foreach (ArchivedBlock block in Chain(store).ReadAsync(new ArchiveName(Orders, first), Note, wait: false, default))
            records.AddRange(Texts(block));
        return (records, missing);

        ValueTask Note(ArchiveName name, CancellationToken cancellationToken)
        {
            missing.Add(name);
            return ValueTask.CompletedTask;
        }
    }

    // Once the reader waits, more comes; it is stopped when it has seen that many records.
    private static async Task<List<string>> ReadWaitingAsync(IObjectReader store, int count, Func<Task> more, CancellationTokenSource stop)
    {
        var seen = new List<string>();
        Task? coming = null;
        await foreach (ArchivedBlock block in Chain(store).ReadAsync(new ArchiveName(Orders, 0), Start, wait: true, stop.Token))
        {
            seen.AddRange(Texts(block));
            if (seen.Count >= count)
                break;
        }

        await coming!;
        return seen;

        ValueTask Start(ArchiveName name, CancellationToken cancellationToken)
        {
            coming ??= Task.Run(more, cancellationToken);
            return ValueTask.CompletedTask;
        }
    }

    private static ArchiveChainReader Chain(IObjectReader store) => new(new ArchiveObjects(store), TimeProvider.System);

    private static IEnumerable<string> Texts(ArchivedBlock block) =>
        block.Records.Select(record => $"{block.Name.BaseOffset}/{record.Offset}").ToList();

    private static Task<byte[]> ContainerAsync(long baseOffset, params long[] offsets) =>
        SampleContainers.WriteAsync(
            new ArchiveName(Orders, baseOffset),
            offsets.Select(offset => RecordEncoding.Encode(SampleRecords.Of(offset, value: "v"))),
            ContainerCodec.Deflate()
        );

    private async Task CreateAsync(long baseOffset, params long[] offsets) =>
        await store.CreateAsync(
            new ArchiveName(Orders, baseOffset).ToString(),
            ObjectContent.FromBytes(await ContainerAsync(baseOffset, offsets)),
            default
        );

    private static Task CreateOriginalAsync(MemoryObjectStore store, long baseOffset, int count)
    {
        byte[] sync = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        var data = new PlainAvro();
        for (int i = 0; i < count; i++)
            data.Long(1_000).Optional(null).Optional([1]);
        byte[] container = new PlainAvro()
            .Header(sync, ("avro.schema", RecordLayoutTests.OriginalSchema), ("avro.codec", "null"))
            .Block(count, data.ToArray(), sync)
            .ToArray();
        return store.CreateAsync(new ArchiveName(Orders, baseOffset).ToString(), ObjectContent.FromBytes(container), default);
    }
}
