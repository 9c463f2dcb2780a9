using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.Tests.ConfigFiles;

/// <summary>Java's properties format, as <c>java.util.Properties</c> reads it.</summary>
public sealed class PropertiesTextTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("a = b", "a", "b")]
    [InlineData("a:b", "a", "b")]
    [InlineData("a : b", "a", "b")]
    [InlineData("a b", "a", "b")]
    [InlineData("a\tb", "a", "b")]
    [InlineData("  \f a=b", "a", "b")]
    [InlineData("a", "a", "")]
    [InlineData("a=", "a", "")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a=b=c:d e", "a", "b=c:d e")]
    [InlineData("a= b ", "a", "b")] // the blanks at the end are Java's, and Kafka trims them
    [InlineData("a=b\\\n   c", "a", "bc")]
    [InlineData("a=b\\\r\n\tc", "a", "bc")]
    [InlineData("a=b\\\n# c", "a", "b# c")] // no comment inside of a line that goes on
    [InlineData("a=b\\\\", "a", "b\\")] // an escaped backslash does not go on
    [InlineData("a=b\\\\\\\nc", "a", "b\\c")]
    [InlineData("a=b\\", "a", "b")]
    [InlineData("a\\=b=c", "a=b", "c")]
    [InlineData("a\\ b=c", "a b", "c")]
    [InlineData("a\\:b:c", "a:b", "c")]
    [InlineData("a=\\u00e9\\u20AC", "a", "é€")]
    [InlineData("a=x\\ty\\nz", "a", "x\ty\nz")]
    [InlineData("a=\\q\\\"", "a", "q\"")]
    [InlineData("a=\u00e9", "a", "é")] // a byte of Latin-1
    [InlineData("#a=x\n!b=y\n\n  # c\na=z", "a", "z")]
    [InlineData("# goes on\\\na=b", "a", "b")] // a comment does not
    public void OneLineIsOneProperty(string text, string name, string value)
    {
        Assert.Equal([(name, value)], Parsed(text));
    }

    [Fact]
    public void TheLastOfANameWins() => Assert.Equal([("b", "2"), ("a", "3")], Parsed("a=1\nb=2\na=3"));

    [Fact]
    public void AMarkOfWindowsEditorsIsNoPartOfAName() => Assert.Equal([("a", "b")], Parsed("\u00ef\u00bb\u00bfa=b"));

    [Theory]
    [InlineData("a=hunter2\nb=\\u12", "line 2")]
    [InlineData("b=\\u12G4hunter2", "line 1")]
    [InlineData("b=hunter2\\u", "line 1")]
    public void AnEscapeWithoutFourDigitsIsRefusedByItsLineAlone(string text, string line)
    {
        FormatException failure = Assert.Throws<FormatException>(() => Parsed(text));
        Assert.Equal($"{line} has a \\u that no four hexadecimal digits follow", failure.Message);
    }

    private static List<(string, string)> Parsed(string text) =>
        [.. PropertiesText.Parse(Encoding.Latin1.GetBytes(text)).Select(pair => (pair.Key, pair.Value.Text))];
}
