using KafkaStore.Storage;

namespace KafkaStore.Simulation;

/// <summary>A planted bug, to show that the simulation finds it; none by default.</summary>
internal class Mutation
{
    public static Mutation None { get; } = new();

    public virtual IObjectStore Archive(IObjectStore store) => store;

    public virtual IStagingStore Staging(IStagingStore store) => store;
}
