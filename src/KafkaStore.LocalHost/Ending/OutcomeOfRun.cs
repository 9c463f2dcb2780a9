using KafkaStore.Generations;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Topics;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Finds what a run that has ended leaves to be said.</summary>
/// <param name="losses">What this run noted as lost or kept aside.</param>
internal sealed class OutcomeOfRun(TopicsOfRun topics, LocalEngine engine, PumpPositions positions, LossLog losses)
{
    private IEnumerable<PartitionShortfall> Faulted =>
        topics
            .Known.Select(partition => (Partition: partition, engine.StateOf(EntityIds.Of(partition))?.Fault))
            .Where(each => each.Fault is not null)
            .Select(each => new PartitionShortfall(each.Partition, each.Fault!.Message));

    private IEnumerable<PartitionShortfall> Shrunk =>
        positions.Left.Select(partition => new PartitionShortfall(
            partition,
            "its log has become shorter than what was read of it, so that nothing more was: the topic was created again or has shrunk. An archiver that goes on running faults it within two minutes and says what to do."
        ));

    /// <param name="holes">What sealing left at the end; null of a run that was stopped, of which no end was asked.</param>
    /// <param name="own">The partitions that this process looked after.</param>
    public RunOutcome Find(IReadOnlyList<PartitionShortfall>? holes, IReadOnlyCollection<TopicPartition> own)
    {
        List<PartitionShortfall> found = [.. Faulted];
        AddOthers(found, Shrunk);
        found.AddRange(losses.Shortfalls);
        if (holes is not null)
        {
            found.AddRange(holes.Concat(topics.Shortfalls));
            // Whatever the reason: nobody is to take for archived what was not even accepted.
            AddOthers(found, NotAccepted(own));
        }

        return new RunOutcome([.. found.OrderBy(shortfall => shortfall.Partition)]);
    }

    private static void AddOthers(List<PartitionShortfall> found, IEnumerable<PartitionShortfall> more) =>
        found.AddRange(more.ExceptBy(found.Select(each => each.Partition).ToArray(), each => each.Partition));

    private IEnumerable<PartitionShortfall> NotAccepted(IReadOnlyCollection<TopicPartition> own)
    {
        IReadOnlyDictionary<string, string> notRead = topics.NotRead;
        foreach (LogBounds end in topics.Ends.Where(end => own.Contains(end.Partition)))
        {
            PartitionState? state = engine.StateOf(EntityIds.Of(end.Partition));
            long reached = Math.Max(Math.Max(state?.AcceptedEnd ?? 0, state?.ReadThrough ?? 0), end.Start);
            if (reached >= end.End)
                continue;
            string why = notRead.TryGetValue(KafkaTopic.Of(end.Partition.Topic), out string? reason) ? $" {reason.TrimEnd('.')}." : "";
            yield return new PartitionShortfall(
                end.Partition,
                $"offsets {new OffsetRange(reached, end.End)} were there and were not read.{why} Run the same command again."
            );
        }
    }
}
