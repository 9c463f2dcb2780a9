namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>An orchestration's history as the worker reads it.</summary>
internal static class HistoryEvents
{
    /// <exception cref="NotSupportedException">No orchestration of the app has come to this event so far.</exception>
    public static P.HistoryEvent ToProto(HistoryEvent e)
    {
        var proto = new P.HistoryEvent { EventId = e.EventId, Timestamp = Timestamp.FromDateTime(e.Timestamp) };
        switch (e)
        {
            case OrchestratorStartedEvent:
                proto.OrchestratorStarted = new P.OrchestratorStartedEvent();
                break;
            case OrchestratorCompletedEvent:
                proto.OrchestratorCompleted = new P.OrchestratorCompletedEvent();
                break;
            case ExecutionStartedEvent started:
                proto.ExecutionStarted = ToProto(started);
                break;
            case ContinueAsNewEvent again: // is an ExecutionCompletedEvent too
                proto.ContinueAsNew = new P.ContinueAsNewEvent { Input = again.Result };
                break;
            case ExecutionCompletedEvent completed:
                proto.ExecutionCompleted = new P.ExecutionCompletedEvent
                {
                    OrchestrationStatus = (P.OrchestrationStatus)completed.OrchestrationStatus,
                    Result = completed.Result,
                };
                break;
            case ExecutionTerminatedEvent terminated:
                proto.ExecutionTerminated = new P.ExecutionTerminatedEvent { Input = terminated.Input };
                break;
            case TaskScheduledEvent scheduled:
                proto.TaskScheduled = new P.TaskScheduledEvent
                {
                    Name = scheduled.Name,
                    Version = scheduled.Version,
                    Input = scheduled.Input,
                };
                break;
            case TaskCompletedEvent completed:
                proto.TaskCompleted = new P.TaskCompletedEvent { TaskScheduledId = completed.TaskScheduledId, Result = completed.Result };
                break;
            case TaskFailedEvent failed:
                proto.TaskFailed = new P.TaskFailedEvent
                {
                    TaskScheduledId = failed.TaskScheduledId,
                    FailureDetails = Failures.ToProto(failed.FailureDetails),
                };
                break;
            case TimerCreatedEvent created:
                proto.TimerCreated = new P.TimerCreatedEvent { FireAt = Timestamp.FromDateTime(created.FireAt) };
                break;
            case TimerFiredEvent fired:
                proto.TimerFired = new P.TimerFiredEvent { TimerId = fired.TimerId, FireAt = Timestamp.FromDateTime(fired.FireAt) };
                break;
            case EventSentEvent sent:
                proto.EventSent = new P.EventSentEvent
                {
                    InstanceId = sent.InstanceId,
                    Name = sent.Name,
                    Input = sent.Input,
                };
                break;
            case EventRaisedEvent raised:
                proto.EventRaised = new P.EventRaisedEvent { Name = raised.Name, Input = raised.Input };
                break;
            default:
                throw new NotSupportedException(
                    $"The test host does not know how to tell a worker of {e.EventType}: add it to {nameof(HistoryEvents)}."
                );
        }

        return proto;
    }

    private static P.ExecutionStartedEvent ToProto(ExecutionStartedEvent started) =>
        new()
        {
            Name = started.Name,
            Version = started.Version,
            Input = started.Input,
            OrchestrationInstance = new P.OrchestrationInstance
            {
                InstanceId = started.OrchestrationInstance.InstanceId,
                ExecutionId = started.OrchestrationInstance.ExecutionId,
            },
            ScheduledStartTimestamp = started.ScheduledStartTime is { } time ? Timestamp.FromDateTime(time) : null,
        };
}
