using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>Adds up what is to be restored of one partition.</summary>
internal sealed class PartitionTally(RecordRange range)
{
    private long records;
    private long storedBytes;
    private long unwritable;
    private long? firstUnwritable;
    private long? oldest;
    private long? newest;
    private LargestRecord? largest;

    /// <summary>What is behind is searched for from here on; null before the first object.</summary>
    public long? NextOffset { get; private set; }

    /// <summary>Its bytes, and how far the search is.</summary>
    public void Begin(ObjectSlice slice)
    {
        NextOffset = slice.Object.NextOffset;
        storedBytes += slice.IsEmpty ? 0 : slice.Length;
    }

    /// <summary>All records of an object, by its header.</summary>
    public void AddAll(ArchiveObject archived)
    {
        records += archived.Facts!.Container.Records;
        string codec = archived.Header.Text(HeaderKeys.Codec) ?? ContainerCodec.Null.Name;
        foreach (BlockEntry block in archived.Blocks)
        {
            NoteTime(block.SmallestTimestamp);
            NoteTime(block.LargestTimestamp);
            Note(new LargestRecord(BatchBytes.AtLeast(block.Length), BatchBytes.AtMost(block.Length, codec), block.FirstOffset));
        }
    }

    public void Add(Record record)
    {
        records++;
        NoteTime(record.Timestamp);
        long bytes = BatchBytes.Of(record);
        Note(new LargestRecord(bytes, bytes, record.Offset));
        if (RecordContent.CanBeWritten(record))
            return;
        unwritable++;
        firstUnwritable ??= record.Offset;
    }

    public SurveyedPartition Complete() =>
        new(range.Partition, records, storedBytes)
        {
            NextOffset = Math.Min(range.ToOffset, NextOffset ?? range.FromOffset),
            Unwritable = unwritable,
            FirstUnwritable = firstUnwritable,
            Oldest = oldest,
            Newest = newest,
            Largest = largest,
        };

    // Negative ones are none.
    private void NoteTime(long timestamp)
    {
        if (timestamp < 0)
            return;
        oldest = Math.Min(oldest ?? timestamp, timestamp);
        newest = Math.Max(newest ?? timestamp, timestamp);
    }

    private void Note(LargestRecord record) => largest = largest?.Or(record) ?? record;
}
