namespace KafkaStore.ClusterRun.Clusters;

internal static class ClusterClients
{
    /// <summary>What every client of the cluster is made with.</summary>
    public static Dictionary<string, string> Client(this ICluster cluster) =>
        new(cluster.Properties) { ["bootstrap.servers"] = cluster.Brokers };
}
