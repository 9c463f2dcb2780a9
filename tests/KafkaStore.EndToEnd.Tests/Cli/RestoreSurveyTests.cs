using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Protocol;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>What a restore says before it writes, and what it says when the target refuses a record all the same.</summary>
public sealed class RestoreSurveyTests(SurveyedArchives archives) : IClassFixture<SurveyedArchives>, IAsyncLifetime, IDisposable
{
    private const long Old = 1_700_000_000_000;

    private readonly ScriptedBroker source = ScriptedBroker.Start();
    private readonly ScriptedBroker kafka = ScriptedBroker.Start();
    private readonly TemporaryFolder folder = new();
    private string? surveyed;

    private string Archive => surveyed ?? folder.Below("archive");

    private string State => folder.Below("state.json");

    private static TopicConfig Kept => new() { ["retention.ms"] = "-1" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await kafka.DisposeAsync();
        Assert.Empty(source.Problems.Concat(kafka.Problems));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task F_RecordAbove64MebibytesIsRestored()
    {
        const int Large = 65 * 1024 * 1024;
        Topic orders = source.CreateTopic("orders", 1);
        orders[0].Append(LogRecord.Of("k", new string('x', Large), Old));
        await ArchiveAsync();
        kafka.CreateTopic("orders", 1, new TopicConfig { ["retention.ms"] = "-1", ["max.message.bytes"] = "100000000" });
        string said = (await RestoreAsync("--verify")).Succeed();
        Assert.Contains("orders-0: 1 record equal to the archive's", said);
        Assert.True(kafka.Find("orders")![0].End == 1);
    }

    [Fact]
    public async Task F_RecordLargerThanTheTopicTakesIsSaidBeforeAnyPartitionIsBegun()
    {
        await FindArchiveAsync(largeIn: 1);
        kafka.CreateTopic("orders", 2, Kept);
        (int exitCode, string output, string errors) = await RestoreAsync();
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            "error: max.message.bytes of orders is 1048588, and the record at offset 5 of orders-1 has 2000075 bytes before compression: Kafka may refuse it.\n"
                + $"error: nothing was restored. What helps: 'kafka-configs.sh --bootstrap-server {kafka.Bootstrap} --alter --entity-type topics --entity-name orders --add-config max.message.bytes=2000075'; "
                + "or a topic that is not there yet (--topic-map OLD=NEW), which is made as its records need it; or --ignore-survey, which writes in spite of it.\n",
            errors
        );
        Assert.DoesNotContain(kafka.Requests, request => request.Api is Api.Produce or Api.InitProducerId);
        Assert.False(File.Exists(State));

        // It is compressed, so the broker takes it after all.
        (await RestoreAsync("--ignore-survey", "--verify")).Succeed();
        Assert.Equal(6, kafka.Find("orders")![1].End);
    }

    [Fact]
    public async Task F_SizeThatIsSaidIsTheOneThatTheBrokerCounts()
    {
        await FindArchiveAsync(largeIn: 1);
        Topic orders = kafka.CreateTopic("orders", 2, Kept);
        orders.Config["max.message.bytes"] = "2000074";
        string[] plain = Words($"--kafka-property compression.type=none");
        (int exitCode, _, string errors) = await RestoreAsync([.. plain, "--ignore-survey"]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: the record at offset 5 of orders-1 in the archive was refused for orders-1 (", errors);
        Assert.EndsWith(
            "): it has 2000075 bytes before compression, and max.message.bytes of orders is 2000074. Raise max.message.bytes; the same command goes on with that record.\n",
            errors
        );

        orders.Config["max.message.bytes"] = "2000075";
        (await RestoreAsync([.. plain, "--settle-seconds", "0", "--verify"])).Succeed();
    }

    [Fact]
    public async Task J_PartitionsThatWereAddedLaterWithoutARecordAreKnown()
    {
        Topic orders = source.CreateTopic("orders", 3);
        orders[1].Append(LogRecord.Of("k", "v", Old));
        await ArchiveAsync();
        orders.Grow(8);
        await ArchiveAsync();

        kafka.CreateTopic("narrow", 3, Kept);
        (int exitCode, _, string errors) = await RestoreAsync("--topic-map", "orders=narrow");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: the topic narrow has 3 partitions, and the archive's has 8: what producers write", errors);
        (await RestoreAsync("--topic-map", "orders=narrow", "--ignore-survey")).Succeed();
        Assert.Equal(1, kafka.Find("narrow")![1].End);

        File.Delete(State);
        (await RestoreAsync()).Succeed();
        Assert.Equal(8, kafka.Find("orders")?.Partitions.Count);
    }

    [Fact]
    public async Task J_PartitionsThatCameWhileARestoreWasUnderWayAreSaidNotToBeOfIt()
    {
        Topic orders = source.CreateTopic("orders", 1);
        orders[0].Append(LogRecord.Of("k", "v", Old));
        await ArchiveAsync();
        (await RestoreAsync()).Succeed();
        orders.Grow(3);
        orders[2].Append(LogRecord.Of("k", "later", Old));
        await ArchiveAsync();
        (int exitCode, _, string errors) = await RestoreAsync();
        Assert.Equal(
            (
                0,
                "note: the archive has got records of orders-2 since this restore began, which are not of it: restore them with --topic orders --partition 2 and a --state of their own.\n"
            ),
            (exitCode, errors)
        );
    }

    [Fact]
    public async Task U_TimeRetentionThatWouldDeleteWhatIsRestoredIsSaidBefore()
    {
        await FindArchiveAsync(largeIn: null);
        kafka.CreateTopic("orders", 2);
        (int exitCode, string output, string errors) = await RestoreAsync("--verify");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(
            "error: retention.ms of orders is 604800000 (7 days), and the records are from 2023-11-14T22:13:20.000Z to 2023-11-14T22:13:20.005Z: Kafka would delete those before ",
            errors
        );
        Assert.Contains("--add-config retention.ms=-1'", errors);
        Assert.Equal(0, kafka.Find("orders")![0].End);

        kafka.Find("orders")!.Config["retention.ms"] = "-1";
        (await RestoreAsync("--verify")).Succeed();
        kafka.Find("orders")!.ApplyRetention();
        Assert.Equal(0, kafka.Find("orders")![0].Start);
    }

    [Fact]
    public async Task U_AllThatTheTargetWouldRefuseDeleteOrAlterIsSaidAtOnce()
    {
        await FindArchiveAsync(largeIn: 0);
        var settings = new TopicConfig
        {
            ["retention.ms"] = "1000",
            ["retention.bytes"] = "10",
            ["cleanup.policy"] = "compact,delete",
            ["message.timestamp.type"] = "LogAppendTime",
            ["message.timestamp.before.max.ms"] = "3600000",
            ["segment.bytes"] = "1048576",
            ["max.message.bytes"] = "3000000",
        };
        kafka.CreateTopic("orders", 1, settings)[0].Append(LogRecord.Of("k", "v"));
        (int exitCode, _, string errors) = await RestoreAsync("--ignore-survey");
        Assert.Equal(2, exitCode);
        Assert.Equal(4, errors.TrimEnd().Split('\n').Length); // what can't be gone on with, and the end

        (exitCode, _, errors) = await RestoreAsync();
        Assert.Equal(2, exitCode);
        string[] lines = errors.TrimEnd().Split('\n');
        string[] expected =
        [
            "error: the topic orders has 1 partition, and the archive's has 2: ",
            "error: orders has 1 partition and so no partition 1.",
            "error: segment.bytes of orders is 1048576, and the record at offset 5 of orders-0 has 2000075 bytes before compression: ",
            "error: cleanup.policy of orders is compact,delete, so Kafka would refuse records without a key, and remove all but the newest of each key.",
            "error: message.timestamp.type of orders is LogAppendTime, so Kafka would give each record the time of its arrival instead of its own.",
            "error: message.timestamp.before.max.ms of orders is 3600000 (1 hour), and a record has the time 2023-11-14T22:13:20.000Z: Kafka would refuse it.",
            "error: retention.ms of orders is 1000 (1 second), and the records are from ",
            "error: retention.bytes of orders is 10, and orders-0 has ",
            "error: orders-0 has 1 record already.",
            "error: nothing was restored. What helps: 'kafka-configs.sh ",
        ];
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.StartsWith(pair.First, pair.Second));
        Assert.Contains(
            " --add-config segment.bytes=2000075,cleanup.policy=delete,message.timestamp.type=CreateTime,message.timestamp.before.max.ms=9223372036854775807,retention.ms=-1,retention.bytes=-1'; ",
            lines[^1]
        );
        Assert.Equal(1, kafka.Find("orders")![0].End);
    }

    [Fact]
    public async Task W_TopicThatIsMadeGetsWhatItsRecordsNeedAndThatIsSaid()
    {
        SurveyedArchives.FillOrders(source, largeIn: 1, Old, lastAt: DateTimeOffset.UtcNow.AddDays(2).ToUnixTimeMilliseconds());
        await ArchiveAsync();
        (int exitCode, string output, string errors) = await RestoreAsync("--verify");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("6 records equal", output);
        Assert.Equal(
            "note: the topic orders was made with 2 partitions and cleanup.policy=delete, max.message.bytes=2000075, "
                + "message.timestamp.after.max.ms=9223372036854775807, message.timestamp.type=CreateTime, retention.ms=-1.\n",
            errors
        );
        Assert.Equal("2000075", kafka.Find("orders")!.Config["max.message.bytes"]);
    }

    [Theory]
    [InlineData(
        "max.message.bytes",
        "100",
        "it has 71 bytes before compression, and max.message.bytes of orders is 100",
        KafkaError.MessageTooLarge
    )]
    [InlineData(
        "message.timestamp.before.max.ms",
        "1000",
        "its time is 2023-11-14T22:13:20.003Z, message.timestamp.before.max.ms of orders is 1000, and message.timestamp.after.max.ms of orders is 3600000",
        KafkaError.InvalidTimestamp
    )]
    [InlineData("cleanup.policy", "compact", "cleanup.policy of orders is compact", KafkaError.InvalidRecord)]
    [InlineData("retention.ms", "-1", "this client may not write there", KafkaError.TopicAuthorizationFailed)]
    public async Task W_RefusalNamesTopicPartitionOffsetSettingAndThatTheSameCommandGoesOn(
        string setting,
        string value,
        string cause,
        KafkaError error
    )
    {
        await FindArchiveAsync(largeIn: null);
        Topic orders = kafka.CreateTopic("orders", 2, Kept);
        int produced = 0;
        kafka.Before = request =>
        {
            if (request.Api == Api.Produce && ++produced == 4)
            {
                orders.Config[setting] = value;
                orders[0].Fail(Api.Produce, error);
            }

            return Task.CompletedTask;
        };
        string[] singly = Words(
            $"--kafka-property batch.num.messages=1 --kafka-property linger.ms=0 --kafka-property max.in.flight.requests.per.connection=1"
        );
        (int exitCode, string output, string errors) = await RestoreAsync(singly);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: the record at offset 3 of orders-0 in the archive was refused for orders-0 (", errors);
        Assert.Contains($"): {cause}. ", errors);
        Assert.EndsWith("; the same command goes on with that record.\n", errors);

        kafka.Before = null;
        orders.Heal();
        orders.Config[setting] = setting == "retention.ms" ? value : null;
        string said = (await RestoreAsync([.. singly, "--settle-seconds", "0", "--verify"])).Succeed();
        Assert.Contains("begun by an earlier run", said);
        Assert.Equal(2, said.Split('\n').Count(line => line.Contains("6 records equal")));
    }

    [Fact]
    public async Task DryRunWithABrokerShowsTheSurveyAndMakesNothing()
    {
        await FindArchiveAsync(largeIn: 1);
        string said = (await RestoreAsync("--dry-run")).Succeed();
        Assert.Equal(
            "orders: would be made with 2 partitions and cleanup.policy=delete, max.message.bytes=2000075, message.timestamp.type=CreateTime, retention.ms=-1",
            said.Split('\n')[0]
        );
        Assert.Contains(
            " bytes as stored, from 2023-11-14T22:13:20.000Z to 2023-11-14T22:13:20.005Z, the largest 2,000,075 bytes as a batch of its own\n",
            said
        );
        Assert.EndsWith(" would be restored; nothing was written\n", said);
        Assert.Null(kafka.Find("orders"));
        Assert.False(File.Exists(State));

        kafka.CreateTopic("orders", 2, Kept);
        (int exitCode, said, string errors) = await RestoreAsync("--dry-run", "--skip-sizes");
        Assert.Equal((0, ""), (exitCode, errors)); // two megabytes that deflate to little
        Assert.DoesNotContain("the largest", said);
        (exitCode, _, errors) = await RestoreAsync("--dry-run");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: max.message.bytes of orders is 1048588, and the record at offset 5 of orders-1 ", errors);
    }

    [Fact]
    public async Task ClusterThatTellsNoSettingsIsRestoredIntoWithANote()
    {
        await FindArchiveAsync(largeIn: null);
        kafka.CreateTopic("orders", 2);
        kafka.Faults.Fail(Api.DescribeConfigs, KafkaError.TopicAuthorizationFailed);
        (int exitCode, _, string errors) = await RestoreAsync();
        Assert.Equal(
            (
                0,
                "note: the brokers don't tell the settings of orders, so it is not known whether they would refuse, delete or alter records.\n"
            ),
            (exitCode, errors)
        );
    }

    private Task ArchiveAsync() => SurveyedArchives.ArchiveAsync(source, Archive);

    /// <inheritdoc cref="SurveyedArchives.FindAsync"/>
    private async Task FindArchiveAsync(int? largeIn) => surveyed = await archives.FindAsync(largeIn, Old);

    private Task<ToolRun> RestoreAsync(params string[] arguments) =>
        KafkaStoreProcess.RunAsync([
            .. Words($"restore --to-broker {kafka.Bootstrap} --local-store {Archive} --state {State}"),
            .. arguments,
        ]);
}
