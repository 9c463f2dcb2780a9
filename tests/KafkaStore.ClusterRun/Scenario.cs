using KafkaStore.ClusterRun.Scenarios;

namespace KafkaStore.ClusterRun;

/// <summary>Something that happens to topics while they are archived, and what has to be so afterwards.</summary>
/// <param name="Name">A word or two, with hyphens.</param>
/// <param name="RunAsync">Does it, and says what was found.</param>
public sealed record Scenario(string Name, Func<ScenarioRun, Task<string>> RunAsync)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("transactions", Transactions.RunAsync),
        new("compaction", Compaction.RunAsync),
        new("deleted-records", DeletedRecords.RunAsync),
        new("recreation", Recreation.RunAsync),
        new("growth", Growth.RunAsync),
        new("log-append-time", Timestamps.AppendTimeAsync),
        new("old-timestamps", Timestamps.OldAsync),
        new("kills", Kills.RunAsync),
        new("sharing", Sharing.RunAsync),
        new("restore", RestoredTopic.RunAsync),
    ];
}
