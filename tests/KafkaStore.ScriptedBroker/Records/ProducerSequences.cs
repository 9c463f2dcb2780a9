namespace KafkaStore.Scripted.Records;

/// <summary>What each idempotent producer wrote last to a partition, so that nothing of it is written twice or out of order.</summary>
internal sealed class ProducerSequences
{
    // As many batches as a producer may have in flight.
    private const int Remembered = 5;

    private readonly Dictionary<long, List<(short Epoch, int First, int Last, long Offset)>> producers = [];

    /// <summary>Where the batch lies already; null where it does not.</summary>
    public long? Duplicate(RecordBatch batch)
    {
        if (!producers.TryGetValue(batch.ProducerId, out List<(short Epoch, int First, int Last, long Offset)>? written))
            return null;
        int found = written.FindIndex(entry =>
            entry.Epoch == batch.ProducerEpoch && entry.First == batch.BaseSequence && entry.Last == LastOf(batch)
        );
        return found < 0 ? null : written[found].Offset;
    }

    public KafkaError Check(RecordBatch batch)
    {
        if (!producers.TryGetValue(batch.ProducerId, out List<(short Epoch, int First, int Last, long Offset)>? written))
            return KafkaError.None;
        (short epoch, _, int last, _) = written[^1];
        if (batch.ProducerEpoch < epoch)
            return KafkaError.InvalidProducerEpoch;
        int expected = batch.ProducerEpoch > epoch ? 0 : Next(last, 1);
        return batch.BaseSequence == expected ? KafkaError.None : KafkaError.OutOfOrderSequenceNumber;
    }

    public void Note(RecordBatch batch)
    {
        if (batch.ProducerId < 0)
            return;
        if (!producers.TryGetValue(batch.ProducerId, out List<(short Epoch, int First, int Last, long Offset)>? written))
            producers.Add(batch.ProducerId, written = []);
        written.Add((batch.ProducerEpoch, batch.BaseSequence, LastOf(batch), batch.BaseOffset));
        if (written.Count > Remembered)
            written.RemoveAt(0);
    }

    private static int LastOf(RecordBatch batch) => Next(batch.BaseSequence, batch.LastOffsetDelta);

    // They begin at 0 again after the largest.
    private static int Next(int sequence, int by) => (int)(((long)sequence + by) % (1L << 31));
}
