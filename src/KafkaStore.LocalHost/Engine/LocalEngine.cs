using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace KafkaStore.LocalHost.Engine;

/// <summary>
/// Entities and orchestrations in memory, for one process. Nothing of it outlives the process: at start everything is
/// found again in the archive and the staged chunks. Whatever passes through it is serialized, as on the platform.
/// </summary>
public sealed class LocalEngine : IDisposable
{
    private readonly ConcurrentDictionary<EntityInstanceId, string> states = new();
    private readonly IWorkQueue queue;
    private readonly LocalFunctions functions;
    private readonly SemaphoreSlim activities;
    private readonly CancellationToken stopping;

    /// <param name="functions">What it runs.</param>
    /// <param name="queue">Runs the work.</param>
    /// <param name="activitiesAtOnce">Activities that run side by side at most.</param>
    /// <param name="clock">What orchestrations take for the time.</param>
    /// <param name="loggers">For the function classes and the engine itself.</param>
    /// <param name="stopping">Ends running activities.</param>
    public LocalEngine(
        LocalFunctions functions,
        IWorkQueue queue,
        int activitiesAtOnce,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken stopping
    )
    {
        this.functions = functions;
        this.queue = queue;
        this.stopping = stopping;
        Clock = clock;
        Loggers = loggers;
        Logger = loggers.CreateLogger<LocalEngine>();
        activities = new SemaphoreSlim(activitiesAtOnce);
        Client = new LocalDurableClient(this);
    }

    /// <summary>What function classes are handed as their client.</summary>
    public DurableTaskClient Client { get; }

    internal static DataConverter Converter => JsonDataConverter.Default;

    internal bool IsStopping => stopping.IsCancellationRequested;

    internal TimeProvider Clock { get; }

    internal ILoggerFactory Loggers { get; }

    internal ILogger Logger { get; }

    /// <summary>What an entity remembers; null when it has no state.</summary>
    public PartitionState? StateOf(EntityInstanceId id) => Converter.Deserialize<PartitionState>(SerializedStateOf(id));

    public void Dispose() => activities.Dispose();

    internal string? SerializedStateOf(EntityInstanceId id) => states.GetValueOrDefault(id);

    internal void SetState(EntityInstanceId id, string? state)
    {
        if (state is null)
            states.TryRemove(id, out _);
        else
            states[id] = state;
    }

    internal void Signal(EntityInstanceId id, string operation, object? input)
    {
        string? serialized = Converter.Serialize(input);
        ActivityContext? parent = Activity.Current?.Context;
        queue.Post(id.ToString(), () => RunOperationAsync(id, operation, serialized, parent));
    }

    internal string StartOrchestration(TaskName name, object? input, string? instanceId)
    {
        if (name.Name != nameof(SealSegments))
            throw new InvalidOperationException($"There is no orchestrator {name.Name}.");
        string instance = instanceId ?? Guid.NewGuid().ToString("N");
        string? serialized = Converter.Serialize(input);
        ActivityContext? parent = Activity.Current?.Context;
        queue.Post(instance, () => RunOrchestrationAsync(instance, serialized, parent));
        return instance;
    }

    internal async Task<string?> CallActivityAsync(TaskName name, object? input)
    {
        if (name.Name != nameof(WriteArchiveObjects))
            throw new InvalidOperationException($"There is no activity {name.Name}.");
        SealRequest request =
            Converter.Deserialize<SealRequest>(Converter.Serialize(input))
            ?? throw new InvalidOperationException("The activity has no input.");
        await activities.WaitAsync(stopping);
        try
        {
            return Converter.Serialize(await functions.WriteArchiveObjectsAsync(request, stopping));
        }
        finally
        {
            activities.Release();
        }
    }

    private async Task RunOperationAsync(EntityInstanceId id, string operation, string? input, ActivityContext? parent)
    {
        using Activity? span = EngineSpans.Start($"{id.Name} {operation}", parent);
        try
        {
            await functions.Entity().RunAsync(new LocalEntityOperation(this, id, operation, input));
        }
#pragma warning disable CA1031 // as on the platform, a failed signal is dropped; here it is at least seen
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.OperationFailed(Logger, operation, id.ToString(), e);
        }
    }

    private async Task RunOrchestrationAsync(string instance, string? input, ActivityContext? parent)
    {
        using Activity? span = EngineSpans.Start(nameof(SealSegments), parent);
        try
        {
            await SealSegments.RunAsync(new LocalOrchestrationContext(this, instance, input));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.OrchestrationStopped(Logger, instance);
        }
#pragma warning disable CA1031 // a failed orchestration ends; the timer starts another
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.OrchestrationFailed(Logger, instance, e);
        }
    }
}
