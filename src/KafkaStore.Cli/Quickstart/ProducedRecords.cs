using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaStore.Avro;

namespace KafkaStore.Cli.Quickstart;

/// <summary>What was written to a topic that was empty before, record by record, to be compared with what comes back.</summary>
internal sealed class ProducedRecords(int partitions)
{
    private readonly List<UInt128>[] fingerprints = [.. Enumerable.Range(0, partitions).Select(_ => new List<UInt128>())];
    private readonly ArrayBufferWriter<byte> buffer = new();

    public int Partitions => partitions;

    public long Count => fingerprints.Sum(partition => (long)partition.Count);

    /// <summary>Encoded size of all records, as <c>--file-size</c> counts.</summary>
    public long Bytes { get; private set; }

    /// <summary>Notes the next record of a partition; the record with the offset that it gets.</summary>
    public Record Add(int partition, Record record)
    {
        Record numbered = record with { Offset = fingerprints[partition].Count };
        fingerprints[partition].Add(Fingerprint(numbered));
        Bytes += buffer.WrittenCount;
        return numbered;
    }

    /// <summary>Whether this is, in all its fields, the record that was written at its offset.</summary>
    public bool Matches(int partition, Record record) =>
        record.Offset >= 0
        && record.Offset < fingerprints[partition].Count
        && fingerprints[partition][(int)record.Offset] == Fingerprint(record);

    private UInt128 Fingerprint(Record record)
    {
        buffer.ResetWrittenCount();
        RecordEncoding.Write(buffer, record);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
