using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Timelines;

/// <summary>
/// Cuts any number of objects into a bounded number of runs of equal length, while they are listed: when there are too many runs,
/// every two neighbours become one. The last object is a run of its own, since where it ends is where the archive ends.
/// </summary>
/// <param name="most">Runs at most, 2 and above.</param>
internal sealed class RunsOfEntries(int most)
{
    private readonly List<ObjectRun> runs = [];
    private int length = 1;
    private ArchiveEntry? last;

    /// <summary>Takes the next object, in offset order.</summary>
    public void Add(ArchiveEntry entry)
    {
        if (last is { } earlier)
            Append(earlier);
        last = entry;
    }

    public List<ObjectRun> Complete() => last is { } entry ? [.. runs, new ObjectRun(entry, 1, entry.Length)] : runs;

    private void Append(ArchiveEntry entry)
    {
        if (runs.Count > 0 && runs[^1] is var open && open.Objects < length)
        {
            runs[^1] = open with { Objects = open.Objects + 1, Bytes = open.Bytes + entry.Length };
            return;
        }

        if (runs.Count == most - 1)
        {
            Halve();
            if (runs[^1].Objects < length)
            {
                Append(entry);
                return;
            }
        }

        runs.Add(new ObjectRun(entry, 1, entry.Length));
    }

    private void Halve()
    {
        for (int i = 0; i < runs.Count; i += 2)
        {
            runs[i / 2] =
                i + 1 < runs.Count
                    ? runs[i] with
                    {
                        Objects = runs[i].Objects + runs[i + 1].Objects,
                        Bytes = runs[i].Bytes + runs[i + 1].Bytes,
                    }
                    : runs[i];
        }

        runs.RemoveRange((runs.Count + 1) / 2, runs.Count / 2);
        length *= 2;
    }
}
