using KafkaStore.Deciding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Simulation.Platform;

/// <summary>
/// An orchestration as the platform runs it: from the start again after each result, with its history; every episode and
/// its activity at least once, possibly beside itself.
/// </summary>
internal sealed class Orchestration(Simulation simulation, App app, string instance, string? input)
{
    private readonly List<Past> history = [];
    private int scheduled;
    private bool ended;

    public void Continue() => new Work(simulation, app, "orchestration", EpisodeAsync).Dispatch();

    private async Task EpisodeAsync(Host host, Work work)
    {
        if (ended)
            return;
        var context = new Context(this);
        Task run = SealSegments.RunAsync(context);
        await simulation.World.Yield(host, "orchestration's episode ends");
        if (run.IsCompleted)
        {
            await run;
            foreach ((EntityInstanceId id, string operation, object? sent) in context.Signals)
                app.Signal(id, operation, sent);
            ended = true;
        }
        else if (context.Awaited is { } awaited && scheduled == context.Replayed)
        {
            int number = ++scheduled;
            if (awaited.FireAt is { } time)
                simulation.World.Post(null, () => Happened(number, default), "an orchestration's timer", UntilMilliseconds(time));
            else
                new Work(simulation, app, "activity", (on, _) => ActivityAsync(on, awaited.Request!, number)).Dispatch();
        }
    }

    private long UntilMilliseconds(DateTime time) =>
        Math.Max(1, (long)(time - simulation.World.Clock.GetUtcNow().UtcDateTime).TotalMilliseconds + 1);

    // The first of its runs counts.
    private void Happened(int number, Past past)
    {
        if (history.Count < number)
            history.Add(past);
        Continue();
    }

    private async Task ActivityAsync(Host host, string input, int number)
    {
        simulation.Seals++;
        string? outcome = null;
        Exception? thrown = null;
        try
        {
            SealRequest request = App.Converter.Deserialize<SealRequest>(input)!;
            if (simulation.World.History is not null)
                simulation.World.Note(host.Name, $"  seals {input}");
            int? standing = simulation.Operator.Standing(request.Partition);
            SealOutcome ended = await host.Activity.RunAsync(request, CancellationToken.None);
            simulation.Checks.Sealed(request.Partition, standing, ended.Fault);
            outcome = App.Converter.Serialize(ended);
        }
        catch (Exception e)
            when (e is Storage.StorageException or BrokerUnavailableException or UnknownTopicException or StartUnknownException)
        {
            simulation.World.Note(host.Name, $"  activity of {instance} failed: {e.Message}");
            thrown = e;
        }

        if (simulation.World.History is not null && outcome is not null)
            simulation.World.Note(host.Name, $"  sealed {outcome}");
        await simulation.World.Yield(host, "activity ends");
        Happened(number, new Past(outcome, thrown));
    }

    /// <summary>What an activity ended with; neither for a timer that has fired.</summary>
    private readonly record struct Past(string? Result, Exception? Failure);

    private sealed class Context(Orchestration orchestration) : TaskOrchestrationContext
    {
        private readonly EntityFeature entities = new();

        /// <summary>Results that the history had for this episode.</summary>
        public int Replayed { get; private set; }

        /// <summary>What the episode ended at.</summary>
        public (string? Request, DateTime? FireAt)? Awaited { get; private set; }

        public List<(EntityInstanceId Id, string Operation, object? Input)> Signals => entities.Sent;

        public override TaskName Name => nameof(SealSegments);

        public override string InstanceId => orchestration.Instance;

        public override ParentOrchestrationInstance? Parent => null;

        public override DateTime CurrentUtcDateTime => throw NotHere();

        public override bool IsReplaying => Replayed < orchestration.history.Count;

        public override TaskOrchestrationEntityFeature Entities => entities;

        protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

        public override T? GetInput<T>()
            where T : default => App.Converter.Deserialize<T>(orchestration.Input);

        public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
        {
            Past past = await NextAsync((App.Converter.Serialize(input), null));
            if (past.Failure is { } failure)
                throw new TaskFailedException(name.Name, 0, failure);
            return App.Converter.Deserialize<TResult>(past.Result)!;
        }

        public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => await NextAsync((null, fireAt));

        private async Task<Past> NextAsync((string? Request, DateTime? FireAt) awaited)
        {
            if (Replayed < orchestration.history.Count)
                return orchestration.history[Replayed++];
            Awaited = awaited;
            return await new TaskCompletionSource<Past>().Task; // the episode ends here
        }

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw NotHere();

        public override void SendEvent(string instanceId, string eventName, object payload) => throw NotHere();

        public override void SetCustomStatus(object? customStatus) => throw NotHere();

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(
            TaskName orchestratorName,
            object? input = null,
            TaskOptions? options = null
        ) => throw NotHere();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw NotHere();

        public override Guid NewGuid() => throw NotHere();
    }

    private string Instance => instance;

    private string? Input => input;

    private static NotSupportedException NotHere() => new("The orchestrator under test does not use this.");

    private sealed class EntityFeature : TaskOrchestrationEntityFeature
    {
        public List<(EntityInstanceId Id, string Operation, object? Input)> Sent { get; } = [];

        public override Task SignalEntityAsync(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            SignalEntityOptions? options = null
        )
        {
            Sent.Add((id, operationName, input));
            return Task.CompletedTask;
        }

        public override Task<TResult> CallEntityAsync<TResult>(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            CallEntityOptions? options = null
        ) => throw NotHere();

        public override Task CallEntityAsync(
            EntityInstanceId id,
            string operationName,
            object? input = null,
            CallEntityOptions? options = null
        ) => throw NotHere();

        public override Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds) => throw NotHere();

        public override bool InCriticalSection(
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds
        ) => throw NotHere();
    }
}
