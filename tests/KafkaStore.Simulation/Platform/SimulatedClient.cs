using Microsoft.DurableTask.Client.Entities;

namespace KafkaStore.Simulation.Platform;

/// <summary>The client that functions of one host get.</summary>
internal sealed class SimulatedClient(Simulation simulation, App app, Host host) : UnaskedClient("simulated")
{
    public override DurableEntityClient Entities { get; } = new EntityClient(simulation, app, host);

    private sealed class EntityClient(Simulation simulation, App app, Host host) : DurableEntityClient("simulated")
    {
        public override async Task SignalEntityAsync(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            SignalEntityOptions? options = null,
            CancellationToken cancellation = default
        )
        {
            await simulation.World.Yield(host, "signals");
            if (simulation.World.History is not null)
                simulation.World.Note(host.Name, $"  signals {id.Key} {operationName} {App.Converter.Serialize(input)}");
            FailMaybe();
            app.Signal(id, operationName, input);
            FailMaybe();
        }

        public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(
            EntityInstanceId id,
            bool includeState = true,
            CancellationToken cancellation = default
        )
        {
            await simulation.World.Yield(host, "reads an entity");
            return app.StateOf(id) is { } state ? new EntityMetadata<T>(id, App.Converter.Deserialize<T>(state)) : null;
        }

        public override Task<EntityMetadata?> GetEntityAsync(
            EntityInstanceId id,
            bool includeState = true,
            CancellationToken cancellation = default
        ) => throw NotHere();

        public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw NotHere();

        public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => throw NotHere();

        public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
            CleanEntityStorageRequest? request = null,
            bool continueUntilComplete = true,
            CancellationToken cancellation = default
        ) => throw NotHere();

        private void FailMaybe()
        {
            if (!simulation.Happens(simulation.Scenario.StoreErrors))
                return;
            simulation.Faults++;
            throw new IOException("The simulated platform did not take a signal.");
        }
    }
}
