using System.Security.Cryptography;

namespace KafkaStore.Restoring.Targets;

/// <summary>What a record is apart from its offset, which a restored one can't keep: timestamp, key, value and headers.</summary>
internal static class RecordContent
{
    /// <summary>Whether the Kafka client leaves the timestamp as it is; it takes a 0 for none given, and puts in the present time.</summary>
    public static bool CanBeWritten(Record record) => record.Timestamp != 0;

    public static bool MayBeUnwritable(BlockEntry block) => block is { SmallestTimestamp: <= 0, LargestTimestamp: >= 0 };

    /// <summary>Key, value and headers, in bytes.</summary>
    public static long BytesOf(Record record)
    {
        long bytes = (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
        foreach (RecordHeader header in record.Headers)
            bytes += System.Text.Encoding.UTF8.GetByteCount(header.Key) + (header.Value?.Length ?? 0);
        return bytes;
    }

    public static bool AreEqual(Record left, Record right)
    {
        if (
            left.Timestamp != right.Timestamp
            || left.Headers.Count != right.Headers.Count
            || !AreEqual(left.Key, right.Key)
            || !AreEqual(left.Value, right.Value)
        )
        {
            return false;
        }

        for (int i = 0; i < left.Headers.Count; i++)
        {
            if (left.Headers[i].Key != right.Headers[i].Key || !AreEqual(left.Headers[i].Value, right.Headers[i].Value))
                return false;
        }

        return true;
    }

    private static bool AreEqual(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left.HasValue == right.HasValue && (left is not { } l || l.Span.SequenceEqual(right!.Value.Span));

    /// <summary>SHA-256 of records one after the other, each encoded as in an archive object with 0 for its offset.</summary>
    public sealed class Digest : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly ArrayBufferWriter<byte> encoded = new();

        public void Append(Record record)
        {
            encoded.ResetWrittenCount();
            RecordEncoding.Write(encoded, record with { Offset = 0 });
            hash.AppendData(encoded.WrittenSpan);
        }

        public Sha256Hash Complete() => Sha256Hash.FromBytes(hash.GetHashAndReset());

        public void Dispose() => hash.Dispose();
    }
}
