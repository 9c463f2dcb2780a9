using KafkaStore.LocalHost.Looking;
using KafkaStore.Mirroring;
using KafkaStore.Reading.Chains;
using KafkaStore.Status;

namespace KafkaStore.Cli.Live;

/// <summary>What is not well, with what to do, the worst first.</summary>
internal static class LiveTroubles
{
    public static IEnumerable<LiveTrouble> Of(RunView view)
    {
        foreach (LiveTrouble fault in Grouped(view, partition => partition.State?.Fault?.Message, isLasting: true))
            yield return fault;
        foreach (MissingObjects gap in view.Missing)
            yield return new LiveTrouble(gap.First.Partition.ToString(), gap.Message, IsLasting: true);
        if (view.Outage is { } outage)
        {
            yield return new LiveTrouble(
                "brokers",
                $"away for {ShownFigures.Time(outage.Lasting)}: {ArchiveStatus.BrokerAdvice(outage.Reason)}",
                IsLasting: false
            );
        }

        if (view.Holdup is { } holdup)
        {
            yield return new LiveTrouble(
                "staging",
                $"for {ShownFigures.Time(view.Since(holdup.Since))}: {holdup.Reason} It is tried again; nothing is lost.",
                IsLasting: false
            );
        }

        // A fault of its partitions may say the same of a topic.
        string[] faults = [.. view.Partitions.Select(each => each.State?.Fault?.Message).OfType<string>()];
        IEnumerable<KeyValuePair<string, string>> notRead = view.TopicsNotRead.Where(each => !faults.Contains(each.Value));
        foreach ((string topic, string why) in notRead.OrderBy(each => each.Key, StringComparer.Ordinal))
            yield return new LiveTrouble(topic, why, IsLasting: false);
        foreach (LiveTrouble unread in Grouped(view, partition => partition.NotRead, isLasting: false))
            yield return unread;
        foreach (
            LiveTrouble failure in Grouped(
                view,
                partition => partition.State is { Fault: null } state ? state.LastFailure : null,
                isLasting: false
            )
        )
        {
            yield return failure;
        }

        foreach (MirrorView mirror in view.Mirrors)
            yield return Of(mirror, view);
        foreach (Recreation recreation in view.Recreations)
            yield return Of(recreation, view);
    }

    private static LiveTrouble Of(MirrorView mirror, RunView view)
    {
        string since = ShownFigures.Time(view.Since(mirror.Trouble.Since));
        string lag = mirror.Lag > 0 ? $", {ShownFigures.Count(mirror.Lag, "offset")}" : "";
        return new LiveTrouble(
            "mirror " + mirror.Trouble.Mirror,
            $"behind for {since}{lag}: {mirror.Trouble.Reason} {MirrorTrouble.Remedy}",
            IsLasting: false
        );
    }

    private static LiveTrouble Of(Recreation recreation, RunView view)
    {
        (TopicGeneration generation, TopicGeneration former, DateTimeOffset at) = recreation;
        bool isOpen = view.Partitions.Any(each =>
            each.IsFormer && each.Partition.Topic == former.ToString() && each.State is { HasOpenRecords: true }
        );
        return new LiveTrouble(
            generation.ToString(),
            $"{generation.Topic} was deleted and created again, seen {ShownFigures.Time(view.Since(at))} ago. The new topic is archived as {generation}; what was archived before stays as {former}{(isOpen ? ", which is being finished" : "")}. Nothing is to be done.",
            IsLasting: false
        );
    }

    // A store that is away says the same of every partition.
    private static IEnumerable<LiveTrouble> Grouped(RunView view, Func<PartitionView, string?> text, bool isLasting) =>
        view
            .Partitions.Select(partition => (partition.Partition, Text: text(partition)))
            .Where(each => each.Text is not null)
            .GroupBy(each => each.Text!, each => each.Partition, StringComparer.Ordinal)
            .Select(group => new LiveTrouble(
                group.Count() == 1 ? group.First().ToString() : $"{group.First()} and {ShownFigures.Count(group.Count() - 1)} more",
                group.Key,
                isLasting
            ));
}
