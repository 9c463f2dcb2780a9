namespace KafkaStore.ClusterRun.Clusters;

/// <summary>What scenarios run against. They speak Kafka's protocol to it, and ask here only for what that has no word for.</summary>
public interface ICluster
{
    /// <summary>List of <c>HOST:PORT</c>, commas between.</summary>
    public string Brokers { get; }

    /// <summary>By librdkafka's names, for every client that a scenario makes.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>What <c>kafka-store</c> is given beside the brokers.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>How long the brokers may take to agree on a topic's id, for <c>--settling-seconds</c>.</summary>
    public TimeSpan Settling { get; }

    /// <summary>Whether minutes don't matter: what has to be waited for is.</summary>
    public bool IsThorough { get; }

    /// <summary>Lets the log cleaner run over a topic that is compacted.</summary>
    /// <param name="done">Whether it has.</param>
    /// <exception cref="ScenarioSkippedException">It does not run in time.</exception>
    public Task CompactAsync(string topic, Func<Task<bool>> done, CancellationToken cancellationToken);
}
