using KafkaStore.Archiving;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Containers;
using KafkaStore.Deciding;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;
using KafkaStore.Storage.Local;

namespace KafkaStore.Sealing;

/// <summary>
/// Takes merged records in offset order, lets the policy say where segments end, and creates each complete one as an archive
/// object.
/// </summary>
internal sealed class SegmentWriter(
    IObjectStore archive,
    ArchiveObjects objects,
    ArchiverOptions options,
    IArchiverReport report,
    CatalogWriter? catalog,
    ArchivePosition start,
    ISchemaKeeper? schemas = null
) : IDisposable
{
    private const int MemoryLimitBytes = 4 * 1024 * 1024;

    private ContainerBody? body;
    private OpenSegment open;
    private DateTimeOffset? firstAcceptedAt;
    private DateTimeOffset lastAcceptedAt;
    private long lastOffset;

    /// <summary>Asked before an object is created; null where nothing needs to be confirmed.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>The archive's end, moved by every object created.</summary>
    public ArchivePosition Position { get; private set; } = start;

    public int Created { get; private set; }

    public bool IsEmpty => open.IsEmpty;

    /// <summary>The records that no object has yet.</summary>
    public SegmentFigures Open => SegmentFigures.Of(open, firstAcceptedAt);

    /// <summary>Appends the next record; an object is created before it, after it, or not at all.</summary>
    /// <returns>False when an object of another shape turned up under the next name: the position is to be found anew.</returns>
    public async Task<bool> AppendAsync(MergedRecord merged, CancellationToken cancellationToken)
    {
        EncodedRecord record = merged.Record;
        if (open.EndsBefore(record.Timestamp, options.Policy))
        {
            // It is this record that ends the segment: were it of another topic, the segment would go on.
            if (merged.AcceptedAt > lastAcceptedAt)
                lastAcceptedAt = merged.AcceptedAt;
            if (!await CloseAsync(RollReason.Age, cancellationToken))
                return false;
        }

        body ??= new ContainerBody(
            Position.NextName,
            options.Codec,
            new SpoolFile(options.SpoolFolder, MemoryLimitBytes),
            options.CompressionParallelism
        );
        if (open.IsEmpty || merged.AcceptedAt < firstAcceptedAt)
            firstAcceptedAt = merged.AcceptedAt;
        if (open.IsEmpty || merged.AcceptedAt > lastAcceptedAt)
            lastAcceptedAt = merged.AcceptedAt;
        await body.AppendAsync(record);
        lastOffset = record.Offset;
        schemas?.Saw(Position.NextName.Partition, record);
        RollReason? reason = open.Append(record.Timestamp, record.Bytes.Length, options.Policy);
        return reason is null || await CloseAsync(reason.Value, cancellationToken);
    }

    /// <summary>Ends the open segment here and creates its object.</summary>
    /// <returns>As <see cref="AppendAsync"/>.</returns>
    /// <exception cref="UnsettledSegmentException">It was accepted too short a while ago, and others were created.</exception>
    public async Task<bool> CloseAsync(RollReason reason, CancellationToken cancellationToken)
    {
        if (Confirmation is not null)
            await Confirmation.EnsureAsync(lastAcceptedAt, lastOffset + 1, mayWait: Created == 0, cancellationToken);
        using ContainerBody complete = body ?? throw new InvalidOperationException("No segment is open.");
        body = null;
        open = default;
        ContainerFacts container = await complete.CompleteAsync();
        var facts = new SegmentFacts(
            container,
            reason,
            options.Policy.ToString(),
            Position.ChainHashOf(container.NextOffset, container.Records, container.RecordsDigest)
        );
        ArchiveName name = Position.NextName;
        if (schemas is not null)
            await schemas.KeepAsync(cancellationToken);
        var content = new ContainerContent(complete, facts.ToMetadata(), facts.ToObjectMetadata());
        if (await archive.CreateAsync(name.ToString(), content, cancellationToken) == CreateOutcome.AlreadyExists)
        {
            ArchiveObject? existing = await objects.FindAsync(name, cancellationToken);
            if (
                existing?.Facts is not { } theirs
                || theirs.Container.RecordsDigest != container.RecordsDigest
                || theirs.NextOffset != facts.NextOffset
            )
            {
                return false;
            }

            Position = ArchivePosition.After(existing);
            if (catalog is not null)
                await catalog.AdoptedAsync(name, existing.NextOffset, cancellationToken);
        }
        else
        {
            Position = new ArchivePosition(name.Partition, facts.NextOffset, name.BaseOffset, facts.ChainHash);
            report.Archived(facts, content.Length);
            if (catalog is not null)
                await catalog.CreatedAsync(facts, complete.Codec.Name, content, cancellationToken);
        }

        Created++;
        return true;
    }

    public void Dispose() => body?.Dispose();
}
