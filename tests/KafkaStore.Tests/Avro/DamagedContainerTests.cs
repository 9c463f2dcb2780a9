namespace KafkaStore.Tests.Avro;

/// <summary>
/// Whatever happens to a container, it is read or refused with <see cref="DamagedContainerException"/>, and nothing else: more
/// than 150,000 damaged ones, of which 126,000 are drawn at random and the others are all single bits and all lengths.
/// </summary>
public sealed class DamagedContainerTests
{
    // A thousand times a container of these tests, which is what deflate can make of it; without that it is far less.
    private const long MaximumBytesAllocated = 2 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Codecs() => [.. ContainerCodec.Names];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task ContainerCutOffAnywhereIsRefusedOrEndsAfterABlock(string codec)
    {
        byte[] container = await SmallAsync(codec);
        await using ContainerReader whole = await SampleContainers.OpenAsync(container);
        int[] wholeBlocks = [whole.Header.Length, container.Length];
        await RunAsync(() =>
        {
            for (int length = 0; length <= container.Length; length++)
                Assert.Equal(wholeBlocks.Contains(length), Reads(container[..length]));
        });
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task AnySingleFlippedBitIsReadOrRefused(string codec)
    {
        byte[] container = await SmallAsync(codec);
        await RunAsync(() =>
        {
            for (int bit = 0; bit < 8 * container.Length; bit++)
            {
                container[bit / 8] ^= (byte)(1 << (bit % 8));
                Reads(container);
                container[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        });
    }

    [Theory]
    [InlineData(1, "null")]
    [InlineData(2, "deflate")]
    [InlineData(5, "zstandard")]
    public async Task AnyMutationIsReadOrRefused(int seed, string codec)
    {
        byte[] container = await SmallAsync(codec);
        var random = new Random(seed);
        int read = 0;
        await RunAsync(() =>
        {
            for (int i = 0; i < 18_000; i++)
                read += Reads(Mutations.Apply(container, random)) ? 1 : 0;
        });

        Assert.InRange(read, 1, 16_000);
    }

    [Theory]
    [InlineData(3, "null")]
    [InlineData(4, "deflate")]
    [InlineData(6, "zstandard")]
    public async Task AnyMutationOfItsBlocksIsReadOrRefused(int seed, string codec)
    {
        byte[] sync = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] header = new PlainAvro()
            .Header(sync, ("avro.schema", Encoding.UTF8.GetString(MessageSchema.Utf8.Span)), ("avro.codec", codec))
            .ToArray();
        (long, byte[], byte[])[] blocks = [.. Enumerable.Range(0, 5).Select(i => (2L, Block(i, codec), sync))];
        var random = new Random(seed);
        int read = 0;
        await RunAsync(() =>
        {
            for (int i = 0; i < 24_000; i++)
                read += Reads(BlockMutations.Apply(header, blocks, random)) ? 1 : 0;
        });

        Assert.InRange(read, 1, 22_000);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task FlippedBitInTheRecordsNeverChangesThemUnnoticed(string codec)
    {
        byte[] container = await SmallAsync(codec);
        await using ContainerReader whole = await SampleContainers.OpenAsync(container);
        Sha256Hash digest = ContainerFacts.Parse(whole.Header)!.RecordsDigest;
        List<Record> records = await SampleContainers.ReadAsync(whole);
        for (int bit = 8 * whole.Header.Length; bit < 8 * container.Length; bit++)
        {
            byte[] flipped = [.. container];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (await DigestAsync(flipped) == digest)
                SampleContainers.AssertEqual(records, await SampleContainers.ReadAsync(flipped));
        }
    }

    private static Task<byte[]> SmallAsync(string codec) =>
        SampleContainers.WriteAsync(SampleRecords.Varied(seed: 30, count: 6, maximumValue: 30), ContainerCodec.Named(codec));

    private static byte[] Block(int seed, string codec)
    {
        byte[] data =
        [
            .. SampleRecords.Varied(seed, count: 2, maximumValue: 30).SelectMany(record => RecordEncoding.Encode(record).Bytes.ToArray()),
        ];
        return ContainerCodec.Named(codec).Compress(data, new MemoryStream()).ToArray();
    }

    private static Task RunAsync(Action action) => Task.Run(action).WaitAsync(Patience);

    /// <summary>Everything that can be asked of a container; false when it is refused.</summary>
    private static bool Reads(byte[] container)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ReadAll(container);
            return true;
        }
        catch (DamagedContainerException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumBytesAllocated);
        }
    }

    // Nothing waits: the streams are in memory.
    private static void ReadAll(byte[] container)
    {
        ContainerReader reader = SampleContainers.OpenAsync(container).GetAwaiter().GetResult();
        SegmentFacts.Parse(reader.Header);
        while (reader.ReadBlockAsync(default).AsTask().GetAwaiter().GetResult() is { } block)
        {
            foreach (Record record in block.Records(reader.Layout, 0))
                Assert.NotNull(record.Headers);
            if (!reader.Layout.IsCurrent)
                continue;
            foreach (EncodedRecord encoded in block.EncodedRecords())
                RecordEncoding.Decode(encoded);
        }
    }

    private static async Task<Sha256Hash?> DigestAsync(byte[] container)
    {
        try
        {
            await using ContainerReader reader = await SampleContainers.OpenAsync(container);
            using var bytes = new MemoryStream();
            while (await reader.ReadBlockAsync(default) is { } block)
            {
                foreach (EncodedRecord record in block.EncodedRecords())
                    bytes.Write(record.Bytes.Span);
            }

            return Sha256Hash.Of(bytes.ToArray());
        }
        catch (DamagedContainerException)
        {
            return null;
        }
    }
}
