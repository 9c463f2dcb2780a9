namespace KafkaStore.Simulation;

/// <summary>What staged chunks are signed with, and who else may write where they lie.</summary>
internal enum StagingTrust
{
    /// <summary>With a key, as most seeds always were about.</summary>
    Signed,

    /// <summary>With none: the brokers are asked for what staging says.</summary>
    Unsigned,

    /// <summary>With a key, and an adversary who has another writes to staging too.</summary>
    Attacked,
}
