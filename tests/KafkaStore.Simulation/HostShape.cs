namespace KafkaStore.Simulation;

/// <summary>What a seed's hosts are.</summary>
internal enum HostShape
{
    /// <summary>The function app: the platform's trigger delivers.</summary>
    Functions,

    /// <summary>One local host that works alone.</summary>
    Alone,

    /// <summary>Local hosts that share the partitions as a group.</summary>
    Shared,
}
