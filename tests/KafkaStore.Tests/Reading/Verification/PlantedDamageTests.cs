using KafkaStore.Avro;
using KafkaStore.Naming;
using KafkaStore.Reading.Verification;
using KafkaStore.Segments;

namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Every kind of damage inside an object is found once, at its place, and nothing else with it.</summary>
public sealed class PlantedDamageTests : IAsyncLifetime
{
    private SampleArchive _archive = null!;
    private ArchiveName _large;
    private ArchiveName _small;

    public async Task InitializeAsync()
    {
        _archive = await SampleArchive.CopyAsync();
        _large = _archive.Names(SampleArchive.Large)[0];
        _small = _archive.Names(SampleArchive.Small)[2];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task TruncatedObject()
    {
        byte[] bytes = _archive.Read(_large);
        SegmentFacts facts = Damage.FactsOf(bytes);
        Assert.True(facts.Container.Blocks.Count >= 3);
        _archive.Write(_large, bytes[..^1_000]);
        await AssertFoundAsync(_large, facts.Container.Blocks[^1].FirstOffset, ProblemKind.Truncated, $"ends after {bytes.Length - 1_000} bytes");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ObjectTruncatedAtABlockBoundary(int blocks)
    {
        byte[] bytes = _archive.Read(_large);
        _archive.Write(_large, bytes[..Damage.BlockStart(bytes, blocks)]);
        await AssertFoundAsync(_large, Damage.FactsOf(bytes).Container.Blocks[blocks].FirstOffset, ProblemKind.Truncated, $"{bytes.Length}");
    }

    [Theory]
    [InlineData(0, "it is empty")]
    [InlineData(3, "ends inside its header")]
    [InlineData(500, "ends inside its header")]
    public async Task ObjectTruncatedInItsHeader(int length, string reason)
    {
        _archive.Write(_small, _archive.Read(_small)[..length]);
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.HeaderDamaged, reason);
    }

    [Fact]
    public async Task FlippedBitInABlocksData()
    {
        byte[] bytes = _archive.Read(_large);
        _archive.Write(_large, Damage.Flip(bytes, Damage.BlockStart(bytes, 1) + 100_000));
        ArchiveProblem problem = Assert.Single((await _archive.VerifyAsync()).Problems);
        Assert.Equal(_large.ToString(), problem.Object);
        Assert.True(problem.Kind is ProblemKind.BlockDamaged or ProblemKind.WrongRecordsDigest, problem.ToString());
    }

    [Fact]
    public async Task FlippedBitInASyncMarkerAfterABlock()
    {
        byte[] bytes = _archive.Read(_large);
        _archive.Write(_large, Damage.Flip(bytes, Damage.BlockStart(bytes, 2) - 1, bit: 7));
        await AssertFoundAsync(_large, Damage.FactsOf(bytes).Container.Blocks[1].FirstOffset, ProblemKind.BlockDamaged, "sync marker");
    }

    [Fact]
    public async Task FlippedBitInTheHeadersSyncMarker()
    {
        byte[] bytes = _archive.Read(_large);
        _archive.Write(_large, Damage.Flip(bytes, Damage.HeaderOf(bytes).Length - 1));
        await AssertFoundAsync(_large, _large.BaseOffset, ProblemKind.HeaderDamaged, "sync marker");
    }

    [Fact]
    public async Task FlippedBitInAHeadersKey()
    {
        byte[] bytes = _archive.Read(_small);
        int key = bytes.AsSpan().IndexOf("kafka.records.sha256"u8);
        _archive.Write(_small, Damage.Flip(bytes, key + 8));
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.HeaderDamaged, "incomplete or contradict");
    }

    [Theory]
    [InlineData("kafka.more", "1", "bytes where the facts")]
    [InlineData(HeaderKeys.Policy, "whatever", "policy")]
    [InlineData(HeaderKeys.RollReason, "2", HeaderKeys.RollReason)]
    [InlineData(HeaderKeys.Records, "x", "incomplete")]
    [InlineData(HeaderKeys.Codec, "zstandard", "zstandard")]
    public async Task HeaderThatThisProductWouldNotWrite(string key, string value, string reason)
    {
        _archive.Write(_small, Damage.WithMetadata(_archive.Read(_small), key, value));
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.HeaderDamaged, reason);
    }

    [Fact]
    public async Task UntrueBlockIndex()
    {
        byte[] bytes = _archive.Read(_large);
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
            _archive.Write(_large, Damage.WithBlockIndex(bytes, blocks => [blocks[0], change(blocks[1]), .. blocks[2..]]));
            await AssertFoundAsync(_large, offset, ProblemKind.WrongBlockIndex, "block 2 is");
        }

        _archive.Write(_large, Damage.WithBlockIndex(bytes, blocks => blocks[..1]));
        await AssertFoundAsync(_large, offset, ProblemKind.WrongBlockIndex, "has 1 blocks");
        _archive.Write(_large, Damage.WithBlockIndex(bytes, blocks => [.. blocks, blocks[^1] with { FirstOffset = 1_000 }]));
        await AssertFoundAsync(_large, 1_000, ProblemKind.WrongBlockIndex, "blocks in");
    }

    [Fact]
    public async Task WrongRecordsDigest()
    {
        _archive.Write(_small, Damage.WithMetadata(_archive.Read(_small), HeaderKeys.RecordsDigest, Sha256Hash.OfNothing.Hex));
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.WrongRecordsDigest, Sha256Hash.OfNothing.Hex);
    }

    [Fact]
    public async Task WrongRecordCount()
    {
        _archive.Write(_small, Damage.WithMetadata(_archive.Read(_small), HeaderKeys.Records, "7"));
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.WrongRecordCount, "header says 7");
    }

    [Theory]
    [InlineData(HeaderKeys.SmallestTimestamp)]
    [InlineData(HeaderKeys.LargestTimestamp)]
    public async Task WrongTimestamps(string key)
    {
        _archive.Write(_small, Damage.WithMetadata(_archive.Read(_small), key, "42"));
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.WrongTimestamps, "42");
    }

    [Fact]
    public async Task WrongNextOffset()
    {
        byte[] bytes = _archive.Read(_small);
        long next = Damage.FactsOf(bytes).NextOffset;
        _archive.Write(_small, Damage.WithMetadata(bytes, HeaderKeys.NextOffset, $"{next + 3}"));
        await AssertFoundAsync(_small, next - 1, ProblemKind.WrongOffsets, $"begins with {next + 3}");
    }

    [Fact]
    public async Task AlteredRecordInABlockEncodedAnew()
    {
        byte[] altered = await Damage.WithRecordsAsync(
            _archive.Read(_small), record => record.Offset % 10 == 0 ? record with { Value = new byte[] { 1 } } : record);
        _archive.Write(_small, altered);
        await AssertFoundAsync(_small, _small.BaseOffset, ProblemKind.WrongRecordsDigest, "digest of its records");
    }

    [Fact]
    public async Task ChangedRollReason()
    {
        byte[] bytes = _archive.Read(_large);
        long last = Damage.FactsOf(bytes).NextOffset - 1;
        foreach (RollReason reason in Enum.GetValues<RollReason>().Except([RollReason.Count]))
        {
            _archive.Write(_large, Damage.WithMetadata(bytes, HeaderKeys.RollReason, reason.ToString()));
            await AssertFoundAsync(_large, last, ProblemKind.WrongRollReason, $"ended by {reason}; by its policy");
        }
    }

    [Fact]
    public async Task ObjectThatItsPolicyWouldHaveEndedEarlier()
    {
        byte[] bytes = _archive.Read(_large);
        long first = Damage.FactsOf(bytes).Container.Name.BaseOffset;
        _archive.Write(_large, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=60000ms size=3145728B count=20"));
        await AssertFoundAsync(_large, first + 20, ProblemKind.WrongRollReason, "ends by Count before offset 25");
        _archive.Write(_large, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=20ms size=3145728B count=30"));
        await AssertFoundAsync(_large, first + 20, ProblemKind.WrongRollReason, "begins the next object, for Age");
    }

    [Fact]
    public async Task ObjectSaidToEndByAgeBeforeARecordOfTheSameAge()
    {
        ArchiveName name = _archive.Names(SampleArchive.Small)
            .First(candidate => Damage.FactsOf(_archive.Read(candidate)) is { Reason: RollReason.Age });
        byte[] bytes = _archive.Read(name);
        _archive.Write(name, Damage.WithMetadata(bytes, HeaderKeys.Policy, "age=6000000ms size=3145728B count=30"));
        await AssertFoundAsync(name, Damage.FactsOf(bytes).NextOffset - 1, ProblemKind.WrongRollReason, "not old enough");
    }

    private async Task AssertFoundAsync(ArchiveName name, long? offset, ProblemKind kind, string reason)
    {
        ArchiveProblem problem = Assert.Single((await _archive.VerifyAsync()).Problems);
        Assert.Equal((name.ToString(), offset, kind), (problem.Object, problem.Offset, problem.Kind));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }
}
