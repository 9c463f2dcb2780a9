using KafkaStore.Avro;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Scripting;
using KafkaStore.Scripted.Topics;
using KafkaStore.Staging;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Forging;

/// <summary>Somebody who may write to the staging location of the built program, and to nothing else.</summary>
public sealed class ForgedStagingTests : IAsyncLifetime
{
    private const int Produced = 100;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-forging-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start(new BrokerOptions { Release = BrokerRelease.WithoutTopicIds });

    public Task InitializeAsync()
    {
        broker.CreateTopic("payments")[0].Append(LogRecord.Numbered(Produced));
        Directory.CreateDirectory(Staging);
        File.WriteAllText(KeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task WithAKeyNothingForgedIsArchived()
    {
        Assert.Equal((0, ""), await ArchiveAsync("--staging-key-file", KeyFile));

        // Changed, and dropped by a proof.
        RemoveChunks();
        await ForgeAsync(0, 10);
        await ProveEmptyAsync(10, 90);
        await ForgeAsync(90, Produced);
        Assert.Equal((0, ""), await ArchiveAsync("--staging-key-file", KeyFile, "--close-at-end"));
        await AssertGenuineAsync(Produced);

        // Over the archive's end, and ahead of the log.
        Partition.Append(LogRecord.Numbered(50));
        await ForgeAsync(70, 140);
        await ForgeAsync(150, 250);
        Assert.Equal((0, ""), await ArchiveAsync("--staging-key-file", KeyFile, "--close-at-end"));
        await AssertGenuineAsync(150);
        Partition.Append(LogRecord.Numbered(150));
        Assert.Equal((0, ""), await ArchiveAsync("--staging-key-file", KeyFile, "--close-at-end"));
        await AssertGenuineAsync(300);
    }

    [Fact]
    public async Task WithoutOneRecordsAheadOfTheLogStopThePartition()
    {
        Assert.Equal((0, ""), await ArchiveAsync("--close-at-end"));
        await ForgeAsync(Produced, 200);
        (int code, string said) = await ArchiveAsync("--close-at-end");
        Assert.Equal(3, code);
        Assert.StartsWith("incomplete: payments-0: The log of payments-0 ends at offset 100, below 200 ", said, StringComparison.Ordinal);

        // The topic grows past it: the fault stands.
        Partition.Append(LogRecord.Numbered(200));
        Assert.Equal(3, (await ArchiveAsync("--close-at-end")).Code);
        await AssertGenuineAsync(Produced);
    }

    [Fact]
    public async Task WithoutOneAChunkOverTheArchivesEndStopsThePartitionBeforeAnythingOfItIsArchived()
    {
        Assert.Equal((0, ""), await ArchiveAsync("--close-at-end"));
        Partition.Append(LogRecord.Numbered(100));
        await ForgeAsync(70, 200);
        (int code, string said) = await ArchiveAsync("--close-at-end");
        Assert.Equal(3, code);
        Assert.StartsWith("incomplete: payments-0: Offset 70 was accepted again with another record", said, StringComparison.Ordinal);
        Assert.Contains("somebody else wrote to the staging location", said, StringComparison.Ordinal);
        await AssertGenuineAsync(Produced);
    }

    [Fact]
    public async Task WithoutOneAndWithoutTopicIdsAChangedFirstRecordStopsThePartition()
    {
        Assert.Equal((0, ""), await ArchiveAsync());
        RemoveChunks();
        await ForgeAsync(0, Produced);
        (int code, string said) = await ArchiveAsync("--close-at-end");
        Assert.Equal(3, code);
        Assert.StartsWith("incomplete: payments-0: The broker has another record at offset 0 ", said, StringComparison.Ordinal);
        Assert.Empty(new ArchiveFolder(Archive, Staging).Objects());
    }

    private string Staging => Path.Combine(folder.FullName, "staging");

    private string Archive => Path.Combine(folder.FullName, "archive");

    private string KeyFile => Path.Combine(folder.FullName, "keys");

    private TopicPartition Payments { get; } = new("payments", 0);

    private BrokerPartition Partition => broker.Find("payments")![0];

    private StagingArea Unsigned => new(new LocalObjectStore(Staging));

    private Task ForgeAsync(int from, int to) =>
        Unsigned.StageAsync(
            Payments,
            [
                .. Enumerable
                    .Range(from, to - from)
                    .Select(offset => RecordEncoding.Encode(new Record(offset, 1_700_000_000_000, null, "to=mallory"u8.ToArray(), []))),
            ],
            DateTimeOffset.UtcNow,
            default
        );

    private Task ProveEmptyAsync(int from, int to) =>
        Unsigned.StageProofAsync(Payments, [new OffsetRange(from, to)], DateTimeOffset.UtcNow, default);

    private void RemoveChunks()
    {
        foreach (ChunkName chunk in new ArchiveFolder(Archive, Staging).Chunks())
            File.Delete(Path.Combine(Staging, chunk.ToString()));
    }

    private async Task AssertGenuineAsync(int records)
    {
        (int code, string output) = await VerifyAsync();
        Assert.Contains($"{records} records", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    private async Task<(int Code, string Errors)> ArchiveAsync(params string[] more)
    {
        (int code, _, string errors) = await KafkaStoreProcess.RunAsync([
            .. Following(broker.Bootstrap, "payments", Archive, "--staging-url", Staging, "--exit-at-end", "--settling-seconds", "1"),
            .. more,
        ]);
        return (code, string.Concat(errors.Split('\n').Where(line => line.StartsWith("incomplete: ", StringComparison.Ordinal))));
    }

    private async Task<(int Code, string Output)> VerifyAsync()
    {
        (int code, string output, _) = await KafkaStoreProcess.RunAsync(
            "verify",
            "--local-store",
            Archive,
            "--against-broker",
            broker.Bootstrap
        );
        return (code, output);
    }
}
