using System.Text;
using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Schemas.Registry;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Schemas.Keeping;

/// <summary>
/// Stores every schema that framed keys and values name, once, under <c>~kafka-store/schemas/ID</c>, before the object with
/// the records is created. While the registry can't be asked, ids are noted under <c>~kafka-store/schemas/missing/ID</c>
/// instead, and nobody but the timer asks it.
/// </summary>
public sealed class SchemaArchive(IObjectStore archive, SchemaRegistryClient registry, TimeProvider clock, ILogger<SchemaArchive> logger)
    : ISchemaKeeper,
        IDisposable
{
    /// <summary>A seal waits no longer than this for all the schemas that it needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(20);

    /// <summary>How often the archive is looked through for what other processes noted.</summary>
    private static readonly TimeSpan SurveyInterval = TimeSpan.FromHours(1);

    private readonly SeenSchemas seen = new();
    private readonly SchemaCopies copies = new(archive, registry, logger);
    private readonly SemaphoreSlim keeping = new(1);
    private readonly SemaphoreSlim catchingUp = new(1);
    private volatile bool isAvailable = true;
    private long? surveyed;

    public void Saw(TopicPartition partition, EncodedRecord record)
    {
        if (!RecordEncoding.TryReadKeyAndValue(record, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value))
            return;
        if (ConfluentFraming.TryReadId(key, out int id))
            seen.Add(partition.Topic, isKey: true, id);
        if (ConfluentFraming.TryReadId(value, out id))
            seen.Add(partition.Topic, isKey: false, id);
    }

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!seen.AnyWanted)
            return;

        // One at a time: what another partition is about to store is stored when this returns.
        await keeping.WaitAsync(cancellationToken);
        try
        {
            long start = clock.GetTimestamp();
            foreach (int id in seen.Wanted)
            {
                bool mayAsk = isAvailable && clock.GetElapsedTime(start) < Patience;
                if (await SettleAsync(id, mayAsk, Patience - clock.GetElapsedTime(start), cancellationToken))
                    continue;
                await archive.CreateAsync(MarkerName.MissingSchema(id), MissingContent(id), cancellationToken);
                seen.NoteMissing(id);
                Log.SchemaMissing(logger, id);
            }
        }
        finally
        {
            keeping.Release();
        }
    }

    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (!await catchingUp.WaitAsync(TimeSpan.Zero, cancellationToken))
            return;
        try
        {
            await SurveyAsync(cancellationToken);
            long start = clock.GetTimestamp();
            foreach (int id in seen.Missing)
            {
                TimeSpan left = CatchUpPatience - clock.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !await SettleAsync(id, mayAsk: true, left, cancellationToken))
                    return;
            }
        }
        finally
        {
            catchingUp.Release();
        }
    }

    public void Dispose()
    {
        keeping.Dispose();
        catchingUp.Dispose();
        registry.Dispose();
    }

    // True when no more is to be done about it: stored, or unknown to the registry.
    private async Task<bool> SettleAsync(int id, bool mayAsk, TimeSpan within, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(MarkerName.Schema(id), cancellationToken) is not null)
        {
            seen.NoteStored(id);
            return true;
        }

        if (!mayAsk)
            return false;
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
            return true;
        }
        catch (SchemaRegistryException e)
        {
            NoteUnavailable(e.Message);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            NoteUnavailable($"The schema registry {registry.DisplayName} answers too slowly.");
            return false;
        }
    }

    private async Task SurveyAsync(CancellationToken cancellationToken)
    {
        if (surveyed is { } last && clock.GetElapsedTime(last) < SurveyInterval)
            return;
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.MissingSchemas, null, cancellationToken))
        {
            if (MarkerName.TryParseSchema(entry.Name, out int id, out _))
                seen.AddMissing(id);
        }

        surveyed = clock.GetTimestamp();
    }

    private void NoteUnknown(int id)
    {
        Log.SchemaUnknown(logger, id);
        if (seen.NoteUnknown(id) is { } side)
            Log.SideNotFramed(logger, side.Name, side.Topic, side.Unknown);
    }

    private void NoteAvailable()
    {
        if (!isAvailable)
            Log.RegistryAvailable(logger, registry.DisplayName);
        isAvailable = true;
    }

    private void NoteUnavailable(string reason)
    {
        if (isAvailable)
            Log.RegistryUnavailable(logger, reason);
        isAvailable = false;
    }

    private static ObjectContent MissingContent(int id) => ObjectContent.FromBytes(Encoding.ASCII.GetBytes($$"""{"id": {{id}}}"""));
}
