namespace KafkaStore.LocalHost.Engine;

/// <summary>An orchestration that runs once from start to end: nothing is ever replayed in memory.</summary>
internal sealed class LocalOrchestrationContext(LocalEngine engine, string instanceId, string? input) : TaskOrchestrationContext
{
    public override TaskName Name => nameof(Functions.SealSegments);

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => engine.Clock.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    public override TaskOrchestrationEntityFeature Entities { get; } = new EntityFeature(engine);

    protected override ILoggerFactory LoggerFactory => engine.Loggers;

    public override T? GetInput<T>()
        where T : default => LocalEngine.Converter.Deserialize<T>(input);

    public override Guid NewGuid() => Guid.NewGuid();

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        TimeSpan delay = fireAt - CurrentUtcDateTime;
        return Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, engine.Clock, cancellationToken);
    }

    public override void SetCustomStatus(object? customStatus) =>
        Log.CustomStatus(engine.Logger, instanceId, LocalEngine.Converter.Serialize(customStatus));

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        try
        {
            return LocalEngine.Converter.Deserialize<TResult>(await engine.CallActivityAsync(name, input))!;
        }
        catch (Exception e) when (!engine.IsStopping)
        {
            Log.ActivityFailed(engine.Logger, name.Name, instanceId, e);
            throw new TaskFailedException(name.Name, 0, e);
        }
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    ) => throw NotHere("sub-orchestrations");

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        throw NotHere("external events");

    public override void SendEvent(string instanceId, string eventName, object payload) => throw NotHere("external events");

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw NotHere("continue-as-new");

    private static NotSupportedException NotHere(string what) => new($"The local host has no {what}: no function of this app uses them.");

    private sealed class EntityFeature(LocalEngine engine) : TaskOrchestrationEntityFeature
    {
        public override Task SignalEntityAsync(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            SignalEntityOptions? options = null
        )
        {
            engine.Signal(id, operationName, input);
            return Task.CompletedTask;
        }

        public override Task<TResult> CallEntityAsync<TResult>(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            CallEntityOptions? options = null
        ) => throw NotHere("calls to entities");

        public override Task CallEntityAsync(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            CallEntityOptions? options = null
        ) => throw NotHere("calls to entities");

        public override Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds) => throw NotHere("entity locks");

        public override bool InCriticalSection(
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds
        )
        {
            entityIds = null;
            return false;
        }
    }
}
