namespace KafkaStore.Cli.Live;

/// <summary>How well a partition stands, the worst first.</summary>
internal enum LiveStanding
{
    /// <summary>It seals nothing until somebody has looked.</summary>
    Faulted,

    /// <summary>An object of it is missing, and others follow.</summary>
    Missing,

    /// <summary>Nothing is read of it.</summary>
    NotRead,

    /// <summary>The last seal failed and is tried again.</summary>
    Retrying,

    /// <summary>Offsets were gone before they were accepted.</summary>
    Lost,

    /// <summary>Offsets below what is staged are missing, and being asked for.</summary>
    Hole,

    /// <summary>Nothing is known of it yet.</summary>
    Starting,

    /// <summary>No broker says how much more there is.</summary>
    Away,

    /// <summary>The brokers have more than was accepted.</summary>
    Behind,

    /// <summary>All that the brokers have is accepted.</summary>
    UpToDate,

    /// <summary>Its topic is another now; what was accepted of it is still sealed.</summary>
    Former,
}
