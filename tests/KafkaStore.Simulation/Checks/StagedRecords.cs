using KafkaStore.Containers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Simulation.Checks;

/// <summary>Whose records a chunk has: its own generation's, or, before anybody knows it, those of another incarnation.</summary>
internal sealed class StagedRecords(Simulation simulation)
{
    /// <summary>Null where one of them is nobody's, or not all are there.</summary>
    /// <param name="chunk">Under the name it was created by, or kept aside by.</param>
    public IReadOnlyList<(SimulatedPartition Partition, long Offset)>? Find(
        ChunkName chunk,
        IReadOnlyList<OffsetRange> absent,
        byte[] content
    )
    {
        if (simulation.Log.Find(chunk.Partition) is { } own && WholeOf(own, chunk, absent) is { } whole)
            return whole;
        var records = new List<(SimulatedPartition Partition, long Offset)>();
        foreach (EncodedRecord record in Read(chunk, content))
        {
            if (Of(chunk.Partition, record) is not { } partition)
                return null;
            records.Add((partition, record.Offset));
        }

        return records.Count == chunk.Count ? records : null;
    }

    private static List<(SimulatedPartition Partition, long Offset)>? WholeOf(
        SimulatedPartition partition,
        ChunkName chunk,
        IReadOnlyList<OffsetRange> absent
    )
    {
        var offsets = new List<(SimulatedPartition Partition, long Offset)>();
        var records = new List<EncodedRecord>();
        int range = 0;
        for (long offset = chunk.First; offset <= chunk.Last; offset++)
        {
            while (range < absent.Count && absent[range].To <= offset)
                range++;
            if (range < absent.Count && absent[range].Contains(offset))
                continue;
            if (!partition.Has(offset) || partition[offset].Encoded.Bytes.IsEmpty)
                return null;
            offsets.Add((partition, offset));
            records.Add(partition[offset].Encoded);
        }

        return records.Count == chunk.Count && (IsNameOf(chunk, records, ChunkForm.Quick) || IsNameOf(chunk, records, ChunkForm.Secure))
            ? offsets
            : null;
    }

    private static bool IsNameOf(ChunkName chunk, List<EncodedRecord> records, ChunkForm form) =>
        ChunkForm.NameFor(chunk.Partition, records, form.DigestOf(records)) == chunk;

    private SimulatedPartition? Of(TopicPartition under, EncodedRecord record)
    {
        SimulatedPartition? own = simulation.Log.Find(under);
        return simulation
            .Log.AllPartitions.Where(partition => partition.Partition.Partition == under.Partition)
            .OrderBy(partition => partition != own)
            .FirstOrDefault(partition =>
                partition.Has(record.Offset) && partition[record.Offset].Encoded.Bytes.Span.SequenceEqual(record.Bytes.Span)
            );
    }

    private static List<EncodedRecord> Read(ChunkName chunk, byte[] content)
    {
        var records = new List<EncodedRecord>();
        ContainerReader reader = ContainerReader.OpenAsync(new MemoryStream(content), chunk.ToString(), default).GetAwaiter().GetResult();
        while (reader.ReadBlockAsync(default).AsTask().GetAwaiter().GetResult() is { } block)
            records.AddRange((block with { Data = block.Data.ToArray() }).EncodedRecords());
        return records;
    }
}
