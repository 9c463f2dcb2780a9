namespace KafkaStore.Scripted.Log;

/// <summary>The marker that ends a transaction in a partition; it takes an offset, but consumers never see it.</summary>
internal static class ControlBatch
{
    private const short Abort = 0;
    private const short Commit = 1;

    public static RecordBatch Write(bool commits, long producerId, short producerEpoch, long now)
    {
        byte[] key = new byte[4];
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2), commits ? Commit : Abort);
        return BatchWriter.Write(
            [new LogRecord(key, new byte[6])],
            now,
            new BatchProducer(producerId, producerEpoch, -1),
            BatchAttributes.Transactional | BatchAttributes.Control
        );
    }

    public static bool Commits(RecordBatch marker) =>
        BinaryPrimitives.ReadInt16BigEndian(BatchReader.Read(marker)[0].Key!.Value.Span[2..]) == Commit;
}
