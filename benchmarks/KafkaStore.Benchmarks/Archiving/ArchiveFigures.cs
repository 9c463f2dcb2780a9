namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Of one run of the program.</summary>
/// <param name="Assigned">From its start until it said what it consumes.</param>
/// <param name="FirstStaged">From its start until something was staged; null where nothing was seen.</param>
/// <param name="ReadAll">From its start until the broker had sent the last record.</param>
/// <param name="BusyCores">Between these two, by the program and by the broker.</param>
/// <param name="BrokerCpu">Of this process meanwhile, which is the broker's and the clock's.</param>
internal sealed record ArchiveFigures(
    Load Load,
    ArchiveSettings Settings,
    ProcessFigures Process,
    TimeSpan? Assigned,
    TimeSpan? FirstStaged,
    TimeSpan? ReadAll,
    double? BusyCores,
    TimeSpan BrokerCpu,
    long BytesSent
);
