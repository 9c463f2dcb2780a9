namespace KafkaStore.Simulation.Platform;

/// <summary>
/// One entity: one operation at a time, in any order; its state and what it sends are written one after the other and not
/// together, and a host that was thought dead may still write.
/// </summary>
internal sealed class Entity(Simulation simulation, App app, EntityInstanceId id)
{
    private const int MaximumStateBytes = 2048;

    private readonly List<Signal> waiting = [];
    private bool busy;

    public string? State { get; set; }

    public void Receive(Signal signal)
    {
        waiting.Add(signal);
        RunNext();
    }

    private void RunNext()
    {
        if (busy || waiting.Count == 0)
            return;
        busy = true;
        int index = simulation.World.Random.Below(waiting.Count);
        Signal signal = waiting[index];
        waiting.RemoveAt(index);
        new Work(simulation, app, signal.Operation, (host, work) => RunAsync(host, work, signal), () => GiveUp(signal)).Dispatch();
    }

    private async Task RunAsync(Host host, Work work, Signal signal)
    {
        var operation = new EntityOperation(id, signal, State);
        await host.Entity.RunAsync(operation);
        if (operation.NewState is { } state && state.Length > MaximumStateBytes)
            simulation.World.Fail("entity state stays below 2 KB", state);
        if (operation.NewState?.Contains("\"Fault\":{") == true)
            simulation.Checks.Faulted(operation.NewState);
        bool stateFirst = simulation.World.Random.Chance(500);
        if (stateFirst)
            State = operation.NewState;
        if (operation.Started.Count > 0)
        {
            await simulation.World.Yield(host, "entity half written");
            foreach ((string instance, object? input) in operation.Started)
                app.StartOrchestration(instance, input);
        }

        if (!stateFirst)
            State = operation.NewState;
        if (simulation.World.History is not null)
            simulation.World.Note(host.Name, $"  entity {id.Key} {signal.Operation} {signal.Input} -> {State}");
        if (!work.GivenUp)
        {
            busy = false;
            RunNext();
        }
    }

    private void GiveUp(Signal signal)
    {
        busy = false;
        if (!simulation.Happens(simulation.Scenario.SignalsLost))
            waiting.Add(signal);
        RunNext();
    }
}

/// <summary>One signal on its way into an entity.</summary>
internal sealed class EntityOperation : TaskEntityOperation
{
    private readonly Signal signal;
    private readonly StateCell cell;

    public EntityOperation(EntityInstanceId id, Signal signal, string? state)
    {
        this.signal = signal;
        cell = new StateCell(state);
        Context = new Outgoing(id, Started);
    }

    public List<(string Instance, object? Input)> Started { get; } = [];

    public string? NewState => cell.Serialized;

    public override string Name => signal.Operation;

    public override TaskEntityContext Context { get; }

    public override TaskEntityState State => cell;

    public override bool HasInput => signal.Input is not null;

    public override object? GetInput(Type inputType) => App.Converter.Deserialize(signal.Input, inputType);

    private sealed class StateCell(string? state) : TaskEntityState
    {
        public string? Serialized { get; private set; } = state;

        public override bool HasState => Serialized is not null;

        public override object? GetState(Type type) => App.Converter.Deserialize(Serialized, type);

        public override void SetState(object? state) => Serialized = App.Converter.Serialize(state);
    }

    private sealed class Outgoing(EntityInstanceId id, List<(string Instance, object? Input)> started) : TaskEntityContext
    {
        public override EntityInstanceId Id => id;

        public override void SignalEntity(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            SignalEntityOptions? options = null
        ) => throw new NotSupportedException("The entity signals no others.");

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        {
            string instance = options?.InstanceId ?? throw new NotSupportedException("The entity names what it starts.");
            started.Add((instance, input));
            return instance;
        }
    }
}
