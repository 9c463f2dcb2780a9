namespace KafkaStore.ClusterRun.Records;

/// <summary>One record with all that an archive keeps of it, in bytes that are equal exactly where the records are.</summary>
/// <param name="Bytes">As the archive encodes it.</param>
public sealed record DumpedRecord(long Offset, byte[] Bytes)
{
    public bool IsEqual(DumpedRecord other) => Offset == other.Offset && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public static DumpedRecord Of(KafkaStore.Records.Record record) =>
        new(record.Offset, KafkaStore.Avro.RecordEncoding.Encode(record).Bytes.ToArray());
}
