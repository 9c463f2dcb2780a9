namespace KafkaStore.Tests.App;

/// <summary>What the timer saw of the broker may reach the entity late and twice, after more was accepted.</summary>
public sealed class LateViewTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly PartitionDecisions decisions = new(new ArchiverOptions { Topics = [] }, () => "attempt");
    private readonly PartitionState accepted = new(TestApp.Orders0) { Checkpoint = 0, AcceptedEnd = 10 };

    [Fact]
    public void AViewFromBeforeTheLastRecordsWereAcceptedIsNoShrunkLog()
    {
        var late = new BrokerView(TestApp.Orders0, 0, 5, AcceptedBefore: 5);
        Assert.Null(Decide(accepted, late, late).Start?.Shrunk);
    }

    [Fact]
    public void AnEndBelowWhatWasAcceptedBeforeTheBrokerWasAskedIsAShrunkLog()
    {
        var shrunk = new BrokerView(TestApp.Orders0, 0, 5, AcceptedBefore: 10);
        Assert.Null(Decide(accepted, shrunk).Start);
        Assert.Equal(shrunk, Decide(accepted, shrunk, shrunk).Start?.Shrunk);
    }

    [Fact]
    public void ALateViewDoesNotSayThatNothingWaits()
    {
        // Idle by its records' age alone, which needs to know that nothing waits at the broker.
        PartitionState old = accepted with
        {
            Open = new SegmentFigures(10, 100, 0, 9, Now + TimeSpan.FromHours(8)),
            LastAcceptedAt = Now + TimeSpan.FromHours(8),
        };
        DateTimeOffset later = Now + TimeSpan.FromHours(10);
        Assert.Null(decisions.Observe(old, new BrokerView(TestApp.Orders0, 0, 5), later).Start?.Cut);
        Assert.Equal(RollReason.Idle, decisions.Observe(old, new BrokerView(TestApp.Orders0, 0, 10), later).Start?.Cut?.Reason);
    }

    private PartitionDecision Decide(PartitionState state, params BrokerView[] views) =>
        views.Aggregate(new PartitionDecision(state, null), (known, view) => decisions.Observe(known.State, view, Now));
}
