using KafkaStore.LocalHost.Timers;

namespace KafkaStore.Tests.App;

/// <summary>What wakes the local host's timer and mirrors before the minute is over.</summary>
public sealed class WakingReportTests
{
    private readonly RecordingReport told = new();
    private readonly WakingReport report;
    private readonly List<TopicPartition> copied = [];
    private int looks;

    public WakingReportTests() => report = new WakingReport(told) { Sealed = copied.Add, Stopped = () => looks++ };

    [Fact]
    public void AFaultWakesOnceHoweverManySealsSayIt()
    {
        var fault = new PartitionFault(FaultKind.Conflict, "the archive has other records");
        report.Faulted(Orders0, fault);
        report.Faulted(Orders0, fault with { });
        Assert.Equal(1, looks);
        report.Faulted(Orders0, fault with { Message = "others again" });
        report.Faulted(Orders0 with { Partition = 1 }, fault);
        Assert.Equal(3, looks);
        Assert.Equal(4, told.Faults.Count);
    }

    [Fact]
    public void AnObjectThatWasFoundIsCopiedAsOneThatWasMade()
    {
        report.Adopted(new ArchiveName(Orders0, 0), 10);
        Assert.Equal([Orders0], copied);
        Assert.Single(told.Existing);
    }
}
