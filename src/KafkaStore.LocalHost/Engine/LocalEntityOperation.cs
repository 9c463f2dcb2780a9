namespace KafkaStore.LocalHost.Engine;

/// <summary>One signal on its way into an entity.</summary>
internal sealed class LocalEntityOperation(LocalEngine engine, EntityInstanceId id, string name, string? input) : TaskEntityOperation
{
    public override string Name => name;

    public override TaskEntityContext Context { get; } = new EntityContext(engine, id);

    public override TaskEntityState State { get; } = new EntityState(engine, id);

    public override bool HasInput => input is not null;

    public override object? GetInput(Type inputType) => LocalEngine.Converter.Deserialize(input, inputType);

    private sealed class EntityContext(LocalEngine engine, EntityInstanceId id) : TaskEntityContext
    {
        public override EntityInstanceId Id => id;

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
            engine.StartOrchestration(name, input, options?.InstanceId);

        public override void SignalEntity(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            SignalEntityOptions? options = null
        ) => engine.Signal(id, operationName, input);
    }

    private sealed class EntityState(LocalEngine engine, EntityInstanceId id) : TaskEntityState
    {
        public override bool HasState => engine.SerializedStateOf(id) is not null;

        public override object? GetState(Type type) => LocalEngine.Converter.Deserialize(engine.SerializedStateOf(id), type);

        public override void SetState(object? state) => engine.SetState(id, LocalEngine.Converter.Serialize(state));
    }
}
