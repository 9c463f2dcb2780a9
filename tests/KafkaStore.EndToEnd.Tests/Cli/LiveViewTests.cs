using System.Text.RegularExpressions;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>What an archiver shows on a terminal, and that it is quiet where there is none.</summary>
public sealed partial class LiveViewTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private const string Headings = "partition +archived +accepted +lag"; // as wide as what is below them

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-live-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task ARunEndsWithWhereEveryPartitionStands()
    {
        string topic = await TopicAsync();
        await using var terminal = Terminal.Start(100, 24, WholeTopic(kafka.Broker.Brokers, topic, Archive));
        Assert.Equal(0, await terminal.WaitAsync());

        Assert.Matches(@"\e\[\d+A", terminal.Shown); // drawn anew in place
        string[] last = Plain(terminal.Shown[terminal.Shown.LastIndexOf($"{topic} → ", StringComparison.Ordinal)..]).TrimEnd().Split('\n');
        Assert.Matches($@"^{topic} → {Archive} +\d+ s$", last[0]);
        Assert.StartsWith("lag 0 · ", last[1]);
        Assert.Matches("^" + Headings, last[3]);
        Assert.Matches($"^{topic}-0 +20 +20 +0 .* up to date$", last[5]);
        Assert.Matches($"^{topic}-1 +10 +10 +0 .* up to date$", last[6]);
        Assert.Equal(7, last.Length);
        Assert.Contains($"Archived {topic}/000000/", terminal.Shown); // what is logged stays
        Assert.DoesNotContain("\e[?25l", terminal.Shown); // the cursor
    }

    [Fact]
    public async Task CtrlCLeavesTheTerminalWhole()
    {
        string topic = await TopicAsync();
        await using var terminal = Terminal.Start(100, 24, Following(kafka.Broker.Brokers, topic, Archive));
        await terminal.UntilAsync(shown => Plain(shown).Contains("up to date\n", StringComparison.Ordinal));
        await terminal.TypeAsync("\x03");
        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("\e[?25l", terminal.Shown);
        Assert.EndsWith("\e[?1l\e>", ModeChanges().Matches(terminal.Shown).Last().Value); // the keys are as they were
        Assert.EndsWith("\n", Plain(terminal.Shown)); // the prompt comes on a line of its own
    }

    [Theory]
    [InlineData("--no-live", "")]
    [InlineData("", "| cat")]
    public async Task PlainLinesAreAllThereIsOtherwise(string option, string more)
    {
        string topic = await TopicAsync();
        await using var terminal = Terminal.Start(100, 24, [.. WholeTopic(kafka.Broker.Brokers, topic, Archive), option], more);
        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain('\e', ModeChanges().Replace(terminal.Shown, "")); // those are the runtime's
        Assert.Contains($"Archived {topic}/000000/", terminal.Shown);
        Assert.DoesNotMatch(Headings, terminal.Shown);
    }

    [Fact]
    public async Task WhatIsLoggedGoesWhereItIsSentTo()
    {
        string topic = await TopicAsync();
        string log = Path.Combine(folder.FullName, "log");
        await using var terminal = Terminal.Start(100, 24, WholeTopic(kafka.Broker.Brokers, topic, Archive), $"2> {log}");
        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Matches(Headings, Plain(terminal.Shown));
        Assert.DoesNotContain("Archived", terminal.Shown);
        string logged = await File.ReadAllTextAsync(log);
        Assert.Contains($"Archived {topic}/000000/", logged);
        Assert.DoesNotContain('\e', logged);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task ColoursAreLeftOutWhereNobodyWantsThem(string noColor, bool expected)
    {
        string topic = await TopicAsync();
        KeyValuePair<string, string>[] environment = noColor.Length > 0 ? [new("NO_COLOR", noColor)] : [];
        await using var terminal = Terminal.Start(100, 24, WholeTopic(kafka.Broker.Brokers, topic, Archive), environment: environment);
        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Matches(Headings, Plain(terminal.Shown));
        Assert.Equal(expected, Colour().IsMatch(terminal.Shown));
    }

    private string Archive => Path.Combine(folder.FullName, "archive");

    private static string Plain(string shown) => Codes().Replace(shown, "").Replace("\r", "", StringComparison.Ordinal);

    private async Task<string> TopicAsync()
    {
        string topic = kafka.NewTopic(2);
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 20).Select(BrokerFixture.Numbered));
        await kafka.WriteAsync(topic, 1, Enumerable.Range(0, 10).Select(BrokerFixture.Numbered));
        return topic;
    }

    [GeneratedRegex("\e(\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Codes();

    [GeneratedRegex("(\e\\[\\?1[hl]\e[=>])+")]
    private static partial Regex ModeChanges();

    [GeneratedRegex("\e\\[([0-9]+;)*(3[0-7]|38;[0-9;]+|9[0-7])m")]
    private static partial Regex Colour();
}
