namespace KafkaStore.Functions;

/// <summary>What a <see cref="PartitionSegment"/> can be told.</summary>
public static class Operations
{
    /// <summary>A batch was staged; a <see cref="Deciding.BatchSummary"/>.</summary>
    public const string Append = nameof(Append);

    /// <summary>The timer looked at the broker; a <see cref="Broker.BrokerView"/>.</summary>
    public const string Observe = nameof(Observe);

    /// <summary>Seal what is complete, now; the topic-partition.</summary>
    public const string Seal = nameof(Seal);

    /// <summary>Seal what is there, complete or not; the topic-partition.</summary>
    public const string Close = nameof(Close);

    /// <summary>A seal has ended; a <see cref="Deciding.SealOutcome"/>.</summary>
    public const string Sealed = nameof(Sealed);

    /// <summary>A fault stands; a <see cref="Deciding.FaultNotice"/>.</summary>
    public const string Faulted = nameof(Faulted);

    /// <summary>The fault is gone; the topic-partition.</summary>
    public const string ClearFault = nameof(ClearFault);
}
