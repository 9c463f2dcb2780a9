using KafkaStore.Reading.Objects;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;
using KafkaStore.Scripted.Topics;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The built program, and a broker that can't answer for one topic or partition, or has damaged records.</summary>
public sealed class SickPartitionTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-sick-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start(new BrokerOptions { Nodes = 2 });

    private string Archive => Path.Combine(folder.FullName, "archive");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task APartitionWithoutALeaderHoldsUpNoOther()
    {
        Topic orders = Filled("orders", 3);
        orders[1].LoseLeader();
        (int exitCode, string errors) = await ArchiveAsync("orders");
        Assert.Equal(3, exitCode);
        Assert.Contains("orders-1 can't be asked about: no broker leads it at present", errors, StringComparison.Ordinal);
        Assert.Equal(["orders-0 0-100", "orders-2 0-100"], await ArchivedAsync());

        orders[1].Elect(broker.Nodes[0]);
        (exitCode, errors) = await ArchiveAsync("orders");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(["orders-0 0-100", "orders-1 0-100", "orders-2 0-100"], await ArchivedAsync());
    }

    [Fact]
    public async Task ANodeThatDoesNotAnswerHoldsUpNoPartitionOfAnother()
    {
        Topic orders = Filled("orders", 2);
        broker.Faults.Disconnect(Scripted.Protocol.Api.ListOffsets, node: broker.Nodes[1]);
        (int exitCode, string errors) = await ArchiveAsync("orders");
        Assert.Equal(3, exitCode);
        Assert.Contains("orders-1 is left out", errors, StringComparison.Ordinal);
        Assert.Equal([$"{orders[0]} 0-100"], await ArchivedAsync());
    }

    [Fact]
    public async Task ATopicThatIsNotThereHoldsUpNoOther()
    {
        Filled("orders", 1);
        (int exitCode, string errors) = await ArchiveAsync("orders", "payments");
        Assert.Equal(3, exitCode);
        Assert.Contains("has no topic payments. Check --topic", errors, StringComparison.Ordinal);
        Assert.Equal(["orders-0 0-100"], await ArchivedAsync());
        Filled("payments", 1);
        Assert.Equal(0, (await ArchiveAsync("orders", "payments")).ExitCode);
        Assert.Equal(["orders-0 0-100", "payments-0 0-100"], await ArchivedAsync());
    }

    [Fact]
    public async Task WhereNoTopicIsThereTheNamesAreWrong()
    {
        (int exitCode, string errors) = await ArchiveAsync("orders", "payments");
        Assert.Equal(1, exitCode);
        Assert.Contains("has no topic orders. Check --topic, or create the topic first.", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Archive) ? new ArchiveFolder(Archive).Objects() : []);
    }

    [Fact]
    public async Task ATopicThatIsDeletedWhileItIsReadHoldsUpNoOther()
    {
        Topic orders = Filled("orders", 1);
        Filled("payments", 1);
        await using var run = KafkaStoreProcess.Start(Arguments(["orders", "payments"], "--file-age-seconds", "1"));
        await run.UntilAsync(it => it.Errors.Contains("Consuming from", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(1));
        broker.Delete("payments");
        orders[0].Fill(50, i => LogRecord.Of("later", $"{i}"));
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.False(run.HasExited, run.Errors);
        await run.SignalAsync("TERM");
        (int exitCode, _, string errors) = await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(exitCode == 0, errors);
        Assert.Equal(150, broker.Committed("g", "orders", 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NothingBehindADamagedBatchIsTakenForWhatComesNext(bool atTheEnd)
    {
        Topic orders = Filled("orders", 2);
        orders[0].Damage(40);
        if (atTheEnd)
            orders[0].Damage(70);
        (int exitCode, string errors) = await ArchiveAsync("orders");
        Assert.Equal(3, exitCode);
        Assert.Contains("orders-0 can't be read at offset 40", errors, StringComparison.Ordinal);
        Assert.Contains("docs/operations.md says how to get past", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Still no broker", errors, StringComparison.Ordinal);
        Assert.Equal(["orders-0 0-40", "orders-1 0-100"], await ArchivedAsync());

        orders[0].Damage(40); // whole again, as by another replica
        if (atTheEnd)
            orders[0].Damage(70);
        (exitCode, errors) = await ArchiveAsync("orders");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(["orders-0 0-100", "orders-1 0-100"], await ArchivedAsync());
    }

    [Fact]
    public async Task ADamagedBatchIsGotPastByDeletingItAndNotedAsLost()
    {
        Topic orders = Filled("orders", 1);
        orders[0].Damage(40);
        Assert.Equal(3, (await ArchiveAsync("orders")).ExitCode);
        orders[0].DeleteRecordsBefore(50);
        (int exitCode, string errors) = await ArchiveAsync("orders");
        Assert.True(exitCode == 3, errors);
        Assert.Contains("orders-0: the broker deleted offsets [40, 50)", errors, StringComparison.Ordinal);
        Assert.Equal(["orders-0 0-100"], await ArchivedAsync());
    }

    [Fact]
    public async Task ADamagedBatchThatIsMendedMeanwhileIsReadByTheSameRun()
    {
        Topic orders = Filled("orders", 1);
        orders[0].Damage(40);
        await using var run = KafkaStoreProcess.Start(Arguments(["orders"], "--exit-at-end", "--close-at-end", "--settling-seconds", "1"));
        await run.UntilAsync(it => it.Errors.Contains("orders-0 is left out", StringComparison.Ordinal));
        orders[0].Damage(40);
        (int exitCode, _, string errors) = await run.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(exitCode == 0, errors);
        Assert.Contains("orders-0 can be read again", errors, StringComparison.Ordinal);
        Assert.Equal(["orders-0 0-100"], await ArchivedAsync());
    }

    // Ten records a batch.
    private Topic Filled(string name, int partitions)
    {
        Topic topic = broker.CreateTopic(name, partitions);
        foreach (BrokerPartition partition in topic.Partitions)
            partition.Fill(100, i => LogRecord.Of($"k {i % 7}", $"{name} {i}"), perBatch: 10);
        return topic;
    }

    private async Task<IEnumerable<string>> ArchivedAsync()
    {
        var objects = new ArchiveObjects(new LocalObjectStore(Archive));
        var ranges = new SortedDictionary<string, (long From, long To)>(StringComparer.Ordinal);
        foreach (ArchiveName name in new ArchiveFolder(Archive).Objects())
        {
            ArchiveObject archived = (await objects.FindAsync(name, default))!;
            string partition = name.Partition.ToString();
            long from = ranges.TryGetValue(partition, out (long From, long To) before) ? before.From : name.BaseOffset;
            ranges[partition] = (from, archived.NextOffset);
        }

        return ranges.Select(range => $"{range.Key} {range.Value.From}-{range.Value.To}");
    }

    private async Task<(int ExitCode, string Errors)> ArchiveAsync(params string[] topics)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            Arguments(topics, "--exit-at-end", "--close-at-end", "--settling-seconds", "1")
        );
        return (exitCode, errors);
    }

    private string[] Arguments(string[] topics, params string[] more) =>
        [
            "--broker-list",
            broker.Bootstrap,
            .. topics.SelectMany(topic => new[] { "--topic", topic }),
            "--group",
            "g",
            "--local-store",
            Archive,
            "--offset-reset",
            "earliest",
            .. more,
        ];
}
