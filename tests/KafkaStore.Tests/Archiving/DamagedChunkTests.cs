namespace KafkaStore.Tests.Archiving;

/// <summary>A staged chunk is read as it was written or refused; damage never passes for records or for their absence.</summary>
public sealed class DamagedChunkTests
{
    private static readonly TopicPartition Partition = new("orders", 0);
    private static readonly DateTimeOffset AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_731);
    private static readonly EncodedRecord[] Records =
    [
        .. SampleRecords.Varied(seed: 3, count: 12, maximumValue: 40).Select(RecordEncoding.Encode),
    ];

    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task TruncatedChunkIsRefused()
    {
        (ChunkName name, byte[] whole) = await StageAsync();
        for (int length = 0; length < whole.Length; length++)
            Assert.Null(await ReadAsync(name, whole[..length]));
        Assert.NotNull(await ReadAsync(name, whole));
    }

    [Fact]
    public async Task ChunkWithAFlippedBitIsRefusedUnlessItSaysTheSame()
    {
        (ChunkName name, byte[] whole) = await StageAsync();
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSame(await ReadAsync(name, damaged));
        }
    }

    [Fact]
    public async Task MutatedChunkIsRefusedUnlessItSaysTheSame()
    {
        (ChunkName name, byte[] whole) = await StageAsync();
        var random = new Random(4);
        for (int i = 0; i < 3_000; i++)
            AssertSame(await ReadAsync(name, Mutations.Apply(whole, random)));
    }

    [Fact]
    public async Task ChunkUnderAnothersNameIsRefused()
    {
        (ChunkName name, byte[] whole) = await StageAsync();
        Assert.Null(await ReadAsync(name with { Partition = new TopicPartition("orders", 1) }, whole));
        Assert.Null(await ReadAsync(name with { Digest = "0123456789abcdef" }, whole));
        Assert.Null(await ReadAsync(name with { Last = name.Last + 1 }, whole));
        Assert.Null(await ReadAsync(name with { Count = name.Count - 1 }, whole));
    }

    [Fact]
    public async Task ChangedDigitOfASparseChunksHeaderIsRefusedUnlessItSaysTheSame()
    {
        EncodedRecord[] sparse = [.. Records.Where((_, index) => index is not (3 or 4 or 8))];
        ChunkName name = Assert.Single(await new StagingArea(store).StageAsync(Partition, sparse, AcceptedAt, default));
        byte[] whole = store.BytesOf(name.ToString());
        ChunkOutline sound = (await new ChunkReader(store).ReadOutlineAsync(name, default))!;
        foreach (int at in Enumerable.Range(0, whole.Length).Where(at => char.IsAsciiDigit((char)whole[at])))
        {
            for (char digit = '0'; digit <= '9'; digit++)
            {
                byte[] damaged = [.. whole];
                damaged[at] = (byte)digit;
                await WriteAsync(name, damaged);
                if (await new ChunkReader(store).ReadOutlineAsync(name, default) is not { } outline)
                    continue;
                Assert.Equal(sound.Absent, outline.Absent);
                Assert.Equal(sound.AcceptedAt, outline.AcceptedAt);
            }
        }
    }

    [Fact]
    public async Task DamagedProofProvesNothing()
    {
        OffsetRange[] empty = [new(3, 9), new(20, 21)];
        ChunkName name = await new StagingArea(store).StageProofAsync(Partition, empty, DateTimeOffset.UnixEpoch, default);
        byte[] whole = store.BytesOf(name.ToString());
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            await WriteAsync(name, damaged);
            if (await new ChunkReader(store).ReadOutlineAsync(name, default) is { } outline)
                Assert.Equal(empty, outline.Absent);
        }
    }

    [Fact]
    public async Task ChunkThatExistsAndIsDamagedIsKeptAsideAndStagedAnew()
    {
        (ChunkName name, byte[] whole) = await StageAsync();
        await WriteAsync(name, whole[..^1]);

        await StageAsync();
        Assert.Equal(whole, store.BytesOf(name.ToString()));
        Assert.Equal(whole[..^1], store.BytesOf("~damaged/" + name));
    }

    private static void AssertSame(StagedChunk? chunk)
    {
        if (chunk is null)
            return;
        Assert.Equal(
            Records.Select(record => Convert.ToHexString(record.Bytes.Span)),
            chunk.Records.Select(record => Convert.ToHexString(record.Bytes.Span))
        );
        Assert.Equal(AcceptedAt, chunk.AcceptedAt);
    }

    private async Task<(ChunkName Name, byte[] Bytes)> StageAsync()
    {
        IReadOnlyList<ChunkName> names = await new StagingArea(store).StageAsync(Partition, Records, AcceptedAt, default);
        ChunkName name = Assert.Single(names);
        return (name, store.BytesOf(name.ToString()));
    }

    private async Task<StagedChunk?> ReadAsync(ChunkName name, byte[] bytes)
    {
        await WriteAsync(name, bytes);
        return await new ChunkReader(store).ReadAsync(name, default);
    }

    private async Task WriteAsync(ChunkName name, byte[] bytes)
    {
        await store.DeleteAsync(name.ToString(), default);
        await store.CreateAsync(name.ToString(), ObjectContent.FromBytes(bytes), default);
    }
}
