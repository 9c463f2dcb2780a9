using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>defaults</c> do to the files of a topic.</summary>
public sealed class PolicyKeyTests : ConfiguredRun
{
    private const long Morning = 1_700_000_000_000;

    [Fact]
    [Observes("defaults.file-records", "defaults.file-size", "defaults.file-age")]
    public async Task FilesEndByRecordsSizeAndAge()
    {
        Broker.CreateTopic("many")[0].Append(LogRecord.Numbered(25));
        Broker.CreateTopic("large")[0].Append([.. Enumerable.Range(0, 5).Select(_ => LogRecord.Of("k", new string('v', 1_500), Morning))]);
        Broker.CreateTopic("long")[0].Append([.. Enumerable.Range(0, 4).Select(i => LogRecord.Of("k", "v", Morning + (31_000 * i)))]);
        Configure("[large, long, many]", "offset-reset: earliest, file-records: 10, file-size: 2k, file-age: 60s");

        await Folder.SucceedAsync();

        Assert.Equal([.. Named("large", 0, 2, 4), .. Named("long", 0, 2), .. Named("many", 0, 10, 20)], Folder.Objects());
    }

    [Fact]
    [Observes("defaults.codec", "defaults.codec-level")]
    public async Task BlocksAreCompressedOrStored()
    {
        string seen = string.Concat(Enumerable.Repeat("seen in full; ", 20));
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", seen));
        string first = Named("orders", 0).Single();
        foreach (
            (string keys, string codec, bool isStored) in ((string, string, bool)[])
                [
                    ("codec: null", "null", true),
                    ("codec: deflate, codec-level: 0", "deflate", true),
                    ("codec: deflate, codec-level: 9", "deflate", false),
                    ("codec: zstandard", "zstandard", false),
                ]
        )
        {
            Configure("[orders]", $"offset-reset: earliest, {keys}");
            await Folder.SucceedAsync();
            string bytes = Folder.BytesOf(first);
            Assert.Contains($"avro.codec{(char)(2 * codec.Length)}{codec}", bytes);
            Assert.Equal(isStored, bytes.Contains(seen, StringComparison.Ordinal));
            Directory.Delete(Folder.Below("archive"), recursive: true);
        }
    }

    [Fact]
    [Observes("defaults.offset-reset", "defaults.on-recreated")]
    public async Task ATopicBeginsWhereItIsSaidAndEndsWhereItIsCreatedAgain()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Numbered(10));
        Configure("[orders]", "offset-reset: latest, on-recreated: fault");
        await Folder.SucceedAsync();
        Assert.Empty(Folder.Objects());
        Broker.Find("orders")![0].Append(LogRecord.Numbered(3, first: 10));
        await Folder.SucceedAsync();
        Assert.Equal(Named("orders", 10), Folder.Objects());

        Broker.Recreate("orders")[0].Append(LogRecord.Numbered(5));
        (int exitCode, _, string errors) = await Folder.RunAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("TopicRecreated", errors);
        Assert.Equal(Named("orders", 10), Folder.Objects());
    }

    [Fact]
    [Observes("defaults.idle-safety")]
    public async Task AnOpenFileOfAQuietPartitionIsClosedSoonerThanInEightHours()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", "v", Morning));
        Configure("[orders]", "offset-reset: earliest, file-age: 1s, idle-safety: 1s", run: "{}");
        await using KafkaStoreProcess run = Folder.Start();

        await run.UntilAsync(_ => Folder.Objects().Count == 1, TimeSpan.FromMinutes(2)); // it looks once a minute

        await run.SignalAsync("TERM");
        Assert.Equal(0, (await run.WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
    }

    private static IEnumerable<string> Named(string topic, params long[] offsets) =>
        offsets.Select(offset => $"{topic}/000000/{offset:D20}");

    private void Configure(string topics, string defaults, string run = "{exit-at-end: true, close-at-end: true, settling: 1s}") =>
        Folder.Configure(
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: archive}
            stores: [archive]
            topics: {{topics}}
            defaults: {{{defaults}}}
            run: {{run}}
            """
        );
}
