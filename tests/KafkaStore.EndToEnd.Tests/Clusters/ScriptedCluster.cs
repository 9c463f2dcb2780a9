using KafkaStore.ClusterRun.Clusters;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Clusters;

/// <summary>The scripted broker as scenarios want a cluster; the log cleaner runs when it is asked to.</summary>
internal sealed class ScriptedCluster(ScriptedBroker broker) : ICluster
{
    public string Brokers => broker.Bootstrap;

    public IReadOnlyDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Arguments => [];

    public TimeSpan Settling => TimeSpan.FromSeconds(1);

    public bool IsThorough => false;

    public Task CompactAsync(string topic, Func<Task<bool>> done, CancellationToken cancellationToken)
    {
        foreach (BrokerPartition partition in broker.Find(topic)!.Partitions)
            partition.Compact();
        return Task.CompletedTask;
    }
}
