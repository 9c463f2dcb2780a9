namespace KafkaStore.Scripted.Log;

/// <summary>
/// A log of any size in the memory of a few batches: the same ones are sent again and again, each time behind another base offset,
/// which lies outside a batch's checksum.
/// </summary>
/// <param name="full">Batches of <paramref name="perBatch"/> records.</param>
/// <param name="last">The shorter one at the end; null where it is full too.</param>
internal sealed class EndlessLog(IReadOnlyList<RecordBatch> full, RecordBatch? last, int perBatch, long records) : PartitionLog
{
    private const int BaseOffsetSize = 8;

    private readonly ReadOnlyMemory<byte>[] bodies = [.. full.Select(batch => (ReadOnlyMemory<byte>)batch.Bytes.AsMemory(BaseOffsetSize))];
    private readonly ReadOnlyMemory<byte> lastBody = last?.Bytes.AsMemory(BaseOffsetSize) ?? default;
    private readonly long oldest = full[0].BaseTimestamp;
    private readonly long newest = full.Append(last).Max(batch => batch?.MaxTimestamp ?? 0);

    public override long Start => 0;

    public override long End => records;

    public override long LastStable => records;

    public override (int Bytes, long Next) Read(long offset, long below, int mostBytes, bool atLeastOne, List<ReadOnlyMemory<byte>> into)
    {
        int size = 0;
        long end = Math.Min(records, below);
        // At the end there is nothing, although the last batch may hold the offset before it.
        for (long n = offset / perBatch; offset < end && n * perBatch < end; n++)
        {
            ReadOnlyMemory<byte> body = (n + 1) * perBatch <= records ? bodies[n % bodies.Length] : lastBody;
            if (size + BaseOffsetSize + body.Length > mostBytes && !(atLeastOne && size == 0))
                break;
            byte[] baseOffset = new byte[BaseOffsetSize];
            BinaryPrimitives.WriteInt64BigEndian(baseOffset, n * perBatch);
            into.Add(baseOffset);
            into.Add(body);
            size += BaseOffsetSize + body.Length;
            offset = Math.Min((n + 1) * perBatch, records);
        }

        return (size, offset);
    }

    // All batches hold the same second.
    public override (long Offset, long Timestamp)? FirstNotBefore(long timestamp) =>
        records == 0 || timestamp > newest ? null : (0, Math.Max(oldest, timestamp));

    public override (long Offset, long Timestamp)? Newest() => records == 0 ? null : (0, newest);
}
