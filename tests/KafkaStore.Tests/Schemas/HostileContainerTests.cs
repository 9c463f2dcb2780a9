namespace KafkaStore.Tests.Schemas;

/// <summary>Avro from strangers: whatever a schema or a block claims, it is refused soon, in one sentence, or is small.</summary>
public sealed class HostileContainerTests
{
    private const string TooMany = "its types unfold to more than 100,000, those that are named again counted each time";
    private const string Int = """{"type":"record","name":"top","fields":[{"name":"a","type":"int"}]}""";
    private const string NullArray = """{"type":"array","items":"null"}""";

    /// <summary>Much less than hours, much more than a busy machine needs.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly record struct Hostile(byte[] Container, string? Refused);

    private static readonly Dictionary<string, Func<Hostile>> All = new()
    {
        ["2^16 paths"] = () => OfSchema(HostileSchemas.Doubling(16), TooMany),
        ["2^20 paths"] = () => OfSchema(HostileSchemas.Doubling(20), TooMany),
        ["2^24 paths"] = () => OfSchema(HostileSchemas.Doubling(24), TooMany),
        ["2^45 paths"] = () => OfSchema(HostileSchemas.Doubling(45), TooMany),
        ["2^45 paths and a record of no bytes"] = () => Of(HostileSchemas.Doubling(45), 1, [], TooMany),
        ["2^14 paths and a record of no bytes"] = () => Of(HostileSchemas.Doubling(14), 1, [], null),
        ["2^45 paths through unions"] = () => OfSchema(HostileSchemas.Doubling(45, """["null","{0}"]"""), TooMany),
        ["2^45 paths through arrays"] = () => OfSchema(HostileSchemas.Doubling(45, """{"type":"array","items":"{0}"}"""), TooMany),
        ["2^45 paths through maps"] = () => OfSchema(HostileSchemas.Doubling(45, """{"type":"map","values":"{0}"}"""), TooMany),
        ["2^45 paths back to the top"] = () => OfSchema(HostileSchemas.Doubling(45, last: """["null","top"]"""), TooMany),
        ["10,000 levels that the text does not show"] = () => OfSchema(HostileSchemas.Deep(10_000), TooMany),
        ["10,000 levels in the text"] = () => OfSchema(HostileSchemas.Of(HostileSchemas.Nested(10_000)), "its schema is none ("),
        ["250 levels in the text"] = () => OfSchema(HostileSchemas.Of(HostileSchemas.Nested(250)), "its schema can't be used ("),
        ["50 levels in the text"] = () => Of(HostileSchemas.Of(HostileSchemas.Nested(50)), 1, [0], null),
        ["200,000 fields"] = () =>
            OfSchema(
                HostileSchemas.Record(
                    "top",
                    string.Join(',', Enumerable.Range(0, 200_000).Select(i => $$"""{"name":"f{{i}}","type":"int"}"""))
                ),
                "it has more than 100,000 types"
            ),
        ["a record within itself"] = () => OfSchema(HostileSchemas.Of("\"top\""), "a record in it contains itself"),
        ["a value a million levels deep"] = () =>
            Of(HostileSchemas.Of("""["null","top"]"""), 1, [.. Enumerable.Repeat((byte)2, 1_000_000), 0], "it nests too deep"),
        ["a text of 2 GB"] = () => Of(HostileSchemas.Of("\"string\""), 1, Long(int.MaxValue), "claims 2147483647 bytes"),
        ["bytes of a terabyte"] = () => Of(HostileSchemas.Of("\"bytes\""), 1, Long(1L << 40), "claims 1099511627776 bytes"),
        ["bytes of less than none"] = () => Of(HostileSchemas.Of("\"bytes\""), 1, Long(-5), "claims -5 bytes"),
        ["10^15 nulls"] = () => Of(HostileSchemas.Of(NullArray), 1, [.. Long(1_000_000_000_000_000), 0], "claims more items"),
        ["10^15 nulls in a map"] = () =>
            Of(HostileSchemas.Of("""{"type":"map","values":"null"}"""), 1, [.. Long(1_000_000_000_000_000), 0], "claims more items"),
        ["the fewest items there are"] = () => Of(HostileSchemas.Of(NullArray), 1, [.. Long(long.MinValue), 0, 0], "claims more items"),
        ["500,000 nulls again and again"] = () =>
            Of(
                HostileSchemas.Of(ArrayOf(NullArray)),
                1,
                [.. Long(1000), .. Enumerable.Repeat((byte[])[.. Long(500_000), 0], 1000).SelectMany(bytes => bytes), 0],
                "claims more items"
            ),
        ["900,000 records with 2^10 values of no bytes each"] = () =>
            Of(
                HostileSchemas.Of(ArrayOf(HostileSchemas.Doubling(10).Replace("top", "inner"))),
                1,
                [.. Long(900_000), 0],
                "of its values take no bytes"
            ),
        ["a long name for each of many nulls"] = () =>
            Of(
                HostileSchemas.Of(ArrayOf(HostileSchemas.Of("\"null\"", new string('n', 1_000_000)).Replace("top", "inner"))),
                1,
                [.. Long(100_000), 0],
                "claims more items"
            ),
        ["a long symbol for each of many bytes"] = () =>
            Of(
                HostileSchemas.Of(ArrayOf($$"""{"type":"enum","name":"e","symbols":["{{new string('s', 1_000_000)}}"]}""")),
                1,
                [.. Long(100_000), .. new byte[100_000], 0],
                "claims more items"
            ),
        ["many digits for each of many bytes"] = () =>
            Of(
                HostileSchemas.Of(ArrayOf("""{"type":"bytes","logicalType":"decimal","precision":2000,"scale":1000}""")),
                1,
                [.. Long(300_000), .. new byte[300_000], 0],
                "claims more items"
            ),
        ["a decimal with a scale of 2 * 10^9"] = () =>
            Of(
                HostileSchemas.Of("""{"type":"bytes","logicalType":"decimal","precision":2000000000,"scale":2000000000}"""),
                1,
                [2, 1],
                null
            ),
        ["a fixed of 2 GB"] = () =>
            OfSchema(
                HostileSchemas.Of("""{"type":"fixed","name":"x","size":2147483647}"""),
                "a value of its type x would be 2147483647 bytes"
            ),
        ["a fixed of 200 MB that is not there"] = () =>
            Of(HostileSchemas.Of("""{"type":"fixed","name":"x","size":200000000}"""), 1, [1], "it ends too early"),
        ["a branch that is not there"] = () =>
            Of(HostileSchemas.Of("""["null","int"]"""), 1, Long(77), "it names a branch or symbol that the schema has not"),
        ["a branch before the first"] = () =>
            Of(HostileSchemas.Of("""["null","int"]"""), 1, Long(-1), "it names a branch or symbol that the schema has not"),
        ["a number without end"] = () => Of(Int, 1, [.. Enumerable.Repeat((byte)0xFF, 1000)], "is damaged after 0 records"),
        ["10^12 records in no bytes"] = () =>
            Of(HostileSchemas.Of("\"null\""), 1_000_000_000_000, [], "a block claims 1000000000000 records in 0 bytes"),
        ["a block of 2^40 bytes"] = () => Raw(Int, [.. Long(1), .. Long(1L << 40)], "a block claims 1 records in 1099511627776 bytes"),
        ["a block of less than no bytes"] = () => Raw(Int, [.. Long(1), .. Long(-1)], "a block claims 1 records in -1 bytes"),
        ["less than no records"] = () => Raw(Int, [.. Long(-1), .. Long(0), .. new byte[16]], "a block claims -1 records in 0 bytes"),
        ["a header of 2^40 bytes"] = () =>
            new Hostile([.. "Obj\u0001"u8, .. Long(1), .. Long(11), .. "avro.schema"u8, .. Long(1L << 40)], "is no Avro container: "),
        ["a header of 2^40 entries"] = () => new Hostile([.. "Obj\u0001"u8, .. Long(1L << 40)], "is no Avro container: "),
        ["a bomb"] = () => Bomb("deflate"),
        ["a bomb in zstandard"] = () => Bomb("zstandard"),
        ["a bomb in zstandard that doesn't say so"] = () => Bomb("zstandard of a stream"),
        ["a bomb in snappy"] = () => Bomb("snappy"),
        ["a bomb in bzip2"] = () => Bomb("bzip2"),
        ["a frame of 2^60 bytes"] = () =>
            Packed("zstandard", [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x10, 9, 0, 0, 2], "a block can't be decompressed"),
        ["a snappy block of 2 GB"] = () => Packed("snappy", [0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 0, 0, 0], "a block can't be decompressed"),
        ["no zstandard frame"] = () => Packed("zstandard", [1, 2, 3], "a block can't be decompressed"),
        ["no bzip2 stream"] = () => Packed("bzip2", [1, 2, 3], "a block can't be decompressed"),
        ["no deflate stream"] = () => Packed("deflate", [7, 7, 7], "a block can't be decompressed"),
        ["xz"] = () => Codec("xz"),
        ["a codec without a name"] = () => Codec(""),
    };

    public static TheoryData<string> Kinds() => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OfAFileItIsRefusedSoonOrSmall(string kind)
    {
        (byte[] container, string? refused) = All[kind]();
        long start = Stopwatch.GetTimestamp();
        (IReadOnlyList<string> lines, string? problem) = await ForeignContainerTests.TryAsync(container);
        Assert.True(Stopwatch.GetElapsedTime(start) < Soon, $"{Stopwatch.GetElapsedTime(start)}");
        if (refused is null)
        {
            Assert.Null(problem);
            Assert.True(Assert.Single(lines).Length < 1_000_000);
            return;
        }

        Assert.Contains(refused, problem!);
        Assert.Empty(lines);
        Assert.DoesNotContain("\n", problem);
        Assert.DoesNotContain("Exception", problem);
    }

    private static Hostile OfSchema(string schema, string refused) => new(ForeignContainerTests.Stored("null", schema), refused);

    private static Hostile Of(string schema, long records, byte[] data, string? refused) =>
        Raw(schema, [.. Long(records), .. Long(data.Length), .. data, .. Sync], refused);

    private static Hostile Raw(string schema, byte[] blocks, string? refused) =>
        new([.. ForeignContainerTests.Stored("null", schema), .. blocks], refused);

    private static Hostile Codec(string name) =>
        new(
            ForeignContainerTests.Stored(name, Int),
            $"is compressed with '{name}'; only deflate, zstandard, snappy, bzip2 and null can be read"
        );

    private static Hostile Packed(string codec, byte[] block, string refused) =>
        new(ForeignContainerTests.Stored(codec, Int, (1, block)), refused);

    private static Hostile Bomb(string kind) =>
        Packed(kind.Split(' ')[0], Packing.Bomb(kind), "a block unpacks to more than 268435456 bytes");

    private static string ArrayOf(string type) => """{"type":"array","items":TYPE}""".Replace("TYPE", type);

    private static byte[] Sync => ForeignContainerTests.Stored("null", Int)[^16..];

    private static byte[] Long(long value) => ForeignContainerTests.Long(value);
}
