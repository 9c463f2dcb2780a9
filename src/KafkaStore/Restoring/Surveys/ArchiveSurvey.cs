using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>What an archive has of a range: from headers where whole objects are wanted, by reading where parts of one are, or where a timestamp may be 0.</summary>
public sealed class ArchiveSurvey(ArchiveObjects objects)
{
    private readonly ArchiveLocator locator = new(objects.Store);

    /// <summary>Exact as of now, but for the largest record, of which headers only say how large it is at least and at most.</summary>
    /// <exception cref="RestoreException">An object is missing between others, so that what follows could not be restored.</exception>
    public Task<SurveyedPartition> CountAsync(RecordRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        return SurveyAsync(range, slice => IsWhole(slice, range), _ => { }, cancellationToken);
    }

    /// <summary>What can't be written at all of what was counted.</summary>
    public static IEnumerable<SurveyFinding> Unwritable(IEnumerable<SurveyedPartition> partitions) =>
        SurveyFinding.OfTimestamps(partitions);

    /// <summary>The same by reading all that is wanted, so that the largest record is known too.</summary>
    /// <param name="read">Told how many bytes as stored were read.</param>
    /// <exception cref="RestoreException">As of <see cref="CountAsync"/>.</exception>
    internal Task<SurveyedPartition> MeasureAsync(RecordRange range, Action<long> read, CancellationToken cancellationToken) =>
        SurveyAsync(range, _ => false, read, cancellationToken);

    private async Task<SurveyedPartition> SurveyAsync(
        RecordRange range,
        Predicate<ObjectSlice> isKnown,
        Action<long> read,
        CancellationToken cancellationToken
    )
    {
        var tally = new PartitionTally(range);
        var reader = new RangeReader(objects);
        await foreach (ObjectSlice slice in new RangeSlices(objects, locator).FindAsync(range, cancellationToken))
        {
            tally.Begin(slice);
            if (isKnown(slice))
            {
                tally.AddAll(slice.Object);
                continue;
            }

            await foreach (ArchivedBlock block in reader.ReadAsync(slice, range, cancellationToken))
            {
                foreach (Record record in block.Records)
                    tally.Add(record);
            }

            read(slice.IsEmpty ? 0 : slice.Length);
        }

        if (tally.NextOffset is { } next && next < range.ToOffset)
            await ThrowIfMoreAsync(range.Partition, next, cancellationToken);
        return tally.Complete();
    }

    private static bool IsWhole(ObjectSlice slice, RecordRange range)
    {
        ArchiveObject archived = slice.Object;
        if (archived.Facts is null || slice.Blocks != archived.Blocks.Count)
            return false;
        for (int i = 0; i < archived.Blocks.Count; i++)
        {
            if (!range.IncludesAll(archived.Blocks[i], archived.BlockEnd(i)) || RecordContent.MayBeUnwritable(archived.Blocks[i]))
                return false;
        }

        return true;
    }

    private async Task ThrowIfMoreAsync(TopicPartition partition, long next, CancellationToken cancellationToken)
    {
        ArchiveEntry? last = await locator.FindLastAsync(partition, cancellationToken);
        if (last is { } found && found.Name.BaseOffset > next)
        {
            throw new RestoreException(
                $"the archive of {partition} has no object at offset {next} and goes on at {found.Name.BaseOffset}. "
                    + $"See what 'kafka-store verify' says; --to-offset {next} restores what is before."
            );
        }
    }
}
