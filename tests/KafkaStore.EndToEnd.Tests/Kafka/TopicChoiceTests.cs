using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The built program: what only an operator can say of a topic that the brokers have under another id.</summary>
public sealed class TopicChoiceTests : RecreatedOrders
{
    // A copied record has the same time.
    private readonly long began = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Fact]
    public async Task ANewGenerationIsDeclaredWhereTheProgramWasToStop()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync();
        Fill(Broker.Recreate("orders"), "new", 600);
        Assert.Equal(3, (await ArchiveAsync("--close-at-end", "--on-recreated", "fault")).ExitCode);

        (int exitCode, string output, string errors) = await ResumeAsync("--new-generation", "--settling-seconds", "1");
        Assert.True(exitCode == 0, output + errors);
        Assert.StartsWith("orders: orders~g1 begins with the id ", output, StringComparison.Ordinal);
        Assert.Contains("orders-0: cleared (TopicRecreated). Its cause is gone.", output, StringComparison.Ordinal);

        await EndsWellAsync("--close-at-end", "--on-recreated", "fault");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", 600), await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task OneThatTheBrokersDoNotHaveIsNotDeclared()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync("--close-at-end");
        (int exitCode, string output, string errors) = await ResumeAsync("--new-generation", "--settling-seconds", "1");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches("^error: the brokers have topic orders with the id .{22}, which is that of orders in the archive", errors);
    }

    [Fact]
    public async Task TheCopyOfAClusterContinuesAnArchive()
    {
        Topic original = Broker.CreateTopic("orders");
        FillAlike(original, 0, 500);
        await EndsWellAsync();
        Broker.ClusterId = "anotherClusterIsThis00";
        Topic copied = Broker.Recreate("orders");
        FillAlike(copied, 0, 600);
        Assert.Equal(3, (await ArchiveAsync("--close-at-end")).ExitCode);

        (int exitCode, string output, string errors) = await ResumeAsync("--same-topic", "AAAAAAAAAAAAAAAAAAAAAQ");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(
            $"the brokers give topic orders the id {IdOf(copied)}, not AAAAAAAAAAAAAAAAAAAAAQ",
            errors,
            StringComparison.Ordinal
        );

        (exitCode, output, errors) = await ResumeAsync("--same-topic", IdOf(copied));
        Assert.True(exitCode == 0, output + errors);
        Assert.StartsWith("orders: all records that both have are equal: orders goes on with the id", output, StringComparison.Ordinal);
        Assert.Contains("orders-0: cleared (OtherCluster)", output, StringComparison.Ordinal);

        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 600), await ArchivedAsync("orders"));
        Assert.Empty(await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Theory]
    [InlineData(500, "at offset 250")] // another record in the middle
    [InlineData(300, "below 500")] // too short
    public async Task ATopicWithOtherRecordsContinuesNothing(int records, string expected)
    {
        FillAlike(Broker.CreateTopic("orders"), 0, 500);
        await EndsWellAsync("--close-at-end");
        Topic other = Broker.Recreate("orders");
        FillAlike(other, 0, 250);
        other[0].Append(LogRecord.Of("k", "another"));
        FillAlike(other, 251, records);
        Assert.Equal(3, (await ArchiveAsync("--close-at-end", "--on-recreated", "fault")).ExitCode);
        (int exitCode, string output, string errors) = await ResumeAsync("--same-topic", IdOf(other));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
    }

    [Theory]
    [InlineData("--new-generation and --same-topic say opposite things", "--new-generation", "--same-topic", "AAAAAAAAAAAAAAAAAAAAAQ")]
    [InlineData("--new-generation is about all partitions of a topic", "--new-generation", "--partition", "0")]
    [InlineData("--same-topic takes a topic's id as", "--same-topic", "orders")]
    [InlineData("--settling-seconds is of --new-generation: give both.", "--settling-seconds", "1")]
    public async Task WhatDoesNotGoTogetherIsSaid(string expected, params string[] options)
    {
        (int exitCode, _, string errors) = await ResumeAsync(options);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private void FillAlike(Topic topic, int from, int to) =>
        topic[0].Fill(to - from, i => LogRecord.Of($"k {(from + i) % 7}", $"old {from + i}", began + from + i));

    private static string IdOf(Topic topic) => System.Buffers.Text.Base64Url.EncodeToString(topic.Id.ToByteArray(bigEndian: true));

    private Task<ToolRun> ResumeAsync(params string[] options) =>
        KafkaStoreProcess.RunAsync([
            "resume",
            "--topic",
            "orders",
            "--broker-list",
            Broker.Bootstrap,
            "--group",
            "g",
            "--local-store",
            Archive,
            .. options,
        ]);
}
