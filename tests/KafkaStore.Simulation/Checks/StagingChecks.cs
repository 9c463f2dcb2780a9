using KafkaStore.Staging;

namespace KafkaStore.Simulation.Checks;

/// <summary>Chunks hold what they say; proofs are true; no chunk goes before its records are archived or staged elsewhere.</summary>
internal sealed class StagingChecks(Simulation simulation) : IStoreChecks
{
    private readonly Dictionary<string, long[]> held = new(StringComparer.Ordinal);

    // A run that found damage may set the chunk aside after another has staged its records anew under the same name: no
    // store deletes on a condition. The broker is asked again then.
    private readonly HashSet<string> everDamaged = new(StringComparer.Ordinal);

    // Nor can a run see that another copy of the records, which it has just written or read, is damaged before it deletes
    // this one. The broker still has them, and is asked.
    private readonly HashSet<(TopicPartition, long)> damagedElsewhere = [];

    public string Name => "staging";

    /// <summary>Chunks with records, none of them damaged.</summary>
    public IReadOnlyCollection<string> Held => held.Keys;

    public void Created(string name, byte[] content)
    {
        if (
            !ChunkName.TryParse(name, out ChunkName chunk)
            || !simulation.Log.Partitions.TryGetValue(chunk.Partition, out SimulatedPartition? partition)
        )
        {
            return;
        }

        simulation.ChunksStaged++;
        IReadOnlyList<OffsetRange> absent = [];
        if (!chunk.IsDense)
        {
            var header = ContainerHeader.TryParse(content, out _);
            absent = AbsentRanges.Parse(header?.Text(HeaderKeys.Absent), chunk.Range) ?? [];
        }

        if (chunk.IsProof)
            CheckProof(partition, chunk, absent);
        else
            CheckRecords(partition, chunk, absent);
    }

    public void Deleted(string name, byte[] content)
    {
        if (FaultName.TryParse(name, out TopicPartition faulted))
            simulation.World.Fail("only an operator clears a fault", faulted.ToString());
        if (!held.TryGetValue(name, out long[]? offsets) || !ChunkName.TryParse(name, out ChunkName chunk))
            return;
        SimulatedPartition partition = simulation.Log.Partitions[chunk.Partition];
        Forget(name);
        foreach (long offset in offsets)
        {
            SimulatedPartition.Slot slot = partition[offset];
            if (
                slot.Copies == 0
                && !slot.Archived
                && !(offset < partition.Start)
                && !everDamaged.Contains(name)
                && !damagedElsewhere.Contains((chunk.Partition, offset))
            )
            {
                simulation.World.Fail("no chunk is deleted before its records are archived", $"{name} held offset {offset}");
            }
        }
    }

    /// <summary>The chunk's records are there no longer, by no doing of the archiver.</summary>
    public void Forget(string name)
    {
        if (!held.Remove(name, out long[]? offsets) || !ChunkName.TryParse(name, out ChunkName chunk))
            return;
        SimulatedPartition partition = simulation.Log.Partitions[chunk.Partition];
        foreach (long offset in offsets)
            partition[offset].Copies--;
    }

    public void Damaged(string name)
    {
        everDamaged.Add(name);
        Destroyed(name);
    }

    /// <summary>The chunk is gone, and a run that is under way may count on its records all the same.</summary>
    public void Destroyed(string name)
    {
        if (held.TryGetValue(name, out long[]? offsets) && ChunkName.TryParse(name, out ChunkName chunk))
            damagedElsewhere.UnionWith(offsets.Select(offset => (chunk.Partition, offset)));
        Forget(name);
    }

    private void CheckProof(SimulatedPartition partition, ChunkName chunk, IReadOnlyList<OffsetRange> absent)
    {
        foreach (OffsetRange range in absent)
        {
            for (long offset = range.From; offset < range.To; offset++)
            {
                if (offset >= partition.VisibleEnd || (partition.Has(offset) && partition[offset].Record is not null))
                    simulation.World.Fail("what is proved empty is empty", $"{chunk} says so of offset {offset}");
            }
        }
    }

    private void CheckRecords(SimulatedPartition partition, ChunkName chunk, IReadOnlyList<OffsetRange> absent)
    {
        var offsets = new List<long>();
        var records = new List<EncodedRecord>();
        int range = 0;
        for (long offset = chunk.First; offset <= chunk.Last; offset++)
        {
            while (range < absent.Count && absent[range].To <= offset)
                range++;
            if (range < absent.Count && absent[range].Contains(offset))
                continue;
            SimulatedPartition.Slot slot = partition[offset];
            offsets.Add(offset);
            records.Add(slot.Encoded);
            slot.Copies++;
            slot.EverStaged = true;
        }

        if (records.Count != chunk.Count || ChunkWriter.NameFor(chunk.Partition, records) != chunk)
            simulation.World.Fail("a chunk holds the log's records", chunk.ToString());
        held[chunk.ToString()] = [.. offsets];
    }
}
