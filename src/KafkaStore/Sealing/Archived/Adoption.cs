using KafkaStore.Archiving;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Sealing.Archived;

/// <summary>
/// Follows the archive past a position and adopts what exists there, wherever it ends; accepted records that it lacks, or
/// has with other bytes, are a conflict.
/// </summary>
internal sealed class Adoption(ArchiveObjects objects, ChunkMerge merge, IArchiverReport report, CatalogWriter? catalog)
{
    private readonly ArchiveCursor cursor = new(objects);

    /// <summary>The archive's end from this position on, and how many objects were adopted on the way.</summary>
    /// <exception cref="PartitionFaultException">An object holds other records than the ones accepted.</exception>
    public async Task<(ArchivePosition Position, int Adopted)> FollowAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> chunks,
        CancellationToken cancellationToken
    )
    {
        int adopted = 0;
        await foreach (ArchiveObject existing in objects.FollowAsync(position.NextName, cancellationToken))
        {
            await CheckAsync(existing, chunks, cancellationToken);
            position = ArchivePosition.After(existing);
            report.Adopted(existing.Name, existing.NextOffset);
            if (catalog is not null)
                await catalog.AdoptedAsync(existing.Name, existing.NextOffset, cancellationToken);
            adopted++;
        }

        return (position, adopted);
    }

    /// <summary>
    /// The first offset at which the chunks have a record that the object lacks or has with other bytes, or null. The
    /// object's body is read only when the digest of the chunks' records is another than its header's.
    /// </summary>
    /// <exception cref="PartitionFaultException">The chunks disagree among themselves.</exception>
    public async Task<long?> FirstConflictAsync(
        ArchiveObject existing,
        IReadOnlyList<ChunkName> chunks,
        CancellationToken cancellationToken
    )
    {
        // Objects of the original tool have neither offsets nor headers to compare by.
        if (existing.Facts is not { } facts)
            return null;
        ChunkName[] within =
        [
            .. chunks.Where(chunk => chunk.MayHaveRecordsIn(new OffsetRange(existing.Name.BaseOffset, existing.NextOffset))),
        ];
        if (within.Length == 0)
            return null;

        // Fewer records than the object has can't have its digest.
        if (within.Sum(chunk => (long)chunk.Count) >= facts.Container.Records)
        {
            Sha256Hash digest = await RecordComparison.DigestAsync(
                merge.ReadAsync(within, existing.Range, cancellationToken),
                cancellationToken
            );
            if (digest == facts.Container.RecordsDigest)
                return null;
        }

        return await RecordComparison.FirstConflictAsync(
            merge.ReadAsync(within, existing.Range, cancellationToken),
            cursor.ReadObjectAsync(existing, Math.Max(existing.Name.BaseOffset, within.Min(chunk => chunk.First)), cancellationToken),
            cancellationToken
        );
    }

    private async Task CheckAsync(ArchiveObject existing, IReadOnlyList<ChunkName> chunks, CancellationToken cancellationToken)
    {
        if (await FirstConflictAsync(existing, chunks, cancellationToken) is { } offset)
            throw PartitionFaults.OtherRecords(objects.Display(existing.Name), offset);
    }
}
