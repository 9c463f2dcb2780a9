using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;

namespace KafkaStore.Restoring;

/// <summary>The archived records of a range, one after the other.</summary>
internal sealed class ArchivedRange(ArchiveObjects objects)
{
    /// <summary>Each is valid until the next is asked for.</summary>
    public async IAsyncEnumerable<Record> ReadAsync(RecordRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var slices = new RangeSlices(objects, new ArchiveLocator(objects.Store));
        await foreach (ArchivedBlock block in new RangeReader(objects).ReadAsync(slices, range, cancellationToken))
        {
            foreach (Record record in block.Records)
                yield return record;
        }
    }
}
