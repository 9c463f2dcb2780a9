using System.Diagnostics.Metrics;
using KafkaStore.Cli.Live;
using KafkaStore.LocalHost.Looking;
using KafkaStore.Reading.Chains;
using KafkaStore.Status;

namespace KafkaStore.Tests.Cli.Live;

public sealed class LiveFramesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TopicPartition Partition = new("live-frames", 3);
    private static readonly PartitionState State = new(Partition)
    {
        Checkpoint = 100,
        LastBase = 40,
        AcceptedEnd = 160,
        ReadThrough = 160,
        Open = new SegmentFigures(60, 6000, 1, 2, Start),
    };

    private readonly FakeTimeProvider clock = new(Start);
    private readonly LiveCounts counts;
    private readonly LiveFrames frames;

    public LiveFramesTests()
    {
        counts = new LiveCounts(clock);
        frames = new LiveFrames("orders → /archive", counts, Start);
    }

    public void Dispose() => counts.Dispose();

    [Fact]
    public void APartitionIsShownAsItStands()
    {
        using var meter = new Meter("KafkaStore.Functions");
        Count(meter, "kafka_store.accepted.records", 60);
        Count(meter, "kafka_store.archived.size", 4096);
        clock.Advance(TimeSpan.FromSeconds(10));

        LiveRow row = Assert.Single(frames.Next(View(new PartitionView(Partition, State, 160, null, IsFormer: false))).Rows);

        Assert.Equal((100, 160, 60), (row.Archived, row.Accepted, row.Lag));
        Assert.Equal(LiveStanding.UpToDate, row.Standing);
        Assert.Equal(6, row.RecordsPerSecond, 1e-9);
        Assert.Equal((TimeSpan.FromSeconds(10), 6000), (row.OpenFor, row.OpenBytes));
        Assert.Equal(40, row.LastBase);
        Assert.Equal((4096, TimeSpan.FromSeconds(10)), row.LastMade);
    }

    [Fact]
    public void ARateFadesWhenNothingComes()
    {
        using var meter = new Meter("KafkaStore.Functions");
        Count(meter, "kafka_store.accepted.records", 1000);
        var view = new PartitionView(Partition, State, 160, null, IsFormer: false);
        double before = double.MaxValue;
        for (int i = 0; i < 40; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            double now = frames.Next(View(view)).Rows[0].RecordsPerSecond;
            Assert.True(now < before || now == 0);
            before = now;
        }

        Assert.Equal(0, before);
    }

    [Theory]
    [InlineData(null, LiveStanding.UpToDate)]
    [InlineData(160L, LiveStanding.UpToDate)]
    [InlineData(161L, LiveStanding.Behind)]
    public void WhatTheBrokersHaveBeyondWhatIsAcceptedIsToBeCaughtUpWith(long? end, object expected) =>
        Assert.Equal(expected, Standing(new PartitionView(Partition, State, end, null, IsFormer: false)));

    [Fact]
    public void TheWorstOfSeveralTroublesIsWhatCounts()
    {
        var fault = new PartitionFault(FaultKind.Conflict, "It differs.");
        PartitionState failing = State with { LastFailure = "The store is away.", HasHole = true };
        Assert.Equal(LiveStanding.Faulted, Standing(Of(failing with { Fault = fault }, "unreadable")));
        Assert.Equal(LiveStanding.NotRead, Standing(Of(failing, "unreadable")));
        Assert.Equal(LiveStanding.Retrying, Standing(Of(failing, null)));
        Assert.Equal(LiveStanding.Hole, Standing(Of(State with { HasHole = true }, null)));
        Assert.Equal(LiveStanding.Starting, Standing(Of(null, null)));
        Assert.Equal(LiveStanding.Starting, Standing(Of(new PartitionState(Partition), null)));
    }

    [Fact]
    public void WithoutABrokerNobodyKnowsHowMuchMoreThereIs()
    {
        RunView view = View(Of(State, null)) with { Outage = new BrokerOutage(TimeSpan.FromSeconds(75), "no broker answers") };
        LiveFrame frame = frames.Next(view);
        Assert.Equal(LiveStanding.Away, frame.Rows[0].Standing);
        Assert.StartsWith("away for 1 m 15 s: no broker answers. Start them", Assert.Single(frame.Troubles).Text);
    }

    [Fact]
    public void AFullDiskIsSaidWithWhatToDo()
    {
        LiveFrame frame = frames.Next(
            View(Of(State, null)) with
            {
                Holdup = new Holdup("The disk is full. Free some space on it.", Start),
            }
        );
        Assert.Equal(
            "for 0 s: The disk is full. Free some space on it. It is tried again; nothing is lost.",
            Assert.Single(frame.Troubles).Text
        );
    }

    [Fact]
    public void AnObjectThatIsMissingIsWorseThanAnythingButAFault()
    {
        var gap = new MissingObjects(new ArchiveName(Partition, 20), 40);
        LiveFrame frame = frames.Next(View(Of(State, null)) with { Missing = [gap], Outage = new BrokerOutage(TimeSpan.Zero, "away") });
        Assert.Equal(LiveStanding.Missing, frame.Rows[0].Standing);
        Assert.Equal(new LiveTrouble(Partition.ToString(), gap.Message, IsLasting: true), frame.Troubles[0]);
    }

    [Fact]
    public void AMirrorThatIsBehindSaysSinceWhenAndByHowMuch()
    {
        var trouble = new MirrorTrouble("s3://copy", Start, "It is away.");
        clock.Advance(TimeSpan.FromMinutes(2));
        LiveTrouble shown = Assert.Single(frames.Next(View(Of(State, null)) with { Mirrors = [new MirrorView(trouble, 7)] }).Troubles);
        Assert.Equal("mirror s3://copy", shown.What);
        Assert.StartsWith("behind for 2 m 00 s, 7 offsets: It is away. Archiving goes on", shown.Text);
    }

    [Fact]
    public void ATopicThatWasCreatedAgainSaysWhatBecameOfTheFormerOne()
    {
        var recreation = new Recreation(new TopicGeneration("live-frames", 1), new TopicGeneration("live-frames", 0), Start);
        var former = new PartitionView(Partition, State, null, null, IsFormer: true);
        LiveTrouble shown = Assert.Single(frames.Next(View(former) with { Recreations = [recreation] }).Troubles);
        Assert.Contains("archived as live-frames~g1; what was archived before stays as live-frames, which is being finished.", shown.Text);
    }

    [Fact]
    public void AFaultThatSaysWhyATopicIsNotReadSaysItOnce()
    {
        PartitionView faulted = Of(State with { Fault = new PartitionFault(FaultKind.TopicRecreated, "It is another.") }, null);
        RunView view = View(faulted) with { TopicsNotRead = new Dictionary<string, string> { [Partition.Topic] = "It is another." } };
        Assert.Single(frames.Next(view).Troubles);
    }

    [Fact]
    public void ATopicThatIsNotReadIsSaidOnceAndShownOfItsPartitions()
    {
        RunView view = View(Of(State, null)) with { TopicsNotRead = new Dictionary<string, string> { [Partition.Topic] = "It is gone." } };
        LiveFrame frame = frames.Next(view);
        Assert.Equal(LiveStanding.NotRead, frame.Rows[0].Standing);
        Assert.Equal(new LiveTrouble(Partition.Topic, "It is gone.", IsLasting: false), Assert.Single(frame.Troubles));
    }

    [Fact]
    public void TheSameTroubleOfSeveralPartitionsIsOneSentence()
    {
        PartitionView[] views =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i =>
                    Of(State with { LastFailure = "The store is away." }, null) with
                    {
                        Partition = Partition with { Partition = i },
                    }
                ),
        ];
        Assert.Equal("live-frames-0 and 11 more", Assert.Single(frames.Next(View(views)).Troubles).What);
    }

    [Fact]
    public void AFormerGenerationIsShownAsLongAsItHasSomething()
    {
        PartitionView former = new(Partition, State, null, null, IsFormer: true);
        Assert.Equal(LiveStanding.Former, Standing(former));
        Assert.Empty(frames.Next(View(former with { State = State with { Open = SegmentFigures.None } })).Rows);
    }

    private static PartitionView Of(PartitionState? state, string? notRead) => new(Partition, state, 160, notRead, IsFormer: false);

    private static void Count(Meter meter, string instrument, long value) =>
        meter.CreateCounter<long>(instrument).Add(value, new("topic", Partition.Topic), new("partition", Partition.Partition));

    private object Standing(PartitionView partition) => frames.Next(View(partition)).Rows[0].Standing;

    private RunView View(params PartitionView[] partitions) => new(clock.GetUtcNow(), partitions);
}
