using DurableTask.Core.Command;
using Action = Microsoft.DurableTask.Protobuf.OrchestratorAction;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>What an orchestrator wants done, as the backend reads it.</summary>
internal static class OrchestratorActions
{
    /// <exception cref="NotSupportedException">No orchestration of the app has asked for this so far.</exception>
    public static OrchestratorAction ToCore(Action action) =>
        action.OrchestratorActionTypeCase switch
        {
            Action.OrchestratorActionTypeOneofCase.ScheduleTask => new ScheduleTaskOrchestratorAction
            {
                Id = action.Id,
                Name = action.ScheduleTask.Name,
                Version = action.ScheduleTask.Version,
                Input = action.ScheduleTask.Input,
            },
            Action.OrchestratorActionTypeOneofCase.CreateTimer => new CreateTimerOrchestratorAction
            {
                Id = action.Id,
                FireAt = action.CreateTimer.FireAt.ToDateTime(),
            },
            Action.OrchestratorActionTypeOneofCase.SendEvent => new SendEventOrchestratorAction
            {
                Id = action.Id,
                Instance = new OrchestrationInstance
                {
                    InstanceId = action.SendEvent.Instance.InstanceId,
                    ExecutionId = action.SendEvent.Instance.ExecutionId,
                },
                EventName = action.SendEvent.Name,
                EventData = action.SendEvent.Data,
            },
            Action.OrchestratorActionTypeOneofCase.CompleteOrchestration => Complete(action.Id, action.CompleteOrchestration),
            _ => throw new NotSupportedException(
                $"The test host does not know how to do {action.OrchestratorActionTypeCase}: add it to {nameof(OrchestratorActions)}."
            ),
        };

    private static OrchestrationCompleteOrchestratorAction Complete(int id, P.CompleteOrchestrationAction complete)
    {
        var action = new OrchestrationCompleteOrchestratorAction
        {
            Id = id,
            OrchestrationStatus = (OrchestrationStatus)complete.OrchestrationStatus,
            Result = complete.Result,
            Details = complete.Details,
            FailureDetails = Failures.ToCore(complete.FailureDetails),
            NewVersion = complete.NewVersion,
        };
        foreach (P.HistoryEvent raised in complete.CarryoverEvents.Where(carried => carried.EventRaised is not null))
            action.CarryoverEvents.Add(new EventRaisedEvent(raised.EventId, raised.EventRaised.Input) { Name = raised.EventRaised.Name });
        return action;
    }
}
