namespace KafkaStore.ClusterRun.Records;

/// <summary>Holds what is archived against what a plain consumer sees.</summary>
internal static class Comparison
{
    /// <summary>Both have the same records.</summary>
    /// <exception cref="ScenarioFailedException">They have not.</exception>
    public static void EnsureEqual(string what, IReadOnlyList<DumpedRecord> seen, IReadOnlyList<DumpedRecord> archived)
    {
        for (int i = 0; i < Math.Max(seen.Count, archived.Count); i++)
        {
            if (i < seen.Count && i < archived.Count && seen[i].IsEqual(archived[i]))
                continue;
            throw new ScenarioFailedException(
                $"{what}: a plain consumer sees {seen.Count} records and {archived.Count} are archived; they part at record {i}, offset {OffsetOf(seen, i)} and {OffsetOf(archived, i)}"
            );
        }
    }

    /// <summary>What the archive has ascends, and all that a plain consumer sees is in it.</summary>
    /// <exception cref="ScenarioFailedException">It is not so.</exception>
    public static void EnsureContains(string what, IReadOnlyList<DumpedRecord> seen, IReadOnlyList<DumpedRecord> archived)
    {
        for (int i = 1; i < archived.Count; i++)
        {
            if (archived[i].Offset <= archived[i - 1].Offset)
                throw new ScenarioFailedException($"{what}: offset {archived[i].Offset} is archived behind {archived[i - 1].Offset}");
        }

        var byOffset = archived.ToDictionary(record => record.Offset);
        foreach (DumpedRecord record in seen)
        {
            if (!byOffset.TryGetValue(record.Offset, out DumpedRecord? kept) || !kept.IsEqual(record))
            {
                throw new ScenarioFailedException(
                    $"{what}: offset {record.Offset} is at the broker and {(kept is null ? "not" : "another")} in the archive"
                );
            }
        }
    }

    private static string OffsetOf(IReadOnlyList<DumpedRecord> records, int i) => i < records.Count ? $"{records[i].Offset}" : "none";
}
