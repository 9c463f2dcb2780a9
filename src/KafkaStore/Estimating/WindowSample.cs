namespace KafkaStore.Estimating;

/// <summary>What was read of one window.</summary>
/// <param name="Offsets">What is known of; behind records that were deleted while it was read, or where its bytes were enough, less than planned.</param>
/// <param name="Course">Its records in time, by their numbers within it; the last is its last record. Empty where no record has a time.</param>
internal sealed record WindowSample(OffsetRange Offsets, long Records, long Bytes, IReadOnlyList<Knot> Course)
{
    /// <summary>Records for each offset, at most 1: transactions' markers, aborted and compacted records have offsets too.</summary>
    public double Density => Offsets.IsEmpty ? 0 : (double)Records / (Offsets.To - Offsets.From);

    public double BytesOfARecord => Records == 0 ? 0 : (double)Bytes / Records;
}
