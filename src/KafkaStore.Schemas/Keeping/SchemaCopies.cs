using KafkaStore.Naming;
using KafkaStore.Schemas.Registry;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Schemas.Keeping;

/// <summary>Copies schemas, and those they name, from the registry to the archive. Each is created once and never changed.</summary>
internal sealed class SchemaCopies(IObjectStore archive, SchemaRegistryClient registry, ILogger logger)
{
    /// <summary>The ids that are in the archive now; null when the registry has no schema of that id.</summary>
    /// <exception cref="SchemaRegistryException">The registry could not be asked, or names too many schemas.</exception>
    public async Task<IReadOnlyCollection<int>?> CopyAsync(int id, CancellationToken cancellationToken)
    {
        if (await registry.FindAsync(id, cancellationToken) is not { } schema)
            return null;
        var copied = new HashSet<int>();
        await StoreAsync(id, schema, copied, cancellationToken);
        return copied;
    }

    // What a schema names comes before it, so that one that is there is whole.
    private async Task StoreAsync(int id, RegisteredSchema schema, HashSet<int> copied, CancellationToken cancellationToken)
    {
        if (!copied.Add(id))
            return;
        if (copied.Count > 1 + StoredSchema.MaximumReferences || schema.References.Count > StoredSchema.MaximumReferences)
        {
            throw new SchemaRegistryException(
                $"A schema of the registry {registry.DisplayName} names more than {StoredSchema.MaximumReferences} others, which is not kept."
            )
            {
                IsOfOneSchema = true,
            };
        }

        var references = new List<StoredReference>();
        foreach (SchemaReference reference in schema.References)
        {
            RegisteredSchema? named = await registry.FindAsync(reference.Subject, reference.Version, cancellationToken);
            if (named is { Id: { } namedId })
                await StoreAsync(namedId, named, copied, cancellationToken);
            else
                Log.ReferenceUnknown(logger, id, reference.Subject, reference.Version);
            references.Add(new StoredReference(reference.Name, reference.Subject, reference.Version, named?.Id));
        }

        var stored = new StoredSchema(id, schema.SchemaType, schema.Schema, references);
        if (await archive.CreateAsync(MarkerName.Schema(id), stored.ToContent(), cancellationToken) == CreateOutcome.Created)
            Log.SchemaStored(logger, id, schema.SchemaType);
    }
}
