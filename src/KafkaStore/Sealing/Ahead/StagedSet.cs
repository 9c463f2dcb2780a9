namespace KafkaStore.Sealing.Ahead;

/// <summary>The staged chunks whose records were appended, all of them and in offset order.</summary>
internal sealed class StagedSet
{
    private readonly HashSet<ChunkName> names = [];

    public bool Contains(ChunkName name) => names.Contains(name);

    public void AddAll(IEnumerable<ChunkName> added) => names.UnionWith(added);

    /// <summary>What ends below the archive's end decides nothing any more.</summary>
    public void ForgetBelow(long checkpoint) => names.RemoveWhere(name => name.Last < checkpoint);

    /// <summary>Whether exactly these are staged there: then merging what is staged gives what was appended.</summary>
    /// <param name="live">All that is staged of the partition and not archived, proofs among them.</param>
    public bool IsAllOf(IReadOnlyList<ChunkName> live, OffsetRange range)
    {
        int staged = 0;
        foreach (ChunkName chunk in live)
        {
            if (!chunk.MayHaveRecordsIn(range))
                continue;
            if (!names.Contains(chunk))
                return false;
            staged++;
        }

        return staged == names.Count(name => name.MayHaveRecordsIn(range));
    }
}
