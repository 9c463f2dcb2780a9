using DurableTask.Core.Entities.OperationFormat;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>An entity's operations as the worker reads them, and what came of them as the backend does.</summary>
internal static class EntityBatches
{
    public static P.EntityBatchRequest ToProto(EntityBatchRequest batch) =>
        new()
        {
            InstanceId = batch.InstanceId,
            EntityState = batch.EntityState,
            Operations =
            {
                (batch.Operations ?? []).Select(operation => new P.OperationRequest
                {
                    Operation = operation.Operation,
                    Input = operation.Input,
                    RequestId = operation.Id.ToString(),
                }),
            },
        };

    public static EntityBatchResult ToCore(P.EntityBatchResult result) =>
        new()
        {
            EntityState = result.EntityState,
            Results = [.. result.Results.Select(ToCore)],
            Actions = [.. result.Actions.Select(ToCore)],
            FailureDetails = Failures.ToCore(result.FailureDetails),
        };

    private static OperationResult ToCore(P.OperationResult result) =>
        new() { Result = result.Success?.Result, FailureDetails = Failures.ToCore(result.Failure?.FailureDetails) };

    private static OperationAction ToCore(P.OperationAction action) =>
        action.OperationActionTypeCase switch
        {
            P.OperationAction.OperationActionTypeOneofCase.SendSignal => new SendSignalOperationAction
            {
                InstanceId = action.SendSignal.InstanceId,
                Name = action.SendSignal.Name,
                Input = action.SendSignal.Input,
                ScheduledTime = action.SendSignal.ScheduledTime?.ToDateTime(),
            },
            P.OperationAction.OperationActionTypeOneofCase.StartNewOrchestration => new StartNewOrchestrationOperationAction
            {
                InstanceId = action.StartNewOrchestration.InstanceId,
                Name = action.StartNewOrchestration.Name,
                Version = action.StartNewOrchestration.Version,
                Input = action.StartNewOrchestration.Input,
                ScheduledStartTime = action.StartNewOrchestration.ScheduledTime?.ToDateTime(),
            },
            _ => throw new NotSupportedException(
                $"The test host does not know how to do {action.OperationActionTypeCase}: add it to {nameof(EntityBatches)}."
            ),
        };
}
