using KafkaStore.Archiving;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Containers;
using KafkaStore.Deciding;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

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
    private SegmentBuilder? open;

    /// <summary>Asked before an object is created; null where nothing needs to be confirmed.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>The archive's end, moved by every object created.</summary>
    public ArchivePosition Position { get; private set; } = start;

    public int Created { get; private set; }

    public bool IsEmpty => open?.IsEmpty ?? true;

    /// <summary>The records that no object has yet.</summary>
    public SegmentFigures Open => open?.Figures ?? SegmentFigures.None;

    /// <summary>Appends the next record; an object is created before it, after it, or not at all.</summary>
    /// <returns>False when an object of another shape turned up under the next name: the position is to be found anew.</returns>
    public async Task<bool> AppendAsync(MergedRecord merged, CancellationToken cancellationToken)
    {
        if (open?.EndsBefore(merged) == true && !await CloseAsync(RollReason.Age, cancellationToken))
            return false;
        open ??= new SegmentBuilder(Position.NextName, options);
        RollReason? reason = await open.AppendAsync(merged);
        schemas?.Saw(Position.NextName.Partition, merged.Record);
        return reason is null || await CloseAsync(reason.Value, cancellationToken);
    }

    /// <summary>Ends the open segment here and creates its object.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public async Task<bool> CloseAsync(RollReason reason, CancellationToken cancellationToken)
    {
        SegmentBuilder segment = open ?? throw new InvalidOperationException("No segment is open.");
        await ConfirmAsync(segment, cancellationToken);
        open = null;
        using (segment)
            return await CreateAsync(segment, reason, cancellationToken);
    }

    /// <summary>Returns once all that the segment is made of is confirmed.</summary>
    /// <exception cref="UnsettledSegmentException">It was accepted too short a while ago, and others were created.</exception>
    public Task ConfirmAsync(SegmentBuilder segment, CancellationToken cancellationToken) =>
        Confirmation?.EnsureAsync(segment.LastAcceptedAt, segment.LastOffset + 1, mayWait: Created == 0, cancellationToken)
        ?? Task.CompletedTask;

    /// <summary>Creates the object of a segment that begins where the archive ends and is confirmed.</summary>
    /// <returns>As <see cref="AppendAsync"/>.</returns>
    public async Task<bool> CreateAsync(SegmentBuilder segment, RollReason reason, CancellationToken cancellationToken)
    {
        ContainerFacts container = await segment.CompleteAsync();
        SegmentFacts facts = Position.FactsOf(container, reason, segment.Policy);
        ArchiveName name = Position.NextName;
        if (schemas is not null)
            await schemas.KeepAsync(cancellationToken);
        var content = new ContainerContent(segment.Body, facts.ToMetadata(), facts.ToObjectMetadata());
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
            Position = ArchivePosition.After(facts);
            report.Archived(facts, content.Length);
            if (catalog is not null)
                await catalog.CreatedAsync(facts, segment.Body.Codec.Name, content, cancellationToken);
        }

        Created++;
        return true;
    }

    /// <summary>The segment that is open, to be gone on with by the caller; null where none is.</summary>
    public SegmentBuilder? Release()
    {
        SegmentBuilder? released = open;
        open = null;
        return released;
    }

    public void Dispose() => open?.Dispose();
}
