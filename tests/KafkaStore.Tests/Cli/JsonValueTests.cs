using JsonValue = KafkaStore.Cli.Reader.Formats.JsonValue;

namespace KafkaStore.Tests.Cli;

public sealed class JsonValueTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData(" { \"a b\" : [ 1 , 2.0e5 ] ,\n\"c\" : \"x \\\" \\\\ y\" } ", "{\"a b\":[1,2.0e5],\"c\":\"x \\\" \\\\ y\"}")]
    [InlineData("\"\\\\\"", "\"\\\\\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\ttrue\r\n", "true")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    [InlineData("12345678901234567890.10", "12345678901234567890.10")]
    [InlineData("\"é\"", "\"é\"")]
    public void ValuesAreCopiedToTheLetterWithoutTheSpaceAroundTheirParts(string text, string expected) =>
        Assert.Equal(expected, Copied(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nul")]
    [InlineData("abc")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    public void WhatIsNoValueIsNotCopied(string text) => Assert.Null(Copied(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void TextThatIsNotUtf8IsNoValue() => Assert.Null(Copied([(byte)'"', 255, (byte)'"']));

    [Fact]
    public void RandomDocumentsStayTheSame()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            object?[] document =
            [
                .. Enumerable
                    .Range(0, random.Next(6))
                    .Select(_ =>
                        random.Next(4) switch
                        {
                            0 => new string([.. Enumerable.Range(0, random.Next(9)).Select(_ => " \"\\\té{,:"[random.Next(8)])]),
                            1 => (object)random.Next(),
                            2 => new Dictionary<string, object> { [" \""] = random.NextDouble() },
                            _ => null!,
                        }
                    ),
            ];
            byte[] indented = JsonSerializer.SerializeToUtf8Bytes(document, Indented);
            Assert.Equal(JsonSerializer.Serialize(document), Copied(indented));
        }
    }

    private static string? Copied(byte[] bytes)
    {
        var target = new ArrayBufferWriter<byte>();
        return JsonValue.TryCopy(bytes, target) ? Encoding.UTF8.GetString(target.WrittenSpan)
            : target.WrittenCount == 0 ? null
            : "something";
    }
}
