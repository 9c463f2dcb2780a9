using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Counts what is to be restored, from headers where whole objects are wanted, by reading where parts of one are, or where a timestamp may be 0.</summary>
public sealed class RestoreSurvey(ArchiveObjects objects)
{
    /// <summary>Exact as of now.</summary>
    /// <exception cref="RestoreException">An object is missing between others, so that what follows could not be restored.</exception>
    public async Task<SurveyedPartition> CountAsync(RecordRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        long records = 0;
        long storedBytes = 0;
        long unwritable = 0;
        long? firstUnwritable = null;
        ArchiveObject? last = null;
        var locator = new ArchiveLocator(objects.Store);
        var reader = new RangeReader(objects);
        await foreach (ObjectSlice slice in new RangeSlices(objects, locator).FindAsync(range, cancellationToken))
        {
            last = slice.Object;
            storedBytes += slice.IsEmpty ? 0 : slice.Length;
            if (IsWhole(slice, range))
            {
                records += slice.Object.Facts!.Container.Records;
                continue;
            }

            await foreach (ArchivedBlock block in reader.ReadAsync(slice, range, cancellationToken))
            {
                foreach (Record record in block.Records)
                {
                    records++;
                    if (RecordContent.CanBeWritten(record))
                        continue;
                    unwritable++;
                    firstUnwritable ??= record.Offset;
                }
            }
        }

        if (last is not null && last.NextOffset < range.ToOffset)
            await ThrowIfMoreAsync(locator, range.Partition, last.NextOffset, cancellationToken);
        return new SurveyedPartition(range.Partition, records, storedBytes)
        {
            NextOffset = Math.Min(range.ToOffset, last?.NextOffset ?? range.FromOffset),
            Unwritable = unwritable,
            FirstUnwritable = firstUnwritable,
        };
    }

    /// <summary>What can't be written is said before anything is.</summary>
    /// <exception cref="RestoreException">There is some.</exception>
    public static void ThrowIfUnwritable(IEnumerable<SurveyedPartition> partitions)
    {
        SurveyedPartition[] affected = [.. partitions.Where(partition => partition.Unwritable > 0)];
        if (affected.Length == 0)
            return;
        long count = affected.Sum(partition => partition.Unwritable);
        throw new RestoreException(
            $"{count} {(count == 1 ? "record has" : "records have")} the timestamp 0 (1970-01-01), the first at offset {affected[0].FirstUnwritable} of {affected[0].Source}, "
                + "which the Kafka client can't write unaltered: nothing is restored. Leave such records out, and those without a timestamp, with --from-time 1; "
                + "kafka-store-reader --from-time 0 --to-time 1 reads them."
        );
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

    private static async Task ThrowIfMoreAsync(
        ArchiveLocator locator,
        TopicPartition partition,
        long next,
        CancellationToken cancellationToken
    )
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

/// <summary>How much is to be restored of one partition.</summary>
/// <param name="Source">The archived partition.</param>
/// <param name="StoredBytes">What has to be read for them, as stored (compressed).</param>
public readonly record struct SurveyedPartition(TopicPartition Source, long Records, long StoredBytes)
{
    /// <summary>Past the last offset that the archive has of the range; where the range begins if it has none.</summary>
    public long NextOffset { get; init; }

    /// <summary>How many of the records have the timestamp 0.</summary>
    public long Unwritable { get; init; }

    /// <summary>Offset of the first of them; null for none.</summary>
    public long? FirstUnwritable { get; init; }
}
