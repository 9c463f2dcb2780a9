using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Comparison;

/// <summary>An archived record or, without one, offsets whose records can't be compared.</summary>
/// <param name="Object">Where it is archived.</param>
/// <param name="Range">Of the record or the offsets; they ascend.</param>
/// <param name="Record">Valid until the next item is asked for.</param>
internal readonly record struct ArchivedItem(ArchiveName Object, OffsetRange Range, EncodedRecord? Record);

/// <summary>
/// The archived records of a partition in offset order, as far as they can be read: offsets of damaged objects, and of the
/// original tool's, whose records have neither offsets nor headers, come as ranges that can't be compared.
/// </summary>
internal sealed class ArchivedRecords(IObjectReader store)
{
    private readonly ArchiveObjects objects = new(store);

    /// <summary>Those at or past an offset.</summary>
    public async IAsyncEnumerable<ArchivedItem> ReadAsync(
        TopicPartition partition,
        long from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        long covered = 0;
        ArchiveName? current = null;
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken))
        {
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName next))
                continue;
            if (current is { } name && next.BaseOffset > from)
            {
                await foreach (ArchivedItem item in ReadObjectAsync(name, Math.Max(covered, from), next.BaseOffset, cancellationToken))
                {
                    covered = Math.Max(covered, item.Range.To);
                    yield return item;
                }
            }

            current = next;
        }

        if (current is { } last)
        {
            await foreach (ArchivedItem item in ReadObjectAsync(last, Math.Max(covered, from), long.MaxValue, cancellationToken))
                yield return item;
        }
    }

    // What is below 'from' is passed over: it was not asked for, or another object had it.
    private async IAsyncEnumerable<ArchivedItem> ReadObjectAsync(
        ArchiveName name,
        long from,
        long successor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArchiveObject? archived = await OpenAsync(name, cancellationToken);
        long at = Math.Max(from, name.BaseOffset);
        if (archived is { Facts: not null })
        {
            await using IAsyncEnumerator<EncodedRecord> records = new ArchiveCursor(objects)
                .ReadObjectAsync(archived, at, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            bool? more;
            while ((more = await TryMoveAsync(records)) == true)
            {
                at = records.Current.Offset + 1;
                yield return new ArchivedItem(name, new OffsetRange(records.Current.Offset, at), records.Current);
            }

            if (more is not null)
                yield break;
        }

        var unknown = new OffsetRange(at, archived?.NextOffset ?? successor);
        if (!unknown.IsEmpty)
            yield return new ArchivedItem(name, unknown, null);
    }

    private async Task<ArchiveObject?> OpenAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.FindAsync(name, cancellationToken);
        }
        catch (Exception e) when (e is DamagedContainerException or ObjectOfflineException)
        {
            return null; // the check of the archive by itself names it
        }
    }

    private static async ValueTask<bool?> TryMoveAsync(IAsyncEnumerator<EncodedRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (Exception e) when (e is DamagedContainerException or ObjectOfflineException)
        {
            return null; // likewise
        }
    }
}
