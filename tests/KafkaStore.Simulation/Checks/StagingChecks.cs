using KafkaStore.Staging;

namespace KafkaStore.Simulation.Checks;

/// <summary>Chunks hold what they say; proofs are true; no chunk goes before its records are archived or staged elsewhere.</summary>
internal sealed class StagingChecks(Simulation simulation) : IStoreChecks
{
    private const string Aside = "~unattributed/";

    private readonly StagedRecords records = new(simulation);
    private readonly Dictionary<string, IReadOnlyList<(SimulatedPartition Partition, long Offset)>> held = new(StringComparer.Ordinal);

    // A run that found damage may set the chunk aside after another has staged its records anew under the same name: no
    // store deletes on a condition. The broker is asked again then.
    private readonly HashSet<string> everDamaged = new(StringComparer.Ordinal);

    // Nor can a run see that another copy of the records, which it has just written or read, is damaged before it deletes
    // this one. The broker still has them, and is asked.
    private readonly HashSet<(SimulatedPartition, long)> damagedElsewhere = [];

    public string Name => "staging";

    /// <summary>Chunks with records, none of them damaged.</summary>
    public IReadOnlyCollection<string> Held => held.Keys;

    /// <summary>It has records, as they were staged.</summary>
    public bool IsSound(string name) => held.ContainsKey(name);

    public void Created(string name, byte[] content)
    {
        if (!ChunkName.TryParse(Bare(name), out ChunkName chunk))
            return;
        simulation.ChunksStaged++;
        IReadOnlyList<OffsetRange> absent = [];
        ContainerHeader? header = chunk.IsDense && !IsAside(name) ? null : ContainerHeader.TryParse(content, out _);
        if (!chunk.IsDense)
            absent = AbsentRanges.Parse(header?.Text(HeaderKeys.Absent), chunk.Range) ?? [];
        if (chunk.IsProof)
            CheckProof(chunk, absent);
        else if (records.Find(chunk, absent, content) is { } found)
            Add(name, found);
        else
            simulation.World.Fail("a chunk holds the log's records", chunk.ToString());
        if (IsAside(name) && header?.Number(HeaderKeys.AcceptedAt) is { } acceptedAt)
            CheckAside(chunk, acceptedAt);
    }

    public void Deleted(string name, byte[] content)
    {
        if (FaultName.TryParse(name, out TopicPartition faulted))
            simulation.Operator.Cleared(faulted, content);
        if (!held.TryGetValue(name, out IReadOnlyList<(SimulatedPartition Partition, long Offset)>? lost))
            return;
        Forget(name);
        foreach ((SimulatedPartition partition, long offset) in lost)
        {
            if (
                partition[offset] is { Copies: 0, OtherCopies: 0, Asides: 0, Archived: false }
                && !(offset < partition.Start)
                && !everDamaged.Contains(name)
                && !damagedElsewhere.Contains((partition, offset))
            )
            {
                simulation.World.Fail("no chunk is deleted before its records are archived", $"{name} held offset {offset}");
            }
        }
    }

    /// <summary>The chunk's records are there no longer, by no doing of the archiver.</summary>
    public void Forget(string name)
    {
        if (held.Remove(name, out IReadOnlyList<(SimulatedPartition Partition, long Offset)>? lost))
            Count(name, lost, -1);
    }

    public void Damaged(string name)
    {
        everDamaged.Add(name);
        Destroyed(name);
    }

    /// <summary>The chunk is gone, and a run that is under way may count on its records all the same.</summary>
    public void Destroyed(string name)
    {
        if (held.TryGetValue(name, out IReadOnlyList<(SimulatedPartition Partition, long Offset)>? lost))
            damagedElsewhere.UnionWith(lost);
        Forget(name);
    }

    /// <summary>A fault that stands with nobody to clear it, or what is kept aside and archived; null where there is neither.</summary>
    public string? FirstLeft() =>
        simulation.Staging.Names.FirstOrDefault(name =>
            name.StartsWith(FaultName.Folder, StringComparison.Ordinal)
            || (
                IsAside(name)
                && held.TryGetValue(name, out IReadOnlyList<(SimulatedPartition Partition, long Offset)>? kept)
                && kept.All(each => each.Partition[each.Offset].Archived)
            )
        );

    private static bool IsAside(string name) => name.StartsWith(Aside, StringComparison.Ordinal);

    private static string Bare(string name) => IsAside(name) ? name[Aside.Length..] : name;

    private void Add(string name, IReadOnlyList<(SimulatedPartition Partition, long Offset)> found)
    {
        held[name] = found;
        Count(name, found, 1);
        bool aside = IsAside(name);
        foreach ((SimulatedPartition partition, long offset) in found)
        {
            SimulatedPartition.Slot slot = partition[offset];
            slot.EverKept = true;
            slot.EverStaged |= !aside && IsOwn(name, partition);
        }
    }

    private static bool IsOwn(string name, SimulatedPartition partition) =>
        partition.Name is { } own && name.StartsWith(ArchiveName.Folder(own), StringComparison.Ordinal);

    private static void Count(string name, IReadOnlyList<(SimulatedPartition Partition, long Offset)> found, int copies)
    {
        foreach ((SimulatedPartition partition, long offset) in found)
        {
            SimulatedPartition.Slot slot = partition[offset];
            if (IsAside(name))
                slot.Asides += copies;
            else if (IsOwn(name, partition))
                slot.Copies += copies;
            else
                slot.OtherCopies += copies;
        }
    }

    // What another incarnation has there was seen when the topic was that one already: it is not confirmed, or else an object
    // would lack a record.
    private void CheckProof(ChunkName chunk, IReadOnlyList<OffsetRange> absent)
    {
        SimulatedPartition[] possible =
        [
            .. simulation.Log.AllPartitions.Where(partition => partition.Partition.Partition == chunk.Partition.Partition),
        ];
        foreach (OffsetRange range in absent)
        {
            for (long offset = range.From; offset < range.To; offset++)
            {
                if (
                    !possible.Any(partition =>
                        offset < partition.VisibleEnd && !(partition.Has(offset) && partition[offset].Record is not null)
                    )
                )
                {
                    simulation.World.Fail("what is proved empty is empty", $"{chunk} says so of offset {offset}");
                }
            }
        }
    }

    private void CheckAside(ChunkName chunk, long acceptedAt)
    {
        if (
            TopicGeneration.TryParse(chunk.Partition.Topic, out TopicGeneration generation)
            && simulation.Log.Find(generation)?.SeenAt is { } seenAt
            && acceptedAt <= (seenAt - simulation.Scenario.Topics.SettlingTime).ToUnixTimeMilliseconds()
        )
        {
            simulation.World.Fail("what could be told is not kept aside", chunk.ToString());
        }
    }
}
