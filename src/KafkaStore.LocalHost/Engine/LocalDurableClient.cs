using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace KafkaStore.LocalHost.Engine;

/// <summary>The client that function classes get; signals entities and starts orchestrations in this process.</summary>
internal sealed class LocalDurableClient(LocalEngine engine) : DurableTaskClient("local")
{
    public override DurableEntityClient Entities { get; } = new LocalEntityClient(engine);

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    ) => Task.FromResult(engine.StartOrchestration(orchestratorName, input, options?.InstanceId));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>None: an orchestration that has ended is forgotten at once, so that there is nothing to purge.</summary>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create<OrchestrationMetadata>((_, _) => Task.FromResult(new Page<OrchestrationMetadata>([])));

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotHere();

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    ) => throw NotHere();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw NotHere();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw NotHere();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotHere();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotHere();

    private static NotSupportedException NotHere() =>
        new("The local host keeps no history of orchestrations: no function of this app asks for one of them.");
}
