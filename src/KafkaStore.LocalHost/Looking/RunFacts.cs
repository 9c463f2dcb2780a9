using KafkaStore.Status;

namespace KafkaStore.LocalHost.Looking;

/// <summary>What this process has met, for whoever asks where the archive stands.</summary>
internal sealed class RunFacts : IRunTroubles
{
    /// <summary>Looks; null until there is something to look at.</summary>
    public Func<RunView>? Look { get; set; }

    public RunTroubles Now => Look?.Invoke() is { } view ? Of(view) : RunTroubles.None;

    private static RunTroubles Of(RunView view) =>
        new()
        {
            Brokers = view.Outage is { } outage ? new Holdup(outage.Reason, view.At - outage.Lasting) : null,
            Accepting = view.Holdup,
            Sealing = view
                .Partitions.Where(each => each.State is { Fault: null, LastFailure: not null })
                .ToDictionary(each => each.Partition, each => each.State!.LastFailure!),
            Mirrors = [.. view.Mirrors.Select(mirror => mirror.Trouble)],
            Missing = view.Missing,
        };
}
