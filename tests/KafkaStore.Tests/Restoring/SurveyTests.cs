using KafkaStore.Restoring;

namespace KafkaStore.Tests.Restoring;

/// <summary>What a restore finds out before it writes.</summary>
public sealed class SurveyTests
{
    private static readonly TopicPartition First = new("orders", 0);

    private readonly RestoreArchive archive = new();
    private readonly MemoryTarget target = new(new Random(1));
    private readonly List<string> notes = [];

    [Fact]
    public async Task SizesAreReadOnlyWhereTheHeadersLeaveThemOpen()
    {
        await archive.AddAsync(First, [Large(0, 400_000), Large(1, 10)]);
        target.AddTopic("orders", 1);
        target.SettingsOf("orders")[TopicSettings.MaxMessageBytes] = "300000";
        await RefusedAsync("the record at offset 0 of orders-0 has 400072 bytes before compression");

        // Two thousand bytes as stored can't be more than two million.
        target.SettingsOf("orders")[TopicSettings.MaxMessageBytes] = "300000000";
        Assert.False(Assert.Single((await SurveyAsync(new RestoreOptions())).Partitions).Largest!.Value.IsMeasured);
    }

    [Fact]
    public async Task SizesAreNotReadWhereThatIsNotWanted()
    {
        await archive.AddAsync(First, [Large(0, 400_000)]);
        target.AddTopic("orders", 1);
        target.SettingsOf("orders")[TopicSettings.MaxMessageBytes] = "300000";
        Assert.Empty((await SurveyAsync(new RestoreOptions { ReadsSizes = false })).Findings);
    }

    [Fact]
    public async Task IncompressibleRecordIsKnownToBeTooLargeFromTheIndexAlone()
    {
        byte[] noise = new byte[3_000_000];
        new Random(1).NextBytes(noise);
        await archive.AddAsync(First, [new Record(4, 5, null, noise, [])]);
        target.AddTopic("orders", 1);
        RestoreSurvey survey = await SurveyAsync(new RestoreOptions { ReadsSizes = false });
        SurveyFinding found = Assert.Single(survey.Findings);
        Assert.True(
            found.Text.StartsWith(
                "max.message.bytes of orders is 1048588, and a record from offset 4 of orders-0 on has 1",
                StringComparison.Ordinal
            ),
            found.Text
        );
        LargestRecord largest = survey.Partitions[0].Largest!.Value;
        Assert.InRange(BatchBytes.Of(new Record(4, 5, null, noise, [])), largest.AtLeast, largest.AtMost);
    }

    [Fact]
    public async Task OnRequestItGoesOnInSpiteOfWhatIsNotFinal()
    {
        await archive.AddAsync(First, [Large(0, 10)]);
        target.AddTopic("orders", 1);
        target.SettingsOf("orders")[TopicSettings.CleanupPolicy] = "compact";
        await RefusedAsync("cleanup.policy of orders is compact");
        await RunAsync(new RestoreOptions { IgnoresSurvey = true });
        Assert.Single(target.Broker.Read(First, 0));
    }

    [Fact]
    public async Task InterruptedRestoreLooksAtTheSettingsAgain()
    {
        await archive.AddAsync(First, [.. Enumerable.Range(0, 9).Select(i => Large(i, 10))]);
        target.AddTopic("orders", 1);
        var journal = new MemoryJournal(() => target.Crash);
        var options = new RestoreOptions { CheckpointRecords = 3, Settle = TimeSpan.Zero };
        target.Crash = new CrashPoint(16);
        await Assert.ThrowsAsync<CrashException>(() => Make(options, journal).RunAsync(Everything, default));
        target.Crash = new CrashPoint(long.MaxValue);
        target.SettingsOf("orders")[TopicSettings.CleanupPolicy] = "compact,delete";
        await Fails.SayingAsync<RestoreRefusedException>(
            "cleanup.policy of orders is compact,delete",
            () => Make(options, journal).RunAsync(Everything, default)
        );
        target.SettingsOf("orders")[TopicSettings.CleanupPolicy] = "delete";
        await Make(options, journal).RunAsync(Everything, default);
        Assert.Equal(9, target.Broker.Read(First, 0).Count);
    }

    [Fact]
    public async Task TopicThatAnotherMadeMeanwhileIsLookedAtToo()
    {
        await archive.AddAsync(First, [Large(0, 10)]);
        target.Instead = topic =>
        {
            target.AddTopic(topic, 1);
            target.SettingsOf(topic)[TopicSettings.CleanupPolicy] = "compact";
        };
        await RefusedAsync("cleanup.policy of orders is compact");
        Assert.Empty(target.Broker.Read(First, 0));
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData(
        RefusalKind.TooLarge,
        "it has 81 bytes before compression, and max.message.bytes of orders is 1048588. Raise max.message.bytes"
    )]
    [InlineData(RefusalKind.LargerThanSegment, "it has 81 bytes before compression, and segment.bytes of orders is 5. Raise segment.bytes")]
    [InlineData(
        RefusalKind.TooLargeForClient,
        "it has 81 bytes, more than this client's own message.max.bytes or queue.buffering.max.kbytes. Raise them with --kafka-property NAME=VALUE"
    )]
    [InlineData(
        RefusalKind.Timestamp,
        "its time is 2023-11-14T22:13:20.000Z, message.timestamp.before.max.ms of orders is not known, and message.timestamp.after.max.ms of orders is not known. Set the one that is too short to 9223372036854775807"
    )]
    [InlineData(
        RefusalKind.Content,
        "cleanup.policy of orders is delete. Where that is compact no record goes without a key: set cleanup.policy to delete, or see what else the topic wants of its records"
    )]
    [InlineData(RefusalKind.NotAllowed, "this client may not write there. Let it write to orders")]
    [InlineData(
        RefusalKind.Forgotten,
        "the topic has lost what this restore wrote before it, and retention.ms of orders is not known. Set retention.ms to -1; if records are gone by now, the next run says so"
    )]
    [InlineData(RefusalKind.Other, "nothing more is known of it. Remove the cause")]
    public async Task W_EveryRefusalNamesTheRecordTheCauseAndThatTheSameCommandGoesOn(RefusalKind kind, string cause)
    {
        await archive.AddAsync(First, [Large(7, 12), Large(8, 13)]);
        target.AddTopic("orders", 1);
        target.SettingsOf("orders")[TopicSettings.SegmentBytes] = "5";
        target.Refuse = (partition, record) =>
            record.Offset == 8 ? new RecordRefusedException(partition, record.Offset, kind, "Broker: No.") : null;
        RestoreException said = await Assert.ThrowsAsync<RestoreException>(() => RunAsync(new RestoreOptions { IgnoresSurvey = true }));
        Assert.Equal(
            $"the record at offset 8 of orders-0 in the archive was refused for orders-0 (Broker: No): {cause}; the same command goes on with that record.",
            said.Message
        );
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("orders~g1")]
    public async Task J_PartitionsWithoutARecordAreKnownByTheirOwnMarkers(string topic)
    {
        await archive.AddAsync(First with { Topic = topic }, [Large(0, 10)]);
        var later = new TopicPartition(topic, 4);
        await WriteAsync(MarkerName.Start(later), $$$"""{"topic":"{{{topic}}}","partitions":{"4":0}}""");
        var planner = new RestorePlanner(archive.Store);
        RestorePlan plan = await planner.PlanAsync(Everything with { TopicMap = Map(topic) }, default);
        Assert.Equal(("copies", 5), (Assert.Single(plan.Topics).Key, plan.Topics["copies"]));
    }

    [Fact]
    public async Task LaterGenerationsOfATopicAreNamed()
    {
        await archive.AddAsync(First, [Large(0, 10)]);
        await archive.AddAsync(First with { Topic = "orders~g1" }, [Large(0, 10)]);
        RestorePlan plan = await new RestorePlanner(archive.Store).PlanAsync(Everything with { Topics = ["orders"] }, default);
        Assert.Equal(
            "the archive also has orders~g1, of the topic after it was deleted and created again: --topic orders~g1 --topic-map orders~g1=NAME, with a --state of its own, restores that.",
            Assert.Single(plan.Notes)
        );
        plan = await new RestorePlanner(archive.Store).PlanAsync(
            Everything with
            {
                Topics = ["orders~g1"],
                TopicMap = new Dictionary<string, string> { ["orders~g1"] = "orders" },
            },
            default
        );
        Assert.Empty(plan.Notes);
        Assert.Equal(First, Assert.Single(plan.Partitions).Target);
    }

    private static readonly RestoreRequest Everything = new("memory", "broker");

    private static Dictionary<string, string> Map(string topic) => new() { [topic] = "copies" };

    private static Record Large(long offset, int bytes) => new(offset, 1_700_000_000_000, null, new byte[bytes], []);

    private Task WriteAsync(string name, string json) =>
        archive.Store.CreateAsync(name, ObjectContent.FromBytes(System.Text.Encoding.UTF8.GetBytes(json)), default);

    private Task RefusedAsync(string part) => Fails.SayingAsync<RestoreRefusedException>(part, () => RunAsync(new RestoreOptions()));

    private Task<RestoreReport> RunAsync(RestoreOptions options) =>
        Make(options, new MemoryJournal(() => target.Crash)).RunAsync(Everything, default);

    private Restorer Make(RestoreOptions options, MemoryJournal journal) =>
        new(archive.Objects, target, journal, options, new RestoreProgress { Note = notes.Add }, TimeProvider.System);

    private async Task<RestoreSurvey> SurveyAsync(RestoreOptions options)
    {
        RestorePlan plan = await new RestorePlanner(archive.Store).PlanAsync(Everything, default);
        var surveyor = new Surveyor(archive.Objects, target, options, new RestoreProgress(), TimeProvider.System);
        return await surveyor.SurveyAsync(plan, append: false, default);
    }
}
