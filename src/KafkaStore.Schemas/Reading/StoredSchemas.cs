using System.Collections.Concurrent;
using KafkaStore.Naming;
using KafkaStore.Schemas.Decoding;
using KafkaStore.Schemas.Keeping;
using KafkaStore.Schemas.Registry;

namespace KafkaStore.Schemas.Reading;

/// <summary>The schemas that an archive keeps, read and compiled once each. Any number of threads may use it.</summary>
public sealed class StoredSchemas(IObjectReader archive, TimeProvider clock)
{
    private const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>Compiled schemas held at a time; then all are let go and read again as needed.</summary>
    private const int MaximumHeld = 10_000;

    /// <summary>One that is missing may come; it is looked for again after this long.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, Found> found = new();

    /// <summary>The schema, or why it can't be used: one clear sentence.</summary>
    /// <exception cref="StorageException">The archive can't be read now.</exception>
    internal async ValueTask<(CompiledSchema? Schema, string? Problem)> FindAsync(int id, CancellationToken cancellationToken)
    {
        if (found.TryGetValue(id, out Found? known) && (known.Schema is not null || clock.GetElapsedTime(known.At) < LookAgainAfter))
            return (known.Schema, known.Problem);
        (CompiledSchema? schema, string? problem) = await LoadAsync(id, cancellationToken);
        if (found.Count >= MaximumHeld)
            found.Clear();
        found[id] = new Found(schema, problem, clock.GetTimestamp());
        return (schema, problem);
    }

    private async Task<(CompiledSchema? Schema, string? Problem)> LoadAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            StoredSchema schema = await ReadAsync(id, cancellationToken);
            var references = new List<string>();
            await AddReferencesAsync(schema, references, [id], cancellationToken);
            return (CompiledSchema.Compile(schema.Schema, references), null);
        }
        catch (UnusableSchemaException e)
        {
            return (null, e.Message);
        }
        catch (FormatException e)
        {
            return (null, $"Schema {id} can't be used: {e.Message}.");
        }
    }

    // What a reference names comes before it; one that is named twice is needed once.
    private async Task AddReferencesAsync(StoredSchema schema, List<string> texts, HashSet<int> met, CancellationToken cancellationToken)
    {
        foreach (StoredReference reference in schema.References)
        {
            if (reference.Id is not { } id)
            {
                throw new UnusableSchemaException(
                    $"Schema {schema.Id} names {reference.Name}, version {reference.Version} of {reference.Subject}, which the registry had no more when the schema was stored."
                );
            }

            if (!met.Add(id))
                continue;
            if (met.Count > 1 + StoredSchema.MaximumReferences)
            {
                throw new UnusableSchemaException(
                    $"Schema {schema.Id} can't be used: it names more than {StoredSchema.MaximumReferences} others."
                );
            }

            StoredSchema named = await ReadAsync(id, cancellationToken);
            await AddReferencesAsync(named, texts, met, cancellationToken);
            texts.Add(named.Schema);
            if (texts.Sum(text => (long)text.Length) > MaximumBytes)
                throw new UnusableSchemaException($"Schema {schema.Id} can't be used: those that it names are too long.");
        }
    }

    private async Task<StoredSchema> ReadAsync(int id, CancellationToken cancellationToken)
    {
        string name = MarkerName.Schema(id);
        StoredSchema? schema;
        try
        {
            await using Stream stream = await archive.OpenReadAsync(name, 0, MaximumBytes, cancellationToken);
            var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            schema = StoredSchema.Parse(content.GetBuffer().AsSpan(0, (int)content.Length), id);
        }
        catch (ObjectMissingException)
        {
            throw new UnusableSchemaException(
                $"Schema {id} is not stored in {archive.DisplayName.TrimEnd('/')}/{MarkerName.Schemas}: name a schema registry when archiving, so that schemas are kept with the records."
            );
        }

        if (schema is null)
        {
            throw new UnusableSchemaException(
                $"{archive.DisplayName.TrimEnd('/')}/{name} is damaged: it is not a schema as this product stores them."
            );
        }

        return schema.SchemaType == RegisteredSchema.Avro
            ? schema
            : throw new UnusableSchemaException($"Schema {id} is {schema.SchemaType}, and only Avro's are decoded.");
    }

    private sealed record Found(CompiledSchema? Schema, string? Problem, long At);

    private sealed class UnusableSchemaException(string message) : Exception(message);
}
