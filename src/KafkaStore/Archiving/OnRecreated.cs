namespace KafkaStore.Archiving;

/// <summary>What happens to a topic that was deleted and created again.</summary>
public enum OnRecreated
{
    /// <summary>It goes on as the next generation, beside the former one.</summary>
    NewGeneration,

    /// <summary>Its partitions seal nothing until an operator has looked at them.</summary>
    Fault,
}
