using KafkaStore.Cli.Logging;

namespace KafkaStore.Tests.Cli;

public sealed class JsonLinesTests : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly JsonLines lines;

    public JsonLinesTests() => lines = new JsonLines(output);

    public void Dispose()
    {
        lines.Dispose();
        output.Dispose();
    }

    [Theory]
    [InlineData("error: it failed", "Error", "it failed")]
    [InlineData("warning: it is slow", "Warning", "it is slow")]
    [InlineData("note: it is so", "Information", "it is so")]
    [InlineData("incomplete: orders-0: why", "Information", "incomplete: orders-0: why")]
    public async Task ASentenceHasTheLevelOfItsWord(string sentence, string level, string message)
    {
        await lines.WriteLineAsync(sentence);
        JsonElement said = Said();
        Assert.Equal(level, said.GetProperty("LogLevel").GetString());
        Assert.Equal(message, said.GetProperty("Message").GetString());
        Assert.Equal("kafka-store", said.GetProperty("Category").GetString());
    }

    [Fact]
    public void PiecesBecomeALine()
    {
        lines.Write('o');
        lines.Write("ne");
        Assert.Empty(output.ToString());
        lines.WriteLine();
        Assert.Equal("one", Said().GetProperty("Message").GetString());
    }

    [Fact]
    public void WhatIsLoggedKeepsItsPartsAndIsOneLineWhateverIsInIt()
    {
        using var provider = new ConsoleLoggerProvider(output, verbose: true, TimeProvider.System, lines);
        provider
            .CreateLogger("Category")
            .Log(
                LogLevel.Error,
                new EventId(7),
                new List<KeyValuePair<string, object?>> { new("Name", "x") },
                new IOException("the disk\nis full"),
                (_, _) => "x failed\nbadly."
            );
        JsonElement said = Said();
        Assert.Equal("Category", said.GetProperty("Category").GetString());
        Assert.Equal(7, said.GetProperty("EventId").GetInt32());
        Assert.Equal("x failed\nbadly.", said.GetProperty("Message").GetString());
        Assert.Equal("x", said.GetProperty("State").GetProperty("Name").GetString());
        Assert.Contains("the disk", said.GetProperty("Exception").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", said.GetProperty("Timestamp").GetString());
    }

    private JsonElement Said() => JsonDocument.Parse(Assert.Single(output.ToString().TrimEnd('\n').Split('\n'))).RootElement;
}
