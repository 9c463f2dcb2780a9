namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Every kind of damage inside an object is found once, at its place, and nothing else with it.</summary>
public sealed class PlantedDamageTests : IAsyncLifetime
{
    private SampleArchive archive = null!;
    private ArchiveName large;
    private ArchiveName small;

    public async Task InitializeAsync()
    {
        archive = await SampleArchive.CopyAsync();
        large = archive.Names(SampleArchive.Large)[0];
        small = archive.Names(SampleArchive.Small)[2];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task TruncatedObject()
    {
        byte[] bytes = archive.Read(large);
        SegmentFacts facts = Damage.FactsOf(bytes);
        Assert.True(facts.Container.Blocks.Count >= 3);
        archive.Write(large, bytes[..^1_000]);
        await AssertFoundAsync(
            large,
            facts.Container.Blocks[^1].FirstOffset,
            ProblemKind.Truncated,
            $"ends after {bytes.Length - 1_000} bytes"
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ObjectTruncatedAtABlockBoundary(int blocks)
    {
        byte[] bytes = archive.Read(large);
        archive.Write(large, bytes[..Damage.BlockStart(bytes, blocks)]);
        await AssertFoundAsync(large, Damage.FactsOf(bytes).Container.Blocks[blocks].FirstOffset, ProblemKind.Truncated, $"{bytes.Length}");
    }

    [Theory]
    [InlineData(0, "it is empty")]
    [InlineData(3, "ends inside its header")]
    [InlineData(500, "ends inside its header")]
    public async Task ObjectTruncatedInItsHeader(int length, string reason)
    {
        archive.Write(small, archive.Read(small)[..length]);
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.HeaderDamaged, reason);
    }

    [Fact]
    public async Task FlippedBitInABlocksData()
    {
        byte[] bytes = archive.Read(large);
        archive.Write(large, Damage.Flip(bytes, Damage.BlockStart(bytes, 1) + 100_000));
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal(large.ToString(), problem.Object);
        Assert.True(problem.Kind is ProblemKind.BlockDamaged or ProblemKind.WrongRecordsDigest, problem.ToString());
    }

    [Fact]
    public async Task FlippedBitInASyncMarkerAfterABlock()
    {
        byte[] bytes = archive.Read(large);
        archive.Write(large, Damage.Flip(bytes, Damage.BlockStart(bytes, 2) - 1, bit: 7));
        await AssertFoundAsync(large, Damage.FactsOf(bytes).Container.Blocks[1].FirstOffset, ProblemKind.BlockDamaged, "sync marker");
    }

    [Fact]
    public async Task FlippedBitInTheHeadersSyncMarker()
    {
        byte[] bytes = archive.Read(large);
        archive.Write(large, Damage.Flip(bytes, Damage.HeaderOf(bytes).Length - 1));
        await AssertFoundAsync(large, large.BaseOffset, ProblemKind.HeaderDamaged, "sync marker");
    }

    [Fact]
    public async Task FlippedBitInAHeadersKey()
    {
        byte[] bytes = archive.Read(small);
        int key = bytes.AsSpan().IndexOf("kafka.records.sha256"u8);
        archive.Write(small, Damage.Flip(bytes, key + 8));
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.HeaderDamaged, "incomplete or contradict");
    }

    [Theory]
    [InlineData("kafka.more", "1", "bytes where the facts")]
    [InlineData(HeaderKeys.Policy, "whatever", "policy")]
    [InlineData(HeaderKeys.RollReason, "2", HeaderKeys.RollReason)]
    [InlineData(HeaderKeys.Records, "x", "incomplete")]
    [InlineData(HeaderKeys.Codec, "snappy", "snappy")]
    public async Task HeaderThatThisProductWouldNotWrite(string key, string value, string reason)
    {
        archive.Write(small, Damage.WithMetadata(archive.Read(small), key, value));
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.HeaderDamaged, reason);
    }

    [Fact]
    public async Task UntrueBlockIndex()
    {
        byte[] bytes = archive.Read(large);
        long offset = Damage.FactsOf(bytes).Container.Blocks[1].FirstOffset;
        Func<BlockEntry, BlockEntry>[] changes =
        [
            entry => entry with { Length = entry.Length + 1 },
            entry => entry with { Length = entry.Length - 1 },
            entry => entry with { FirstOffset = entry.FirstOffset + 1 },
            entry => entry with { SmallestTimestamp = entry.SmallestTimestamp - 1 },
            entry => entry with { LargestTimestamp = entry.LargestTimestamp + 1 },
        ];
        foreach (Func<BlockEntry, BlockEntry> change in changes)
        {
            archive.Write(large, Damage.WithBlockIndex(bytes, blocks => [blocks[0], change(blocks[1]), .. blocks[2..]]));
            await AssertFoundAsync(large, offset, ProblemKind.WrongBlockIndex, "block 2 is");
        }

        archive.Write(large, Damage.WithBlockIndex(bytes, blocks => blocks[..1]));
        await AssertFoundAsync(large, offset, ProblemKind.WrongBlockIndex, "has 1 blocks");
        archive.Write(large, Damage.WithBlockIndex(bytes, blocks => [.. blocks, blocks[^1] with { FirstOffset = 1_000 }]));
        await AssertFoundAsync(large, 1_000, ProblemKind.WrongBlockIndex, "blocks in");
    }

    [Fact]
    public async Task WrongRecordsDigest()
    {
        archive.Write(small, Damage.WithMetadata(archive.Read(small), HeaderKeys.RecordsDigest, Sha256Hash.OfNothing.Hex));
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.WrongRecordsDigest, Sha256Hash.OfNothing.Hex);
    }

    [Fact]
    public async Task WrongRecordCount()
    {
        archive.Write(small, Damage.WithMetadata(archive.Read(small), HeaderKeys.Records, "7"));
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.WrongRecordCount, "header says 7");
    }

    [Theory]
    [InlineData(HeaderKeys.SmallestTimestamp)]
    [InlineData(HeaderKeys.LargestTimestamp)]
    public async Task WrongTimestamps(string key)
    {
        archive.Write(small, Damage.WithMetadata(archive.Read(small), key, "42"));
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.WrongTimestamps, "42");
    }

    [Fact]
    public async Task WrongNextOffset()
    {
        byte[] bytes = archive.Read(small);
        long next = Damage.FactsOf(bytes).NextOffset;
        archive.Write(small, Damage.WithMetadata(bytes, HeaderKeys.NextOffset, $"{next + 3}"));
        await AssertFoundAsync(small, next - 1, ProblemKind.WrongOffsets, $"begins with {next + 3}");
    }

    [Fact]
    public async Task AlteredRecordInABlockEncodedAnew()
    {
        byte[] altered = await Damage.WithRecordsAsync(
            archive.Read(small),
            record => record.Offset % 10 == 0 ? record with { Value = new byte[] { 1 } } : record
        );
        archive.Write(small, altered);
        await AssertFoundAsync(small, small.BaseOffset, ProblemKind.WrongRecordsDigest, "digest of its records");
    }

    [Fact]
    public async Task ChangedRollReason()
    {
        byte[] bytes = archive.Read(large);
        long last = Damage.FactsOf(bytes).NextOffset - 1;
        foreach (RollReason reason in Enum.GetValues<RollReason>().Except([RollReason.Count]))
        {
            archive.Write(large, Damage.WithMetadata(bytes, HeaderKeys.RollReason, reason.ToString()));
            await AssertFoundAsync(large, last, ProblemKind.WrongRollReason, $"ended by {reason}; by its policy");
        }
    }

    [Fact]
    public async Task ObjectThatItsPolicyWouldHaveEndedEarlier()
    {
        byte[] bytes = archive.Read(large);
        long first = Damage.FactsOf(bytes).Container.Name.BaseOffset;
        archive.Write(large, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=60000ms size=3145728B count=20"));
        await AssertFoundAsync(large, first + 20, ProblemKind.WrongRollReason, "ends by Count before offset 25");
        archive.Write(large, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=20ms size=3145728B count=30"));
        await AssertFoundAsync(large, first + 20, ProblemKind.WrongRollReason, "begins the next object, for Age");
    }

    [Fact]
    public async Task ObjectSaidToEndByAgeBeforeARecordOfTheSameAge()
    {
        ArchiveName name = archive
            .Names(SampleArchive.Small)
            .First(candidate => Damage.FactsOf(archive.Read(candidate)) is { Reason: RollReason.Age });
        byte[] bytes = archive.Read(name);
        archive.Write(name, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=6000000ms size=3145728B count=30"));
        await AssertFoundAsync(name, Damage.FactsOf(bytes).NextOffset - 1, ProblemKind.WrongRollReason, "not old enough");
    }

    private async Task AssertFoundAsync(ArchiveName name, long? offset, ProblemKind kind, string reason)
    {
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal((name.ToString(), offset, kind), (problem.Object, problem.Offset, problem.Kind));
        Assert.Contains(reason, problem.Reason);
    }
}
