using Avro;
using Avro.Generic;
using Avro.IO;

namespace KafkaStore.Tests.Schemas;

/// <summary>What Apache.Avro makes of data whose writer had another schema than its reader.</summary>
public sealed class EvolutionTests
{
    private const string Color = """{"type":"enum","name":"Color","symbols":["RED","GREEN","BLUE"]}""";
    private const string Hash = """{"type":"fixed","name":"Hash","size":3}""";
    private const string Point = """{"type":"record","name":"Point","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]}""";

    // Writer, reader and value; texts stand for bytes as in a schema's defaults.
    private static readonly (string Writer, string Reader, string Value)[] Cases =
    [
        ("\"int\"", "\"long\"", "-7"),
        ("\"int\"", "\"float\"", "5"),
        ("\"int\"", "\"double\"", "5"),
        ("\"long\"", "\"float\"", "1024"),
        ("\"long\"", "\"double\"", "4294967296"),
        ("\"float\"", "\"double\"", "0.5"),
        ("\"int\"", "[\"null\",\"long\"]", "3"),
        ("[\"null\",\"int\"]", "[\"string\",\"double\",\"null\"]", "3"),
        ("[\"null\",\"int\"]", "[\"string\",\"double\",\"null\"]", "null"),
        (
            Record("""{"name":"a","type":"int"},{"name":"b","type":"string"}"""),
            Record("""{"name":"b","type":"string"},{"name":"a","type":"long"}"""),
            """{"a":1,"b":"two"}"""
        ),
        .. Dropped("\"null\"", "null"),
        .. Dropped("\"boolean\"", "true"),
        .. Dropped("\"int\"", "-300"),
        .. Dropped("\"long\"", "99999999999"),
        .. Dropped("\"float\"", "1.5"),
        .. Dropped("\"double\"", "1.5"),
        .. Dropped("\"bytes\"", "\"abc\""),
        .. Dropped("\"string\"", "\"abc\""),
        .. Dropped(Color, "\"BLUE\""),
        .. Dropped(Hash, "\"abc\""),
        .. Dropped("""{"type":"array","items":"string"}""", """["a","b"]"""),
        .. Dropped("""{"type":"map","values":"string"}""", """{"a":"b"}"""),
        .. Dropped("[\"null\",\"string\"]", "\"x\""),
        .. Dropped(Point, """{"x":1,"y":2}"""),
        // No record that contains itself: the library, 1.12.2, overflows its stack where one is to be skipped.
        Added("\"null\"", "null"),
        Added("\"boolean\"", "true"),
        Added("\"int\"", "42"),
        Added("\"long\"", "-1"),
        Added("\"float\"", "1.5"),
        Added("\"double\"", "2.5"),
        Added("\"bytes\"", "\"abc\""),
        Added("\"string\"", "\"text é\""),
        Added("[\"null\",\"int\"]", "null"),
        Added("[\"string\",\"null\"]", "\"first\""),
        Added("""{"type":"array","items":"int"}""", "[1,2]"),
        Added("""{"type":"array","items":"int"}""", "[]"),
        Added("""{"type":"map","values":"long"}""", """{"a":1}"""),
        Added("""{"type":"map","values":"long"}""", "{}"),
        Added(Point, """{"x":3,"y":4}"""),
        Added(Color, "\"GREEN\""),
        Added(Hash, "\"abc\""),
    ];

    [PythonAvroFact]
    public void ResolutionAgreesWithThePythonLibrary()
    {
        string input = string.Join(
            '\n',
            Cases.Select(one => $$"""{"writer":{{one.Writer}},"reader":{{one.Reader}},"value":{{one.Value}}}""")
        );
        string[] lines = PythonAvro.Run("random_schemas.py", input, "resolve").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Cases.Length, lines.Length);
        foreach (((string writer, string reader, _), string line) in Cases.Zip(lines))
        {
            using var seen = JsonDocument.Parse(line);
            Assert.True(seen.RootElement.TryGetProperty("plain", out JsonElement plain), $"{writer} {reader} {line}");
            JsonText.AssertSame(plain.GetRawText(), Resolve(writer, reader, seen.RootElement.GetProperty("data").GetBytesFromBase64()));
        }
    }

    [Theory]
    [InlineData("\"long\"", "\"int\"")]
    [InlineData("\"string\"", "\"bytes\"")]
    [InlineData("\"int\"", "[\"null\",\"string\"]")]
    [InlineData(Point, """{"type":"record","name":"Other","fields":[{"name":"x","type":"int"}]}""")]
    [InlineData(Point, """{"type":"record","name":"Point","fields":[{"name":"z","type":"int"}]}""")]
    [InlineData(Hash, """{"type":"fixed","name":"Hash","size":4}""")]
    [InlineData(Color, """{"type":"enum","name":"Colour","symbols":["RED"]}""")]
    public void SchemasThatDoNotFitAreRefused(string writer, string reader) =>
        Assert.StartsWith("Schema mismatch.", Assert.Throws<AvroException>(() => Resolve(writer, reader, [])).Message);

    [Fact]
    public void RecordFixedAndEnumAreFoundByAnAliasOfTheirName()
    {
        Assert.Equal(
            """{"x":1}""",
            Resolve(
                Point,
                """{"type":"record","name":"Place","namespace":"","aliases":["Point"],"fields":[{"name":"x","type":"long"}]}""",
                [2, 4]
            )
        );
        Assert.Equal(
            "\"abc\"",
            Resolve(Hash, """{"type":"fixed","name":"a.Sum","aliases":["Hash"],"size":3}""".Replace("a.Sum", "Sum"), "abc"u8.ToArray())
        );
        Assert.Equal("\"BLUE\"", Resolve(Color, """{"type":"enum","name":"Colour","aliases":["Color"],"symbols":["BLUE"]}""", [4]));
    }

    [Fact]
    public void SymbolThatTheReaderLacksIsItsDefaultOrRefused()
    {
        Assert.Equal("\"OTHER\"", Resolve(Color, """{"type":"enum","name":"Color","symbols":["OTHER","RED"],"default":"OTHER"}""", [4]));
        Assert.Equal("\"RED\"", Resolve(Color, """{"type":"enum","name":"Color","symbols":["OTHER","RED"],"default":"OTHER"}""", [0]));
        Assert.Contains(
            "No such symbol",
            Assert.Throws<AvroException>(() => Resolve(Color, """{"type":"enum","name":"Color","symbols":["RED"]}""", [4])).Message
        );
    }

    [Fact]
    public void PromotionReachesIntoArraysAndMaps()
    {
        Assert.Equal("[1,2,3]", Resolve("""{"type":"array","items":"int"}""", """{"type":"array","items":"double"}""", [6, 2, 4, 6, 0]));
        Assert.Equal(
            """{"a":1}""",
            Resolve("""{"type":"map","values":"int"}""", """{"type":"map","values":["null","long"]}""", [2, 2, (byte)'a', 2, 0])
        );
    }

    [Fact]
    public void BranchThatTheReaderCannotTakeMattersOnlyWhereItOccurs()
    {
        Assert.Equal("1", Resolve("[\"null\",\"int\"]", "\"int\"", [2, 2]));
        Assert.Equal("1", Resolve("[\"null\",\"int\"]", "\"long\"", [2, 2]));
        Assert.Throws<AvroException>(() => Resolve("[\"null\",\"int\"]", "\"int\"", [0]));
    }

    [Theory]
    [InlineData("0", "\"float\"")]
    [InlineData("1.5", "\"int\"")]
    [InlineData("\"1\"", "\"long\"")]
    [InlineData("\"ab\"", Hash)]
    public void DefaultsThatTheLibraryRefusesAreRefused(string value, string type) =>
        Assert.Throws<AvroException>(() => Resolve(Record(""), Record($$"""{"name":"new","type":{{type}},"default":{{value}}}"""), []));

    [Fact]
    public void AFieldFoundByItsAliasIsOverwrittenByItsDefaultAsInTheLibrary() =>
        Assert.Equal(
            """{"b":7}""",
            Resolve(Record("""{"name":"a","type":"int"}"""), Record("""{"name":"b","aliases":["a"],"type":"int","default":7}"""), [2])
        );

    private static string Record(string fields) => $$"""{"type":"record","name":"R","fields":[{{fields}}]}""";

    private static (string, string, string)[] Dropped(string type, string value) =>
        [
            (
                Record($$"""{"name":"old","type":{{type}}},{"name":"kept","type":"int"}"""),
                Record("""{"name":"kept","type":"int"}"""),
                $$"""{"old":{{value}},"kept":5}"""
            ),
        ];

    private static (string, string, string) Added(string type, string value) =>
        (
            Record("""{"name":"kept","type":"int"}"""),
            Record($$"""{"name":"new","type":{{type}},"default":{{value}}},{"name":"kept","type":"int"}"""),
            """{"kept":5}"""
        );

    private static string Resolve(string writer, string reader, byte[] data)
    {
        var readAs = Schema.Parse(reader);
        var datumReader = new GenericDatumReader<object>(Schema.Parse(writer), readAs);
        object value = datumReader.Read(null!, new BinaryDecoder(new MemoryStream(data)));
        return JsonText.Of(json => new AvroJson(readAs).Write(json, value));
    }
}
