namespace KafkaStore.Tests.Deciding;

/// <summary>The timer leaves partitions alone that are at rest; what they would have made of its view must be nothing.</summary>
public sealed class AtRestTests
{
    private static readonly TopicPartition Orders = new("orders", 5);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartitionState Resting = new(Orders)
    {
        Checkpoint = 10,
        AcceptedEnd = 12,
        ReadThrough = 12,
    };

    private readonly PartitionDecisions decisions = new(
        new ArchiverOptions { Topics = [], Policy = new SegmentPolicy(TimeSpan.FromHours(1), 1000) },
        () => "next"
    );

    [Fact]
    public void ToObserveAPartitionAtRestChangesNothingEver()
    {
        var random = new Random(7);
        int resting = 0;
        for (int i = 0; i < 20_000; i++)
        {
            PartitionState state = Any(random);
            var bounds = new LogBounds(Orders, 0, 12 + Rarely(random, 1L));
            if (!state.IsAtRest(bounds))
                continue;
            resting++;
            DateTimeOffset now = Start + TimeSpan.FromMinutes(random.Next(100_000));
            PartitionDecision decision = decisions.Observe(state, new BrokerView(Orders, bounds.Start, bounds.End), now);
            Assert.Equal(new PartitionDecision(state, null), decision);
        }

        Assert.InRange(resting, 100, 10_000);
    }

    [Fact]
    public void WhoWasOnceBehindIsObservedAgainSoThatTheTimeSinceIsForgotten()
    {
        var bounds = new LogBounds(Orders, 0, 12);
        PartitionState caughtUp = Resting with { BehindSince = Start };
        Assert.False(caughtUp.IsAtRest(bounds));
        Assert.Equal(Resting, decisions.Observe(caughtUp, new BrokerView(Orders, 0, 12), Start + TimeSpan.FromHours(1)).State);
        Assert.True(Resting.IsAtRest(bounds));
    }

    private static PartitionState Any(Random random) =>
        Resting with
        {
            Checkpoint = Rarely(random, true) ? null : 10,
            AcceptedEnd = 12 + Rarely(random, 1L),
            ReadThrough = 12 - Rarely(random, 1L),
            HasHole = Rarely(random, true),
            Open = Rarely(random, new SegmentFigures(2, 900, 0, 100, Start)) ?? SegmentFigures.None,
            LastAcceptedAt = random.Next(2) == 0 ? Start : null,
            BehindSince = Rarely(random, true) ? Start : null,
            BarrenSince = random.Next(2) == 0 ? Start : null,
            BarrenAcceptedEnd = random.Next(2) * 12,
            Seal = Rarely(random, new SealInFlight("before", Start)),
            HasSpentChunks = Rarely(random, true),
            Wish = Rarely(random, new SealWish(Close: false)),
            EndSuspect = Rarely(random, true),
            Fault = Rarely(random, new PartitionFault(FaultKind.Conflict, "It differs.")),
            LastFailure = Rarely(random, "The store was away."),
        };

    private static T? Rarely<T>(Random random, T value) => random.Next(10) == 0 ? value : default;
}
