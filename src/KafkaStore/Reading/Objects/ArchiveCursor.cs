using KafkaStore.Containers;

namespace KafkaStore.Reading.Objects;

/// <summary>Reads archived records in offset order, still encoded.</summary>
public sealed class ArchiveCursor(ArchiveObjects objects)
{
    /// <summary>The records of one object from this offset on, still encoded. Each is valid until the next is asked for.</summary>
    /// <exception cref="DamagedContainerException">The object is damaged, or is one of the original tool.</exception>
    public async IAsyncEnumerable<EncodedRecord> ReadObjectAsync(
        ArchiveObject archived,
        long fromOffset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using ContainerReader reader = await objects.ReadAsync(archived, fromOffset, cancellationToken);
        if (!reader.Layout.IsCurrent)
        {
            throw new DamagedContainerException(
                $"{objects.Display(archived.Name)} was written by another tool; its records have no offsets to compare by."
            );
        }

        long last = -1;
        while (await reader.ReadBlockAsync(cancellationToken) is { } block)
        {
            foreach (EncodedRecord record in block.EncodedRecords())
            {
                if (record.Offset <= last || !archived.Range.Contains(record.Offset))
                {
                    throw DamagedContainerException.At(
                        objects.Display(archived.Name),
                        block.Position,
                        $"offset {record.Offset} is out of place"
                    );
                }

                last = record.Offset;
                if (record.Offset >= fromOffset)
                    yield return record;
            }
        }
    }
}
