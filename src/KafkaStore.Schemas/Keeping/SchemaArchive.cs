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
public sealed class SchemaArchive : ISchemaKeeper, IDisposable
{
    /// <summary>A seal waits no longer than this for all the schemas that it needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(20);

    /// <summary>How often the archive is looked through for what other processes noted.</summary>
    private static readonly TimeSpan SurveyInterval = TimeSpan.FromHours(1);

    private readonly IObjectStore archive;
    private readonly SchemaRegistryClient registry;
    private readonly TimeProvider clock;
    private readonly ILogger<SchemaArchive> logger;
    private readonly SeenSchemas seen;
    private readonly SchemaSettling settling;
    private readonly SemaphoreSlim keeping = new(1);
    private readonly SemaphoreSlim catchingUp = new(1);
    private long? surveyed;

    /// <param name="registry">Owned.</param>
    public SchemaArchive(IObjectStore archive, SchemaRegistryClient registry, TimeProvider clock, ILogger<SchemaArchive> logger)
    {
        ArgumentNullException.ThrowIfNull(registry);
        (this.archive, this.registry, this.clock, this.logger) = (archive, registry, clock, logger);
        seen = new SeenSchemas(clock);
        settling = new SchemaSettling(archive, registry, seen, logger);
        if (registry.SendsSecretsInTheClear)
            Log.SecretsInTheClear(logger, registry.DisplayName);
    }

    public void Saw(TopicPartition partition, EncodedRecord record)
    {
        if (!RecordEncoding.TryReadKeyAndValue(record, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value))
            return;
        if (ConfluentFraming.TryReadId(key, out int id))
            seen.Add(partition, isKey: true, id);
        if (ConfluentFraming.TryReadId(value, out id))
            seen.Add(partition, isKey: false, id);
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
                bool mayAsk = settling.IsAvailable && clock.GetElapsedTime(start) < Patience;
                (Settled settled, string? reason) = await settling.SettleAsync(
                    id,
                    mayAsk,
                    Patience - clock.GetElapsedTime(start),
                    cancellationToken
                );
                if (settled is Settled.Stored or Settled.Answered)
                    continue;
                await archive.CreateAsync(MarkerName.MissingSchema(id), MissingContent(id), cancellationToken);
                seen.NoteMissing(id);
                if (settled == Settled.Refused)
                {
                    settling.NoteRefused(id, reason!);
                    continue;
                }

                if (reason is not null)
                    settling.NoteUnavailable(reason);
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
            bool hasAnswered = false;
            foreach (int id in seen.Missing)
            {
                TimeSpan left = CatchUpPatience - clock.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                    return;
                (Settled settled, string? reason) = await settling.SettleAsync(id, mayAsk: true, left, cancellationToken);
                switch (settled)
                {
                    case Settled.Stored:
                        break;
                    case Settled.Answered:
                        hasAnswered = true;
                        break;
                    case Settled.Refused:
                        hasAnswered = true;
                        settling.NoteRefused(id, reason!);
                        break;
                    case Settled.Away when hasAnswered:
                        settling.NoteRefused(id, reason!); // it is there for others
                        break;
                    default:
                        seen.NoteAsked(id, isRefused: false);
                        settling.NoteUnavailable(reason!);
                        return;
                }
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

    private static ObjectContent MissingContent(int id) => ObjectContent.FromBytes(Encoding.ASCII.GetBytes($$"""{"id": {{id}}}"""));
}
