using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Every way in which a run of the built program ends, and how one sees it: 0 only where all that was asked for is archived.</summary>
public sealed class EndingTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-ending-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start(new BrokerOptions { Release = BrokerRelease.WithoutTopicIds });

    private string Archive => Path.Combine(folder.FullName, "a");

    public Task InitializeAsync()
    {
        Topic orders = broker.CreateTopic("orders", partitions: 2);
        orders[0].Append(LogRecord.Numbered(10));
        orders[1].Append(LogRecord.Numbered(4));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task LostRecordsThatNothingFollowsEndWithThreeAreNotedAndVerified()
    {
        Assert.Equal((0, ""), await ArchiveAsync());
        broker.Find("orders")![0].Append(LogRecord.Numbered(7));
        broker.Find("orders")![0].DeleteRecordsBefore(17);

        // Before any archiver has seen it, the comparison with the broker tells.
        Assert.Contains(
            "\norders-0: offsets [10, 17) are neither archived nor at 127.0.0.1",
            "\n" + await VerifyAsync(),
            StringComparison.Ordinal
        );

        Assert.Equal(
            (
                3,
                "incomplete: orders-0: offsets [10, 17) are lost: the broker had deleted them before they were read. The archive notes it.\n"
            ),
            await ArchiveAsync()
        );
        string verified = await VerifyAsync();
        Assert.Contains("orders-0: offsets [10, 17) are noted as lost", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("neither archived", verified, StringComparison.Ordinal);

        broker.Find("orders")![0].Append(LogRecord.Numbered(3));
        Assert.Equal((0, ""), await ArchiveAsync());
    }

    [Fact]
    public async Task ARunThatIsStoppedSaysWhatItLost()
    {
        Assert.Equal((0, ""), await ArchiveAsync());
        broker.Find("orders")![0].Append(LogRecord.Numbered(7));
        broker.Find("orders")![0].DeleteRecordsBefore(17);
        await using var run = KafkaStoreProcess.Start([.. Arguments]);
        string marker = Path.Combine(Archive, "~kafka-store", "orders", "000000", "lost", $"{10:D20}-{17:D20}.json");
        await run.UntilAsync(_ => File.Exists(marker));
        await run.SignalAsync("TERM");
        (int code, _, string errors) = await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(3, code);
        Assert.EndsWith(
            "incomplete: orders-0: offsets [10, 17) are lost: the broker had deleted them before they were read. The archive notes it.\n",
            errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task RecordsBehindAnOpenTransactionEndWithThreeUntilItHasEnded()
    {
        Transaction open = broker.Find("orders")![1].OpenTransaction(LogRecord.Numbered(2));
        broker.Find("orders")![1].Append(LogRecord.Numbered(3));
        Assert.Equal(
            (
                3,
                "incomplete: orders-1: offsets [4, 9) belong to a transaction that is still open, or lie behind one, and were not read. Run the same command again when it has ended.\n"
            ),
            await ArchiveAsync()
        );
        open.Commit();
        Assert.Equal((0, ""), await ArchiveAsync());
        Assert.Contains("19 records of 2 partitions equal", await VerifyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATopicThatShrankEndsWithThreeAndTheOthersAreArchived()
    {
        broker.CreateTopic("payments")[0].Append(LogRecord.Numbered(5));
        Assert.Equal((0, ""), await ArchiveAsync("--topic", "payments"));
        broker.Recreate("orders")[0].Append(LogRecord.Numbered(2));
        broker.Find("payments")![0].Append(LogRecord.Numbered(6));
        (int code, string lines) = await ArchiveAsync("--topic", "payments");
        Assert.Equal(3, code);
        Assert.Matches(
            @"^incomplete: orders-0: its log has become shorter .*\nincomplete: orders-1: its log has become shorter .*\n$",
            lines
        );
        Assert.Equal(2, new ArchiveFolder(Archive).Objects().Count(name => name.Partition.Topic == "payments"));
    }

    [Fact]
    public async Task AFaultedPartitionEndsWithThreeAndTheOthersAreArchived()
    {
        Assert.Equal((0, ""), await ArchiveAsync());
        string damaged = Path.Combine(Archive, "orders", "000000", $"{0:D20}");
        byte[] bytes = await File.ReadAllBytesAsync(damaged);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes);
        broker.Find("orders")![0].Append(LogRecord.Numbered(2));
        broker.Find("orders")![1].Append(LogRecord.Numbered(2));
        (int code, string lines) = await ArchiveAsync();
        Assert.Equal(3, code);
        Assert.StartsWith("incomplete: orders-0: ", lines, StringComparison.Ordinal);
        Assert.EndsWith("and clear the fault.\n", lines, StringComparison.Ordinal);
        Assert.Single(lines, character => character == '\n');
        Assert.Equal(2, new ArchiveFolder(Archive).Objects().Count(name => name.Partition.Partition == 1));
    }

    private string[] Arguments =>
        ["--broker-list", broker.Bootstrap, "--topic", "orders", "--group", "g", "--local-store", Archive, "--offset-reset", "earliest"];

    // The exit code, and what is said at the very end.
    private async Task<(int Code, string Errors)> ArchiveAsync(params string[] more)
    {
        (int code, _, string errors) = await KafkaStoreProcess.RunAsync([
            .. Arguments,
            "--exit-at-end",
            "--close-at-end",
            "--settling-seconds",
            "1",
            .. more,
        ]);
        string[] lines = errors.TrimEnd('\n').Split('\n');
        string[] last = [.. lines.Reverse().TakeWhile(line => line.StartsWith("incomplete: ", StringComparison.Ordinal)).Reverse()];
        return (code, string.Concat(last.Select(line => line + "\n")));
    }

    private async Task<string> VerifyAsync()
    {
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync(
            "verify",
            "--local-store",
            Archive,
            "--against-broker",
            broker.Bootstrap
        );
        Assert.Equal((0, ""), (code, errors));
        return output;
    }
}
