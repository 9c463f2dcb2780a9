using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Protocol;
using KafkaStore.Scripted.Topics;
using KafkaStore.Tests.S3;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>What is predicted, held against what the archiver then does.</summary>
public sealed class EstimateTests(ITestOutputHelper said) : IAsyncLifetime, IDisposable
{
    private const long Start = 1_750_000_000_000;

    // A seal that comes a moment too early is tried again by the timer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ScriptedBroker kafka = ScriptedBroker.Start();
    private readonly TemporaryFolder folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await kafka.DisposeAsync();
        Assert.Empty(kafka.Problems);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--codec null")]
    [InlineData("--codec deflate")]
    [InlineData("--codec zstandard --codec-level 5")]
    public async Task OfAWholeTopicEveryFileIsAsTheArchiverMakesIt(string codec)
    {
        FillUnevenly(kafka.CreateTopic("orders", 3));
        string[] policy = Words($"--file-age-seconds 10m --file-size 300k --file-records 2500");
        JsonElement document = await EstimateAsync([.. policy, .. codec.Split(' '), "--sample", "all", "--objects"]);
        AssertNothingWasChanged();
        var archive = new ArchiveFolder(folder.Below("archive"));
        (await KafkaStoreProcess.RunAsync(WholeTopic(kafka.Bootstrap, "orders", archive.Path, [.. policy, .. codec.Split(' ')]))).Succeed();

        IReadOnlyList<ArchiveName> files = archive.Objects();
        Assert.InRange(files.Count, 20, 1_000);
        Assert.Equal(
            files.Select(file => $"{file} {archive.BytesOf(file).Length}"),
            document.GetProperty("objects").EnumerateArray().Select(found => $"{found.GetProperty("object")} {found.GetProperty("bytes")}")
        );

        // All three reasons there are, and what the last records of each partition wait for.
        JsonElement[] reasons = [.. document.GetProperty("objects").EnumerateArray().Select(found => found.GetProperty("reason"))];
        Assert.Equal(
            ["age", "count", "size"],
            reasons.Where(reason => reason.ValueKind == JsonValueKind.String).Select(reason => reason.GetString()!).Distinct().Order()
        );
        Assert.Equal(3, reasons.Count(reason => reason.ValueKind == JsonValueKind.Null));
        Assert.Equal(files.Count - 3, Partitions(document).Sum(partition => Number(partition, "files", "count")));
        Assert.All(Partitions(document), partition => Assert.True(partition.GetProperty("sampled").GetProperty("isWhole").GetBoolean()));
    }

    [Fact]
    public async Task ATenthOfATopicSaysHowManyFilesItBecomesAndHowLarge()
    {
        FillUnevenly(kafka.CreateTopic("orders", 3));
        string[] policy = Words($"--file-age-seconds 10m --file-size 300k --file-records 2500");
        JsonElement document = await EstimateAsync([.. policy, "--sample", "10%"]);
        var archive = new ArchiveFolder(folder.Below("archive"));
        (await KafkaStoreProcess.RunAsync(WholeTopic(kafka.Bootstrap, "orders", archive.Path, policy))).Succeed();

        ArchiveName[][] files = [.. archive.Objects().GroupBy(file => file.Partition).Select(group => group.SkipLast(1).ToArray())];
        double count = files.Sum(each => each.Length);
        double bytes = files.Sum(each => each.Sum(file => (double)archive.BytesOf(file).Length));
        double foretold = Partitions(document).Sum(partition => Number(partition, "files", "count"));
        double foretoldBytes = Partitions(document).Sum(partition => Number(partition, "files", "bytes"));
        said.WriteLine($"{foretold:F1} files of {foretoldBytes:F0} bytes were foretold, and {count} of {bytes} were made.");
        Assert.InRange(foretold, 0.85 * count, 1.15 * count);
        Assert.InRange(foretoldBytes, 0.85 * bytes, 1.15 * bytes);
        Assert.All(Partitions(document), partition => Assert.False(partition.GetProperty("sampled").GetProperty("isWhole").GetBoolean()));
    }

    [Fact]
    public async Task RequestsOfARunAreAsManyAsForetold()
    {
        Topic orders = kafka.CreateTopic("orders", 2);
        foreach (BrokerPartition partition in orders.Partitions)
            partition.Fill(60_000, i => LogRecord.Of($"k{i}", new string((char)('a' + (i % 20)), 300), Start + (i * 1_000L)));
        JsonElement document = await EstimateAsync("--sample", "20%");
        await using FakeS3Server s3 = await FakeS3Server.StartAsync();
        s3.Buckets.Create("archive");
        s3.Buckets.Create("staging");
        await using var archiver = KafkaStoreProcess.Start(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = FakeS3Server.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = FakeS3Server.SecretKey,
            },
            Words(
                $"--broker-list {kafka.Bootstrap} --topic orders --group g --offset-reset earliest --settling-seconds 1 --s3-store-url s3://archive/a --staging-url s3://staging/s --s3-endpoint-url {s3.Endpoint} --s3-region us-east-1 --state-dir {folder.Below("state")}"
            )
        );
        int foretold = (int)Math.Round(Partitions(document).Sum(partition => Number(partition, "files", "count")));
        await archiver.UntilAsync(_ => Files() >= foretold, Patience);
        Assert.Equal(32, foretold); // 16 hours of each partition, and a part of the next
        Assert.InRange(Number(document, "staging", "chunksOfPresent"), 0.5 * Chunks(), 2.0 * Chunks());

        // From then on a file of each partition after the other.
        const int Rounds = 3;
        int before = s3.Requests.Count;
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (BrokerPartition partition in orders.Partitions)
                partition.Fill(10, i => LogRecord.Of($"k{i}", "v", Start + (60_000L * 1_000) + (round * 3_600_000L) + i));
            await archiver.UntilAsync(_ => Files() >= foretold + (2 * round), Patience);
        }

        FakeS3Request[] requests = [.. s3.Requests.Skip(before)];
        JsonElement cost = document.GetProperty("costs").EnumerateArray().Single(each => each.GetProperty("cloud").GetString() == "s3");
        double files = Partitions(document).Sum(partition => Number(partition.GetProperty("month"), "files", "count"));
        double reads = Number(cost, "archiveRequests", "reads") / files;
        Assert.Equal(Number(cost, "archiveRequests", "writes"), files, 6);
        Assert.InRange(
            requests.Count(request => request is { Operation: "HeadObject", Bucket: "archive" }),
            0.5 * reads * 2 * Rounds,
            2.0 * reads * 2 * Rounds
        );

        // Of the staging location what does not come with time.
        double minutes = 30 * 24 * 60;
        double lists = (Number(cost, "stagingRequests", "lists") - (2 * minutes)) / files;
        double writes = (Number(cost, "stagingRequests", "writes") - Number(document, "staging", "chunksAMonth") - minutes) / files;
        Assert.InRange(
            requests.Count(request => request is { Operation: "ListObjectsV2", Bucket: "staging" }),
            0.5 * lists * 2 * Rounds,
            2.0 * lists * 2 * Rounds
        );
        Assert.InRange(
            requests.Count(request => request is { Operation: "PutObject", Bucket: "staging" } && request.Key.StartsWith("s/~seen/")),
            1, // seals at the same moment share a note
            2.0 * writes * 2 * Rounds
        );

        int Files() =>
            s3.Requests.Count(request => request is { Operation: "PutObject", Bucket: "archive" } && request.Key.StartsWith("a/orders/"));
        int Chunks() =>
            s3.Requests.Count(request => request is { Operation: "PutObject", Bucket: "staging" } && request.Key.StartsWith("s/orders/"));
    }

    [Fact]
    public async Task PoliciesOfTheConfigurationHoldEachForItsTopics()
    {
        foreach (string topic in new[] { "orders", "payments", "other" })
            FillHourly(kafka.CreateTopic(topic, 1), TimeSpan.FromDays(2));
        await File.WriteAllTextAsync(
            folder.Below("kafka-store.yaml"),
            $$"""
            kafka: {brokers: ["{{kafka.Bootstrap}}"], group: g}
            stores: ["{{folder.Below("never")}}"]
            defaults: {file-age: 6h}
            topics: ["*", "!other", {name: payments, file-age: 12h, codec: zstandard}]
            """
        );
        JsonElement document = await RunAsync("estimate", "--json", "--config", folder.Below("kafka-store.yaml"));

        JsonElement[] topics = [.. document.GetProperty("topics").EnumerateArray()];
        Assert.Equal(["orders", "payments"], topics.Select(topic => topic.GetProperty("topic").GetString()));
        Assert.Equal([21_600, 43_200], topics.Select(topic => Number(topic, "policy", "fileAgeSeconds")));
        Assert.Equal(["deflate", "zstandard"], topics.Select(topic => topic.GetProperty("policy").GetProperty("codec").GetString()));
        Assert.Equal(
            [120, 60],
            topics.Select(topic =>
                Math.Round(Number(Assert.Single(topic.GetProperty("partitions").EnumerateArray()).GetProperty("month"), "files", "count"))
            )
        );
        Assert.False(Directory.Exists(folder.Below("never")));
        AssertNothingWasChanged();
    }

    [Fact]
    public async Task WhatWillBeRegrettedIsSaid()
    {
        Topic orders = kafka.CreateTopic("orders", 2);
        orders.Config["retention.ms"] = "3600000";
        FillHourly(orders, TimeSpan.FromDays(2));
        string text = await TextAsync("--file-age-seconds", "60");
        Assert.Contains("\nwarning: orders: many small files, ", text);
        Assert.Contains("most end by age, so a longer --file-age-seconds (file-age), now 1 m 00 s, makes fewer", text);
        Assert.Contains(
            "\nwarning: orders: the brokers keep records for 1 h 00 m (retention.ms=3600000), and a record may wait 8 h 01 m",
            text
        );
        Assert.DoesNotContain("in staging until", text);

        text = await TextAsync("--file-age-seconds", "30d");
        Assert.Contains("\nwarning: orders: a record may wait 30 d 00 h in staging until its file is written, ", text);
        Assert.DoesNotContain("small files", text);
        Assert.Contains("US dollars a month", text);
        Assert.Contains("List prices as they were known on ", text);
    }

    [Fact]
    public async Task PricesThatAreGivenAreThoseThatAreCounted()
    {
        FillHourly(kafka.CreateTopic("orders", 1), TimeSpan.FromDays(2));
        JsonElement document = await EstimateAsync(
            "--price",
            "s3.storage=1073741824",
            "--price",
            "s3.writes=10000",
            "--price",
            "s3.reads=0"
        );
        JsonElement s3 = document.GetProperty("costs").EnumerateArray().Single(cost => cost.GetProperty("cloud").GetString() == "s3");

        // A dollar a byte, and a dollar a write.
        Assert.Equal(Number(s3, "bytesAfterMonth"), Number(s3, "cost", "storageAfterMonth"), 3);
        Assert.Equal(Number(s3, "archiveRequests", "writes"), Number(s3, "cost", "archiveRequests"), 6);
        JsonElement partition = Assert.Single(Partitions(document));
        Assert.Equal(
            Number(partition, "files", "bytes") + Number(partition.GetProperty("month"), "files", "bytes"),
            Number(s3, "bytesAfterMonth"),
            3
        );
    }

    [Fact]
    public async Task ATopicThatEndsIsReadToItsEnd()
    {
        Topic orders = kafka.CreateTopic("orders", 2);
        orders[0].Append(LogRecord.Of("k", "v", Start));
        orders[0].AbortedTransaction(LogRecord.Numbered(100));
        orders[0].OpenTransaction(LogRecord.Numbered(3));
        JsonElement document = await EstimateAsync();

        JsonElement[] partitions = [.. Partitions(document)];
        Assert.Equal([1, 0], partitions.Select(partition => Number(partition, "records")));
        Assert.Equal(JsonValueKind.Null, partitions[0].GetProperty("month").ValueKind);
        Assert.Empty(document.GetProperty("costs").EnumerateArray());
        string text = await TextAsync();
        Assert.Contains("which is less than a minute\n", text);
        Assert.DoesNotContain("US dollars", text);
    }

    [Fact]
    public async Task WhatCanNotBePredictedIsOneSentence()
    {
        kafka.CreateTopic("empty", 3);
        Topic payments = kafka.CreateTopic("payments", 1);
        payments[0].Append(LogRecord.Numbered(10));
        payments[0].DeleteRecordsBefore(10);
        await FailsAsync(
            "error: empty, payments have no record that a read-committed consumer gets, so nothing can be predicted. Estimate once there are some.",
            "--topic",
            "empty",
            "--topic",
            "payments"
        );
        await FailsAsync($"error: {kafka.Bootstrap} has no topic nowhere. Check --topic, or create the topic first.", "--topic", "nowhere");
        await FailsAsync($"error: {kafka.Bootstrap} has no topic of none*. Check --topic.", "--topic", "none*");

        payments[0].Append(LogRecord.Numbered(10));
        payments[0].Damage(10);
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            Words($"estimate --broker-list {kafka.Bootstrap} --topic payments")
        );
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: payments-0 can't be read at offset 10, and nothing after it: ", errors);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    // Three partitions whose traffic rises and falls, with transactions, aborted ones among them, and gaps of compaction.
    private static void FillUnevenly(Topic topic)
    {
        var random = new Random(7);
        for (int partition = 0; partition < topic.Partitions.Count; partition++)
        {
            long time = Start;
            for (int batch = 0; batch < 120; batch++)
            {
                LogRecord[] records =
                [
                    .. Enumerable
                        .Range(0, 200)
                        .Select(i =>
                        {
                            time += random.Next((int)(400 * (1.2 + Math.Sin(batch / 10.0 + partition))));
                            return LogRecord.Of(
                                $"k{i}",
                                $"{{\"id\":{random.Next()},\"text\":\"{new string('x', random.Next(60 * (partition + 1)))}\"}}",
                                time
                            );
                        }),
                ];
                if (batch % 7 == 3)
                    topic[partition].AbortedTransaction(records);
                else if (batch % 7 == 5)
                    topic[partition].CommittedTransaction(records);
                else
                    topic[partition].Append(records);
            }

            topic[partition].Compact(record => record.Offset % 11 != 5);
        }
    }

    // A record a minute and partition.
    private static void FillHourly(Topic topic, TimeSpan time)
    {
        foreach (BrokerPartition partition in topic.Partitions)
            partition.Fill((int)time.TotalMinutes, i => LogRecord.Of($"k{i}", $"value {i}", Start + (i * 60_000L)));
    }

    private static IEnumerable<JsonElement> Partitions(JsonElement document) =>
        document.GetProperty("topics").EnumerateArray().SelectMany(topic => topic.GetProperty("partitions").EnumerateArray());

    private static double Number(JsonElement element, params string[] path) =>
        path.Aggregate(element, (inner, name) => inner.GetProperty(name)).GetDouble();

    private static async Task<JsonElement> RunAsync(params string[] arguments) =>
        JsonDocument.Parse((await KafkaStoreProcess.RunAsync(arguments)).Succeed()).RootElement;

    private Task<JsonElement> EstimateAsync(params string[] more) =>
        RunAsync([.. Words($"estimate --broker-list {kafka.Bootstrap} --topic orders --json"), .. more]);

    private async Task<string> TextAsync(params string[] more) =>
        (await KafkaStoreProcess.RunAsync([.. Words($"estimate --broker-list {kafka.Bootstrap} --topic orders"), .. more])).Succeed();

    private async Task FailsAsync(string sentence, params string[] more)
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync([
            .. Words($"estimate --broker-list {kafka.Bootstrap}"),
            .. more,
        ]);
        Assert.Equal((1, "", sentence + "\n"), (exitCode, output, errors));
    }

    private void AssertNothingWasChanged() =>
        Assert.DoesNotContain(
            kafka.Requests,
            request => request.Api is Api.Produce or Api.InitProducerId or Api.JoinGroup or Api.OffsetCommit or Api.CreateTopics
        );
}
