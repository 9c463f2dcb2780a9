using Avro;
using Avro.Generic;
using Avro.IO;

namespace KafkaStore.Tests.Schemas;

/// <summary>Logical types, by Apache.Avro and as the product prints them.</summary>
public sealed class LogicalTypeTests
{
    // As text: the library's decimals, given to a test runner to print, end the process.
    [Theory]
    [InlineData("""{"type":"int","logicalType":"date"}""", "02", "DateTime 1970-01-02T00:00:00.0000000Z")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "D00F", "TimeSpan 00:00:01")]
    [InlineData("""{"type":"long","logicalType":"time-micros"}""", "D00F", "TimeSpan 00:00:00.0010000")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "D00F", "DateTime 1970-01-01T00:00:01.0000000Z")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "D00F", "DateTime 1970-01-01T00:00:00.0010000Z")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""", "04FF85", "AvroDecimal -1.23")]
    [InlineData(
        """{"type":{"type":"fixed","name":"f","size":2},"logicalType":"decimal","precision":4,"scale":2}""",
        "007B",
        "AvroDecimal 1.23"
    )]
    [InlineData(
        """{"type":"string","logicalType":"uuid"}""",
        "4831323334353637382D313233342D313233342D313233342D313233343536373839616263",
        "Guid 12345678-1234-1234-1234-123456789abc"
    )]
    public void TheLibraryConvertsWhatItKnows(string schema, string data, string expected)
    {
        var parsed = Schema.Parse(schema);
        object value = new GenericDatumReader<object>(parsed, parsed).Read(
            null!,
            new BinaryDecoder(new MemoryStream(Convert.FromHexString(data)))
        );
        Assert.Equal(
            expected,
            $"{value.GetType().Name} {(value is DateTime time ? time.ToString("O", CultureInfo.InvariantCulture) : value.ToString())}"
        );
    }

    [Theory]
    [InlineData("""{"type":"string","logicalType":"money"}""", "0261", "String a")]
    [InlineData("""{"type":"long","logicalType":"timestamp-nanos"}""", "02", "Int64 1")]
    public void TheLibraryLeavesAloneWhatItDoesNotKnow(string schema, string data, string expected)
    {
        var parsed = Schema.Parse(schema);
        object value = new GenericDatumReader<object>(parsed, parsed).Read(
            null!,
            new BinaryDecoder(new MemoryStream(Convert.FromHexString(data)))
        );
        Assert.Equal(expected, $"{value.GetType().Name} {value}");
    }

    // The specification would have these ignored as well; the last is even one of its own.
    [Theory]
    [InlineData("""{"type":"long","logicalType":"date"}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal"}""")]
    [InlineData("""{"type":"fixed","name":"f","size":16,"logicalType":"uuid"}""")]
    public void TheLibraryRefusesAKnownLogicalTypeOnATypeThatItDoesNotExpect(string schema) =>
        Assert.Throws<AvroTypeException>(() => Schema.Parse(schema));

    [Theory]
    [InlineData("""{"type":"bytes","logicalType":"money"}""", "0261", "\"a\"")]
    [InlineData("""{"type":"int","logicalType":"money"}""", "02", "1")]
    [InlineData("""["null",{"type":"long","logicalType":"money"}]""", "0202", "1")]
    [InlineData(
        """{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"array","items":"int","logicalType":"money"}}]}""",
        "020200",
        """{"f":[1]}"""
    )]
    [InlineData("""{"type":"long","logicalType":"date"}""", "02", "1")]
    [InlineData("""{"type":"int","logicalType":"date"}""", "01", "\"1969-12-31\"")]
    [InlineData("""{"type":"int","logicalType":"date"}""", "FEFFFFFF0F", "2147483647")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "01", "-1")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "FEEFB252", "\"23:59:59.999\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "01", "\"1969-12-31T23:59:59.999Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "02", "\"1970-01-01T00:00:00.000001Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "FEFFFFFFFFFFFFFFFF01", "9223372036854775807")]
    [InlineData("""{"type":"long","logicalType":"timestamp-nanos"}""", "01", "\"1969-12-31T23:59:59.999999999Z\"")]
    [InlineData("""{"type":"long","logicalType":"local-timestamp-millis"}""", "02", "\"1970-01-01T00:00:00.001\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""", "02FB", "\"-0.05\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":4}""", "027B", "\"123\"")]
    [InlineData("""{"type":"fixed","name":"f","size":2,"logicalType":"decimal","precision":4,"scale":2}""", "007B", "\"1.23\"")]
    [InlineData("""{"type":{"type":"fixed","name":"f","size":2},"logicalType":"decimal","precision":4,"scale":2}""", "007B", "\"1.23\"")]
    [InlineData(
        """{"type":"fixed","name":"f","size":16,"logicalType":"uuid"}""",
        "12345678123412341234123456789ABC",
        "\"12345678-1234-1234-1234-123456789abc\""
    )]
    [InlineData(
        """{"type":"fixed","name":"f","size":12,"logicalType":"duration"}""",
        "010000000200000003000000",
        """{"months":1,"days":2,"millis":3}"""
    )]
    [InlineData("""{"type":"string","logicalType":"uuid"}""", "026E", "\"n\"")]
    [InlineData("""["null",{"type":"int","logicalType":"date"}]""", "0202", "\"1970-01-02\"")]
    public void ValuesArePrintedWhateverTheLibraryKnows(string schema, string data, string expected)
    {
        var compiled = CompiledSchema.Compile(schema, []);
        Assert.Equal(expected, JsonText.Of(json => compiled.WriteJson(json, Convert.FromHexString(data))));
    }
}
