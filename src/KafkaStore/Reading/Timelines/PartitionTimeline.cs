using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Timelines;

/// <summary>
/// A partition's objects as a picture needs them: however many there are, a bounded number of runs, with what the first object of
/// each says. Costs the listing of the objects' names, and a request a run.
/// </summary>
public sealed class PartitionTimeline(ArchiveObjects objects)
{
    private const int AtATime = 16;

    private readonly ArchiveLocator locator = new(objects.Store);

    /// <summary>The runs of the objects that have offsets of the range, ascending; none where there are none.</summary>
    /// <param name="range">The first object may begin before it; where the archive ends before it, it is the archive's last.</param>
    /// <param name="most">Runs at most, 2 and above.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<IReadOnlyList<ObjectRun>> ReadAsync(
        TopicPartition partition,
        OffsetRange range,
        int most,
        CancellationToken cancellationToken
    )
    {
        var entries = new RunsOfEntries(most);
        long? after = null;
        await foreach (ObjectOutline outline in locator.ListAsync(partition, range.From, cancellationToken))
        {
            if (outline.BaseOffset >= range.To)
            {
                after = outline.BaseOffset;
                break;
            }

            entries.Add(outline.Entry);
        }

        List<ObjectRun> runs = entries.Complete();
        var opened = new ObjectRun[runs.Count];
        await SideBySide.ForAsync(
            runs.Count,
            AtATime,
            async (i, cancelled) =>
                opened[i] = await OpenAsync(runs[i], i + 1 < runs.Count ? runs[i + 1].First.Name.BaseOffset : after, cancelled),
            cancellationToken
        );
        return opened;
    }

    // Of a single object its own word counts: where it ends before the next begins, something is missing.
    private async Task<ObjectRun> OpenAsync(ObjectRun run, long? follower, CancellationToken cancellationToken)
    {
        try
        {
            ArchiveObject? opened = await objects.OpenDescribedAsync(run.First, cancellationToken);
            return run with { Opened = opened, NextOffset = run.Objects == 1 ? opened?.NextOffset ?? follower : follower };
        }
        catch (Exception e) when (e is DamagedContainerException or ObjectMissingException or ObjectOfflineException)
        {
            return run with { Trouble = e.Message, NextOffset = follower };
        }
    }
}
