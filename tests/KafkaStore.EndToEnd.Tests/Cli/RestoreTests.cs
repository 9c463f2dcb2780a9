using KafkaStore.Scripted.Protocol;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

[Collection(nameof(ArchivedOrders))]
public sealed class RestoreTests(ArchivedOrders orders) : IAsyncLifetime
{
    private readonly ScriptedBroker kafka = ScriptedBroker.Start();

    private static TopicConfig Kept => new() { ["retention.ms"] = "-1" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await kafka.DisposeAsync();
        Assert.Empty(kafka.Problems);
    }

    [Fact]
    public async Task RestoredTopicArchivedAgainHasTheSameFiles()
    {
        string output = (await RestoreAsync("--verify")).Succeed();
        Assert.Contains($"orders-3 -> orders-3: 5,000 records, ", output);
        Assert.Contains(", offsets [0, 5000)\n", output);
        Assert.Contains(" in 4 partitions restored to " + kafka.Bootstrap, output);
        Assert.Equal(4, output.Split('\n').Count(line => line.Contains("5,000 records equal to the archive's, sha256 ")));

        // Offsets are the same too, so all of a file is: name, boundaries, records digest, chain.
        ArchiveFolder again = await orders.ArchiveAsync(kafka.Bootstrap);
        Assert.True(again.Objects().Count > 4);
        Assert.Equal(RestoreProgram.Digests(orders.Archive), RestoreProgram.Digests(again));
    }

    [Fact]
    public async Task RangeGoesBehindWhatAnotherTopicHasAndTheMapSaysWhere()
    {
        kafka.CreateTopic("copies", 5, Kept);
        await BrokerFixture.WriteToAsync(kafka.Bootstrap, "copies", 2, BrokerFixture.Numbered(1));
        string map = orders.NewPath("map");
        string[] range = Words($"--topic orders --topic-map orders=copies --partition 2 --from-offset 100 --to-offset 110");
        (int exitCode, string output, string errors) = await RestoreAsync(range);
        Assert.Equal((2, ""), (exitCode, output));
        string wider =
            "note: the topic copies has 5 partitions, and the archive's has 4: records keep their partition's number, and producers will put new ones of the same key elsewhere.\n";
        Assert.Equal(
            wider
                + "error: copies-2 has 1 record already. Restore into a new topic (--topic-map), or give --append to write behind them.\n"
                + "error: nothing was restored.\n",
            errors
        );

        (exitCode, output, errors) = await RestoreAsync([.. range, "--append", "--offset-map", map, "--verify"]);
        Assert.Equal((0, wider), (exitCode, errors));
        Assert.Contains("orders-2 -> copies-2: 10 records, ", output);
        Assert.Equal(
            "topic,partition,old_first,target_topic,new_first,count\norders,2,100,copies,1,10\n",
            await File.ReadAllTextAsync(map)
        );
        IReadOnlyList<Record> source = await ArchivedOrders.ReadAsync(orders.Broker.Brokers, new TopicPartition("orders", 2));
        IReadOnlyList<Record> copies = await ArchivedOrders.ReadAsync(kafka.Bootstrap, new TopicPartition("copies", 2));
        Assert.Equal(RestoreProgram.Contents(source.Skip(100).Take(10)), RestoreProgram.Contents(copies.Skip(1)));
    }

    [Fact]
    public async Task DryRunCountsAndNeedsNoBroker()
    {
        string output = (
            await KafkaStoreProcess.RunAsync(
                Words($"restore --local-store {orders.Archive.Path} --topic-map orders=copies --from-offset 4990 --dry-run")
            )
        ).Succeed();
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("orders-0 -> copies-0: 10 records, ", lines[0]);
        Assert.StartsWith("40 records, ", lines[^1]);
        Assert.EndsWith(" bytes as stored in 4 partitions would be restored; nothing was written", lines[^1]);
    }

    [Fact]
    public async Task FilesOfTheOriginalToolAreRestored()
    {
        string archive = orders.NewPath("original");
        OriginalArchive.Write(Path.Combine(archive, "old", "000001", "00000000000000000005"), (1_700_000_000_000, "five"), (-1, "six"));
        string output = (
            await KafkaStoreProcess.RunAsync(
                Words($"restore --to-broker {kafka.Bootstrap} --local-store {archive} --state {orders.NewPath("state")} --verify")
            )
        ).Succeed();
        Assert.Contains("old-1 -> old-1: 2 records, 7 bytes, offsets [0, 2)\n", output);
        IReadOnlyList<Record> records = await ArchivedOrders.ReadAsync(kafka.Bootstrap, new TopicPartition("old", 1));
        Assert.Equal(2, kafka.Find("old")?.Partitions.Count);
        Assert.Equal([1_700_000_000_000, -1], records.Select(record => record.Timestamp));
        Assert.Equal(["five", "six"], records.Select(record => Encoding.UTF8.GetString(record.Value!.Value.Span)));
    }

    [Fact]
    public async Task TimestampZeroIsRefusedBeforeAnythingIsWritten()
    {
        string archive = orders.NewPath("original");
        OriginalArchive.Write(
            Path.Combine(archive, "old", "000000", "00000000000000000005"),
            (-1, "five"),
            (0, "six"),
            (7, "seven"),
            (0, "eight")
        );
        string[] restore = ["restore", "--to-broker", kafka.Bootstrap, "--local-store", archive, "--state", orders.NewPath("state")];
        const string Sentence =
            "error: 2 records have the timestamp 0 (1970-01-01), the first at offset 6 of old-0, which the Kafka client can't write unaltered. "
            + "Leave such records out, and those without a timestamp, with --from-time 1; kafka-store-reader --from-time 0 --to-time 1 reads them.\n"
            + "error: nothing was restored.\n";
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync([.. restore, "--dry-run"]);
        Assert.Equal((2, Sentence), (exitCode, errors));
        Assert.Contains(
            ", from 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:00.007Z, the largest 73 bytes as a batch of its own; of these 2 with the timestamp 0, the first at offset 6\n",
            output
        );

        (exitCode, output, errors) = await KafkaStoreProcess.RunAsync(restore);
        Assert.Equal((2, "", Sentence), (exitCode, output, errors));
        Assert.DoesNotContain(kafka.Requests, request => request.Api is Api.CreateTopics or Api.Produce);

        (await KafkaStoreProcess.RunAsync([.. restore, "--from-time", "1", "--verify"])).Succeed();
        Record seven = Assert.Single(await ArchivedOrders.ReadAsync(kafka.Bootstrap, new TopicPartition("old", 0)));
        Assert.Equal((7, "seven"), (seven.Timestamp, Encoding.UTF8.GetString(seven.Value!.Value.Span)));
    }

    [Fact]
    public async Task VerificationThatFailedIsDoneAgainByEveryRunUntilItIsRight()
    {
        string[] arguments = ["--partition", "1", "--to-offset", "50", "--state", orders.NewPath("state")];
        (int exitCode, _, string errors) = await RestoreAsync(arguments);
        Assert.True(exitCode == 0, errors);

        // The topic is made again, as long and with other records.
        string state = await File.ReadAllTextAsync(arguments[^1]);
        await File.WriteAllTextAsync(arguments[^1], state.Replace("\"targetTopic\": \"orders\"", "\"targetTopic\": \"others\""));
        kafka.CreateTopic("others", 4, Kept);
        await BrokerFixture.WriteToAsync(kafka.Bootstrap, "others", 1, Enumerable.Range(0, 50).Select(BrokerFixture.Numbered));
        (await RestoreAsync(arguments)).Succeed(); // not asked to compare, and it wrote all of it
        const string Failed =
            "error: what was restored is not what the archive has in 1 of 1 partitions: another producer wrote there, or records were deleted or compacted. "
            + "The same command compares again; to begin anew, delete the target topic and the checkpoint.\n";
        (exitCode, string output, errors) = await RestoreAsync([.. arguments, "--verify"]);
        Assert.Equal((1, Failed), (exitCode, errors));
        Assert.Contains("others-1: differs from the archive at offset 0: 50 records with sha256 ", output);
        (exitCode, _, errors) = await RestoreAsync(arguments);
        Assert.Equal(
            (1, "note: an earlier --verify did not come out equal, so what was restored is compared with the archive again.\n" + Failed),
            (exitCode, errors)
        );

        state = await File.ReadAllTextAsync(arguments[^1]);
        await File.WriteAllTextAsync(arguments[^1], state.Replace("others", "orders"));
        (exitCode, output, _) = await RestoreAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Contains("orders-1: 50 records equal to the archive's", output);
        (exitCode, output, errors) = await RestoreAsync(arguments);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.DoesNotContain("equal", output);
    }

    [Fact]
    public async Task WhatIsWrongIsSaidInASentence()
    {
        kafka.CreateTopic("narrow", 3, Kept);
        (int exitCode, _, string errors) = await RestoreAsync("--topic-map", "orders=narrow", "--partition", "1");
        Assert.Equal(2, exitCode);
        Assert.Equal(
            "error: the topic narrow has 3 partitions, and the archive's has 4: what producers write from now on would get other partitions than the archived records of its keys. "
                + "Add partitions to it, or restore into a new topic with --topic-map.\n"
                + "error: nothing was restored. What helps: --ignore-survey, which writes in spite of it.\n",
            errors
        );

        (exitCode, _, errors) = await RestoreAsync("--topic", "nowhere");
        Assert.Equal(1, exitCode);
        Assert.Equal($"error: {orders.Archive.Path} has no topic nowhere. Check --topic and where the archive is.\n", errors);

        (exitCode, _, errors) = await KafkaStoreProcess.RunAsync(
            Words($"restore --to-broker 127.0.0.1:1 --local-store {orders.Archive.Path} --state {orders.NewPath("state")}")
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: no Kafka broker answers at 127.0.0.1:1 (", errors);
        Assert.EndsWith("Check --to-broker.\n", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("no broker is given", "--topic", "orders")]
    [InlineData("--from-time takes ISO 8601", "--to-broker", "b", "--from-time", "yesterday")]
    [InlineData("--to-offset is exclusive", "--to-broker", "b", "--from-offset", "5", "--to-offset", "5")]
    [InlineData("--to-time is exclusive", "--to-broker", "b", "--from-time", "2026-01-01", "--to-time", "2026-01-01")]
    [InlineData("--from-offset 6 lies after --to-offset 5", "--to-broker", "b", "--from-offset", "6", "--to-offset", "5")]
    [InlineData("--topic-map takes OLD=NEW", "--to-broker", "b", "--topic-map", "orders")]
    [InlineData("--offset-map and --state can't both be same.csv.", "--to-broker", "b", "--offset-map", "same.csv", "--state", "same.csv")]
    [InlineData("--partition takes numbers such as 0 or 0,2,5, or all, not 'x'", "--to-broker", "b", "--partition", "x")]
    public async Task WhatIsTypedWrongIsSaid(string said, params string[] arguments)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync([
            "restore",
            "--local-store",
            orders.Archive.Path,
            .. arguments,
        ]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {said}", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private Task<ToolRun> RestoreAsync(params string[] arguments) => new RestoreProgram(orders, kafka.Bootstrap).RunAsync(arguments);
}
