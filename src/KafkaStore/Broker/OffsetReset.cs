namespace KafkaStore.Broker;

/// <summary>Where a partition begins that has neither an archive nor a start marker.</summary>
public enum OffsetReset
{
    /// <summary>Refuse to guess.</summary>
    Error,

    /// <summary>At the log start or, if that is smaller, the first offset in hand.</summary>
    Earliest,

    /// <summary>At the read-committed end.</summary>
    Latest,
}
