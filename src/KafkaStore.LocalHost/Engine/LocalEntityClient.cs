using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace KafkaStore.LocalHost.Engine;

/// <summary>Signals entities of this process and reads what they remember.</summary>
internal sealed class LocalEntityClient(LocalEngine engine) : DurableEntityClient("local")
{
    public override Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        engine.Signal(id, operationName, input);
        return Task.CompletedTask;
    }

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id,
        bool includeState = true,
        CancellationToken cancellation = default
    )
    {
        EntityMetadata<T>? found = engine.SerializedStateOf(id) is { } state
            ? new EntityMetadata<T>(id, LocalEngine.Converter.Deserialize<T>(state))
            : null;
        return Task.FromResult(found);
    }

    public override Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id,
        bool includeState = true,
        CancellationToken cancellation = default
    )
    {
        EntityMetadata? found = engine.SerializedStateOf(id) is { } state ? new EntityMetadata(id, new SerializedData(state)) : null;
        return Task.FromResult(found);
    }

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw NotHere();

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => throw NotHere();

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null,
        bool continueUntilComplete = true,
        CancellationToken cancellation = default
    ) => throw NotHere();

    private static NotSupportedException NotHere() => new("The local host lists no entities: no function of this app asks for it.");
}
