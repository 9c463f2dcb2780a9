using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace KafkaStore.Functions;

/// <summary>The segment state of one topic-partition: takes estimates, starts seals, never more than one at a time.</summary>
public sealed class PartitionSegment(PartitionDecisions decisions, TimeProvider clock, ILogger<PartitionSegment> logger) : ITaskEntity
{
    [Function(nameof(PartitionSegment))]
    public Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(this);
    }

    /// <summary>
    /// Never throws: the platform would drop the signal silently. What a dropped one would have said is found again by the
    /// timer or the next seal.
    /// </summary>
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            Decide(operation);
        }
#pragma warning disable CA1031 // whatever it is, a thrown exception would lose this signal without a trace
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.OperationFailed(logger, operation.Name, operation.Context.Id.ToString(), e);
        }

        return ValueTask.FromResult<object?>(null);
    }

    private void Decide(TaskEntityOperation operation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        PartitionDecision? decided = operation.Name switch
        {
            Operations.Append when operation.GetInput<BatchSummary>() is { } batch => decisions.Append(
                StateOf(operation, batch.Partition),
                batch,
                now
            ),
            Operations.Observe when operation.GetInput<BrokerView>() is { } view => decisions.Observe(
                StateOf(operation, view.Partition),
                view,
                now
            ),
            Operations.Sealed when operation.GetInput<SealOutcome>() is { } outcome => decisions.Sealed(
                StateOf(operation, outcome.Partition),
                outcome,
                now
            ),
            Operations.Seal => decisions.Seal(StateOf(operation, operation.GetInput<TopicPartition>()), new SealWish(Close: false), now),
            Operations.Close => decisions.Seal(StateOf(operation, operation.GetInput<TopicPartition>()), new SealWish(Close: true), now),
            Operations.Faulted when operation.GetInput<FaultNotice>() is { Fault: { } fault } notice => PartitionDecisions.Faulted(
                StateOf(operation, notice.Partition),
                fault
            ),
            Operations.ClearFault => decisions.ClearFault(StateOf(operation, operation.GetInput<TopicPartition>()), now),
            _ => null,
        };

        // An input that is missing or another partition's must not replace what is remembered.
        if (decided is not { } decision || EntityIds.Key(decision.State.Partition) != operation.Context.Id.Key)
        {
            Log.OperationUnknown(logger, operation.Name, operation.Context.Id.ToString());
            return;
        }

        CountFault(operation, decision.State);
        operation.State.SetState(decision.State);
        if (decision.Start is { } request)
        {
            string instance = $"{operation.Context.Id.Key}-{request.Checkpoint ?? -1}-{request.Attempt}";
            operation.Context.ScheduleNewOrchestration(nameof(SealSegments), request, new StartOrchestrationOptions(instance));
        }
    }

    // Only what these two say can be news.
    private void CountFault(TaskEntityOperation operation, PartitionState next)
    {
        if (
            operation.Name is Operations.Sealed or Operations.Faulted
            && next.Fault is { } fault
            && StateOf(operation, next.Partition).Fault is null
        )
        {
            Metrics.Faulted(next.Partition, fault.Kind);
        }
    }

    // State that can't be read counts as none: it is only a cache.
    private PartitionState StateOf(TaskEntityOperation operation, TopicPartition partition)
    {
        try
        {
            if (operation.State.HasState && operation.State.GetState<PartitionState>() is { } state && state.Partition == partition)
                return state;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            Log.StateUnreadable(logger, partition.Topic, partition.Partition, e);
        }

        return new PartitionState(partition);
    }
}
