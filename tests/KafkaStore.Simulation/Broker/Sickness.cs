namespace KafkaStore.Simulation.Broker;

/// <summary>What one partition alone may have; nothing of it is delivered or told meanwhile.</summary>
internal enum Sickness
{
    /// <summary>The brokers do not give it.</summary>
    Unknown,

    /// <summary>No broker leads it: nothing comes.</summary>
    Leaderless,

    /// <summary>Asking ends with an error.</summary>
    Unanswered,

    /// <summary>A batch is damaged, and nothing can be read from there on. Its bounds are given.</summary>
    Damaged,
}
