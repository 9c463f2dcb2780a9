using System.Security.Cryptography;
using System.Text;
using KafkaStore.Avro;
using KafkaStore.EndToEnd.Tests.Kafka;
using KafkaStore.EndToEnd.Tests.Support;
using KafkaStore.Kafka;
using KafkaStore.Kafka.Embedded;
using KafkaStore.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Record = KafkaStore.Records.Record;

namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class RestoreTests(ArchivedOrders orders) : IClassFixture<ArchivedOrders>, IDisposable
{
    private readonly EmbeddedBroker target = EmbeddedBroker.Start();

    public void Dispose() => target.Dispose();

    [Fact]
    public async Task RestoredTopicArchivedAgainHasTheSameFiles()
    {
        (int exitCode, string output, string errors) = await RestoreAsync("--verify");
        Assert.True(exitCode == 0, errors);
        Assert.Contains($"orders-3 -> orders-3: 5,000 records, ", output, StringComparison.Ordinal);
        Assert.Contains(", offsets [0, 5000)\n", output, StringComparison.Ordinal);
        Assert.Contains(" in 4 partitions restored to " + target.Brokers, output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split('\n').Count(line => line.Contains("5,000 records equal to the archive's, sha256 ", StringComparison.Ordinal)));

        // Offsets are the same too, so all of a file is: name, boundaries, records digest, chain.
        ArchiveFolder again = await orders.ArchiveAsync(target);
        Assert.True(again.Objects().Count > 4);
        Assert.Equal(Digests(orders.Archive), Digests(again));
    }

    [Fact]
    public async Task KilledRestoresLoseAndDoubleNothing()
    {
        const int Kills = 4;
        target.CreateTopic(ArchivedOrders.Topic, ArchivedOrders.Partitions);
        string[] arguments =
        [
            "--state", orders.NewPath("state"), "--offset-map", orders.NewPath("map"), "--checkpoint-records", "700", "--settle-seconds", "1",
            "--kafka-property", "batch.num.messages=1", "--kafka-property", "linger.ms=0",
        ];
        for (int kill = 1; kill <= Kills; kill++)
            await KillAtAsync(kill * ArchivedOrders.Partitions * ArchivedOrders.RecordsEach / (Kills + 2), arguments);

        (int exitCode, string output, string errors) = await RestoreAsync([.. arguments, "--verify"]);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("begun by an earlier run", output, StringComparison.Ordinal);
        for (int number = 0; number < ArchivedOrders.Partitions; number++)
        {
            var partition = new TopicPartition(ArchivedOrders.Topic, number);
            Assert.Equal(Contents(await ArchivedOrders.ReadAsync(orders.Broker, partition)), Contents(await ArchivedOrders.ReadAsync(target, partition)));
        }

        IEnumerable<string> mapped = Enumerable.Range(0, ArchivedOrders.Partitions).Select(number => $"orders,{number},0,orders,0,5000");
        Assert.Equal(mapped.Prepend("topic,partition,old_first,target_topic,new_first,count"), await File.ReadAllLinesAsync(arguments[3]));
    }

    [Fact]
    public async Task RangeGoesBehindWhatAnotherTopicHasAndTheMapSaysWhere()
    {
        target.CreateTopic("copies", 5);
        await using (var writer = new KafkaRecordWriter(new KafkaClientOptions(target.Brokers, "producer"), NullLogger.Instance))
        {
            await writer.WriteAsync("copies", 2, BrokerFixture.Numbered(1), default);
            await writer.FlushAsync(default);
        }

        string map = orders.NewPath("map");
        string[] range = ["--topic", "orders", "--topic-map", "orders=copies", "--partition", "2", "--from-offset", "100", "--to-offset", "110"];
        (int exitCode, string output, string errors) = await RestoreAsync(range);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal("error: copies-2 has 1 records already. Restore into a new topic (--topic-map), or give --append to write behind them.\n", errors);

        (exitCode, output, errors) = await RestoreAsync([.. range, "--append", "--offset-map", map, "--verify"]);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("orders-2 -> copies-2: 10 records, ", output, StringComparison.Ordinal);
        Assert.Equal("topic,partition,old_first,target_topic,new_first,count\norders,2,100,copies,1,10\n", await File.ReadAllTextAsync(map));
        IReadOnlyList<Record> source = await ArchivedOrders.ReadAsync(orders.Broker, new TopicPartition("orders", 2));
        IReadOnlyList<Record> copies = await ArchivedOrders.ReadAsync(target, new TopicPartition("copies", 2));
        Assert.Equal(Contents(source.Skip(100).Take(10)), Contents(copies.Skip(1)));
    }

    [Fact]
    public async Task DryRunCountsAndNeedsNoBroker()
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            "restore", "--local-store", orders.Archive.Path, "--topic-map", "orders=copies", "--from-offset", "4990", "--dry-run");
        Assert.True(exitCode == 0, errors);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("orders-0 -> copies-0: 10 records, ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("40 records, ", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith(" bytes as stored in 4 partitions would be restored; nothing was written", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOfTheOriginalToolAreRestored()
    {
        string archive = orders.NewPath("original");
        OriginalArchive.Write(Path.Combine(archive, "old", "000001", "00000000000000000005"), (1_700_000_000_000, "five"), (-1, "six"));
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            "restore", "--to-broker", target.Brokers, "--local-store", archive, "--state", orders.NewPath("state"), "--verify");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("old-1 -> old-1: 2 records, 7 bytes, offsets [0, 2)\n", output, StringComparison.Ordinal);
        IReadOnlyList<Record> records = await ArchivedOrders.ReadAsync(target, new TopicPartition("old", 1));
        Assert.Equal([1_700_000_000_000, -1], records.Select(record => record.Timestamp));
        Assert.Equal(["five", "six"], records.Select(record => Encoding.UTF8.GetString(record.Value!.Value.Span)));
    }

    [Fact]
    public async Task WhatIsWrongIsSaidInASentence()
    {
        target.CreateTopic("narrow", 3);
        (int exitCode, _, string errors) = await RestoreAsync("--topic-map", "orders=narrow");
        Assert.Equal(1, exitCode);
        Assert.Equal("error: the topic narrow has 3 partitions, and the archive's has 4. Add partitions to it, or restore into a new topic with --topic-map.\n", errors);

        (exitCode, _, errors) = await RestoreAsync("--topic", "nowhere");
        Assert.Equal(1, exitCode);
        Assert.Equal($"error: {orders.Archive.Path} has no topic nowhere. Check --topic and where the archive is.\n", errors);

        (exitCode, _, errors) = await KafkaStoreProcess.RunAsync("restore", "--to-broker", "127.0.0.1:1", "--local-store", orders.Archive.Path, "--state", orders.NewPath("state"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: no Kafka broker answers at 127.0.0.1:1 (", errors, StringComparison.Ordinal);
        Assert.EndsWith("Check --to-broker.\n", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("no broker is given", "--topic", "orders")]
    [InlineData("--from-time takes a time such as", "--to-broker", "b", "--from-time", "yesterday")]
    [InlineData("--to-offset is exclusive", "--to-broker", "b", "--from-offset", "5", "--to-offset", "5")]
    [InlineData("--topic-map takes OLD=NEW", "--to-broker", "b", "--topic-map", "orders")]
    [InlineData("--partition takes a partition's number", "--to-broker", "b", "--partition", "x")]
    public async Task WhatIsTypedWrongIsSaid(string said, params string[] arguments)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(["restore", "--local-store", orders.Archive.Path, .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {said}", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private async Task KillAtAsync(long records, string[] arguments)
    {
        await using var log = new KafkaRecordLog(BrokerFixture.OptionsFor(target.Brokers), NullLogger.Instance);
        await using KafkaStoreProcess program = KafkaStoreProcess.Start(Arguments(arguments));
        DateTime limit = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while ((await log.GetBoundsAsync([ArchivedOrders.Topic], default)).Sum(bounds => bounds.End) < records)
        {
            Assert.False(program.HasExited, program.Errors);
            Assert.True(DateTime.UtcNow < limit, $"Nothing more was restored within a minute:\n{program.Errors}");
            await Task.Delay(5);
        }

        await program.KillAsync();
    }

    private Task<(int ExitCode, string Output, string Errors)> RestoreAsync(params string[] arguments) => KafkaStoreProcess.RunAsync(Arguments(arguments));

    private string[] Arguments(string[] arguments) =>
    [
        "restore", "--to-broker", target.Brokers, "--local-store", orders.Archive.Path, .. arguments,
        .. arguments.Contains("--state") ? Array.Empty<string>() : ["--state", orders.NewPath("state")],
    ];

    private static string[] Contents(IEnumerable<Record> records) =>
        [.. records.Select(record => Convert.ToHexString(RecordEncoding.Encode(record with { Offset = 0 }).Bytes.Span))];

    private static string[] Digests(ArchiveFolder folder) =>
        [.. folder.Objects().Select(name => $"{name} {Convert.ToHexStringLower(SHA256.HashData(folder.BytesOf(name)))}")];
}
