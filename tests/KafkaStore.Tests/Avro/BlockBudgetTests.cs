using KafkaStore.Containers.Blocks;

namespace KafkaStore.Tests.Avro;

/// <summary>Many containers that are filled at once within one budget: the same bytes wherever their blocks wait.</summary>
public sealed class BlockBudgetTests : IDisposable
{
    private const int Bodies = 12;

    private static readonly EncodedRecord[] Records =
    [
        .. SampleRecords.Varied(seed: 11, count: 2_500, maximumValue: 2_000).Select(RecordEncoding.Encode),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("deflate", 0)]
    [InlineData("deflate", 5)]
    [InlineData("deflate", 4096)]
    [InlineData("null", 0)]
    [InlineData("null", 7)]
    public async Task BlocksThatWaitInAFileAreTheSame(string name, int pieces)
    {
        ContainerCodec codec = name == "null" ? ContainerCodec.Null : ContainerCodec.Deflate(1);
        byte[] expected = await SampleContainers.WriteAsync(SampleContainers.Name, Records, codec);
        using var budget = new BlockBudget(2, (long)pieces * PieceMemory.PieceBytes, folder.Path);
        ContainerBody[] bodies =
        [
            .. Enumerable
                .Range(0, Bodies)
                .Select(_ => new ContainerBody(SampleContainers.Name, codec, new SpoolFile(folder.Path, 1 << 20), 2, budget)),
        ];
        for (int batch = 0; batch < Records.Length; batch += 50)
        {
            foreach (ContainerBody body in bodies)
            {
                foreach (EncodedRecord record in Records.Skip(batch).Take(50))
                    await body.AppendAsync(record);
            }
        }

        foreach (ContainerBody body in bodies)
        {
            SegmentFacts facts = SampleContainers.Facts(await body.CompleteAsync());
            Assert.Equal(
                expected,
                await SampleContainers.ToBytesAsync(new ContainerContent(body, facts.ToMetadata(), facts.ToObjectMetadata()))
            );
            body.Dispose();
        }
    }

    [Fact]
    public void NoMoreThanTheBudgetIsTakenButOnePieceForEachBlock()
    {
        var memory = new PieceMemory(most: 2, mostKept: 2);
        byte[][] taken = [memory.TryTake()!, memory.TryTake()!];
        Assert.Null(memory.TryTake());
        byte[] needed = memory.Take();

        memory.GiveBack([needed]);
        Assert.Null(memory.TryTake());
        memory.GiveBack(taken);
        Assert.Contains(memory.TryTake(), taken.Append(needed));
    }

    [Fact]
    public async Task ARecordLargerThanABlockNeedsNoRoomInTheFile()
    {
        Record large = new(1, 5, null, new byte[3 * ContainerLimits.BlockBytes], []);
        EncodedRecord[] records =
        [
            RecordEncoding.Encode(large with { Offset = 0, Value = new byte[40_000] }),
            RecordEncoding.Encode(large),
        ];
        byte[] expected = await SampleContainers.WriteAsync(SampleContainers.Name, records, ContainerCodec.Null);
        using var budget = new BlockBudget(2, 0, folder.Path);
        using var body = new ContainerBody(SampleContainers.Name, ContainerCodec.Null, new SpoolFile(folder.Path), 2, budget);
        foreach (EncodedRecord record in records)
            await body.AppendAsync(record);

        SegmentFacts facts = SampleContainers.Facts(await body.CompleteAsync());
        Assert.Equal(
            expected,
            await SampleContainers.ToBytesAsync(new ContainerContent(body, facts.ToMetadata(), facts.ToObjectMetadata()))
        );
    }

    [Fact]
    public async Task ADiskThatCantBeWrittenFailsTheRecordThatNeedsIt()
    {
        string file = folder.Below("no-folder");
        await File.WriteAllTextAsync(file, "");
        using var budget = new BlockBudget(2, 0, file);
        using var body = new ContainerBody(SampleContainers.Name, ContainerCodec.Null, new SpoolFile(folder.Path), 2, budget);
        await Assert.ThrowsAnyAsync<StorageException>(async () =>
        {
            foreach (EncodedRecord record in Records)
                await body.AppendAsync(record);
        });
    }
}
