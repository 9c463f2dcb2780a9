namespace KafkaStore.Cli.Configuration;

/// <summary>The commands that take a key; one that lacks the key's option does not.</summary>
[Flags]
internal enum ConfigUse
{
    None = 0,
    Archive = 1,
    Resume = 2,
    Serve = 4,
    Catalog = 8,

    /// <summary>Where brokers are given to compare with.</summary>
    Verify = 16,

    /// <summary>All others: mirror, restore, reading.</summary>
    Others = 32,

    /// <summary>What decides about files, and where they are staged.</summary>
    Estimate = 64,

    All = Archive | Resume | Serve | Catalog | Verify | Others | Estimate,
}
