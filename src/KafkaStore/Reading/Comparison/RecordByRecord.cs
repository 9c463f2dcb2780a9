using KafkaStore.Reading.Verification;

namespace KafkaStore.Reading.Comparison;

/// <summary>Judges each record of the broker against what the archive has there. Records in a row with one trouble are one problem.</summary>
internal sealed class RecordByRecord(PartitionReport archived, ProblemLog problems)
{
    private readonly OffsetRangeSet lost = LostOf(archived);
    private long equal;
    private long onlyArchived;
    private long notComparable;
    private Run? run;

    /// <param name="record">As the broker has it, encoded.</param>
    /// <param name="item">What the archive has at that offset or past it; null when it has no more.</param>
    public void AtBroker(EncodedRecord record, ArchivedItem? item)
    {
        if (item is not { } archive || !archive.Range.Contains(record.Offset))
        {
            Missing(record.Offset, item?.Object);
            return;
        }

        if (archive.Record is not { } same)
            notComparable++;
        else if (same.Bytes.Span.SequenceEqual(record.Bytes.Span))
            equal++;
        else
            Extend(archive.Object, record.Offset, ProblemKind.DiffersFromBroker);
        if (run is { } open && open.Last != record.Offset)
            End();
    }

    public void OnlyArchived(ArchivedItem item) => onlyArchived += item.Record is null ? 0 : 1;

    public ComparedPartition Complete(OffsetRange range)
    {
        End();
        return new ComparedPartition(archived.Partition, range, equal, onlyArchived, notComparable);
    }

    private void Missing(long offset, ArchiveName? next)
    {
        if (lost.EndOfRunFrom(offset) > offset)
            Extend(next ?? End(archived), offset, ProblemKind.NotLost);
        else if (offset < archived.NextOffset)
            Extend(next ?? End(archived), offset, ProblemKind.MissingRecords);
        else
            End();
    }

    private static ArchiveName End(PartitionReport archived) => new(archived.Partition, archived.NextOffset ?? archived.FirstOffset);

    private void Extend(ArchiveName name, long offset, ProblemKind kind)
    {
        if (run is { } open && open.Name == name && open.Kind == kind)
        {
            run = open with { Last = offset, Count = open.Count + 1 };
            return;
        }

        End();
        run = new Run(name, kind, offset, offset, 1);
    }

    private void End()
    {
        if (run is not { } ended)
            return;
        run = null;
        string where = $"{ended.Count} {(ended.Count == 1 ? "record" : "records")} from offset {ended.First} to {ended.Last}";
        string name = ended.Kind == ProblemKind.NotLost ? LossAt(ended.First) : ended.Name.ToString();
        problems.Add(
            name,
            ended.First,
            ended.Kind,
            ended.Kind switch
            {
                ProblemKind.DiffersFromBroker => $"the broker has other {where}",
                ProblemKind.NotLost => $"the broker has {where}, which are noted as lost",
                _ => $"the broker has {where}, which are not archived",
            }
        );
    }

    private string LossAt(long offset) => MarkerName.Lost(archived.Partition, archived.Lost.First(range => range.Contains(offset)));

    private static OffsetRangeSet LostOf(PartitionReport archived)
    {
        var set = new OffsetRangeSet();
        set.AddAll(archived.Lost);
        return set;
    }

    private readonly record struct Run(ArchiveName Name, ProblemKind Kind, long First, long Last, long Count);
}
