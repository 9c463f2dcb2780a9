using KafkaStore.Naming;
using KafkaStore.Schemas.Registry;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Schemas.Keeping;

/// <summary>What came of a schema.</summary>
internal enum Settled
{
    /// <summary>No more is to be done about it: it is in the archive.</summary>
    Stored,

    /// <summary>The registry answered, and no more is to be done: it is stored, or unknown there.</summary>
    Answered,

    /// <summary>The registry can't give this one.</summary>
    Refused,

    /// <summary>The registry could not be asked, or was not to be.</summary>
    Away,
}

/// <summary>Sees to one schema at a time, and says what is worth knowing of the registry: once that it is away, and once that it is back.</summary>
internal sealed class SchemaSettling(IObjectStore archive, SchemaRegistryClient registry, SeenSchemas seen, ILogger logger)
{
    private readonly SchemaCopies copies = new(archive, registry, logger);
    private volatile bool isAvailable = true;

    /// <summary>Whether the registry answered when it was asked last.</summary>
    public bool IsAvailable => isAvailable;

    /// <summary>Copies it into the archive, unless it is there.</summary>
    /// <param name="mayAsk">Whether the registry may be asked.</param>
    /// <param name="within">How long that may take.</param>
    /// <returns>With the reason where the registry was asked and gave nothing.</returns>
    public async Task<(Settled Settled, string? Reason)> SettleAsync(
        int id,
        bool mayAsk,
        TimeSpan within,
        CancellationToken cancellationToken
    )
    {
        if (await archive.FindAsync(MarkerName.Schema(id), cancellationToken) is not null)
        {
            seen.NoteStored(id);
            return (Settled.Stored, null);
        }

        if (!mayAsk)
            return (Settled.Away, null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(within);
        try
        {
            IReadOnlyCollection<int>? copied = await copies.CopyAsync(id, patience.Token);
            NoteAvailable();
            if (copied is null)
                NoteUnknown(id);
            foreach (int stored in copied ?? [])
                seen.NoteStored(stored);
            return (Settled.Answered, null);
        }
        catch (SchemaRegistryException e)
        {
            if (e.IsOfOneSchema)
                NoteAvailable();
            return (e.IsOfOneSchema ? Settled.Refused : Settled.Away, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Settled.Away, $"The schema registry {registry.DisplayName} answers too slowly.");
        }
    }

    public void NoteRefused(int id, string reason)
    {
        if (seen.NoteAsked(id, isRefused: true))
            Log.SchemaUnavailable(logger, id, reason);
    }

    /// <summary>The registry can't be asked.</summary>
    public void NoteUnavailable(string reason)
    {
        if (isAvailable)
            Log.RegistryUnavailable(logger, reason);
        isAvailable = false;
    }

    private void NoteUnknown(int id)
    {
        Log.SchemaUnknown(logger, id);
        if (seen.NoteUnknown(id) is { } side)
            Log.SideNotFramed(logger, side.Name, side.Partition, side.Unknown);
    }

    private void NoteAvailable()
    {
        if (!isAvailable)
            Log.RegistryAvailable(logger, registry.DisplayName);
        isAvailable = true;
    }
}
