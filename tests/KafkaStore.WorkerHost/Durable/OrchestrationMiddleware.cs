namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>One step of an orchestration: its history goes to the worker, which replays it and says what to do next.</summary>
internal sealed class OrchestrationMiddleware(WorkerSlot worker)
{
    public async Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        OrchestrationRuntimeState state = context.GetProperty<OrchestrationRuntimeState>()!;
        TaskOrchestrationEntityParameters? entities = context.GetProperty<TaskOrchestrationEntityParameters>();
        var request = new P.OrchestratorRequest
        {
            InstanceId = state.OrchestrationInstance!.InstanceId,
            PastEvents = { state.PastEvents.Select(HistoryEvents.ToProto) },
            NewEvents = { state.NewEvents.Select(HistoryEvents.ToProto) },
            EntityParameters = entities is null
                ? null
                : new P.OrchestratorEntityParameters
                {
                    EntityMessageReorderWindow = Duration.FromTimeSpan(entities.EntityMessageReorderWindow),
                },
        };
        P.OrchestratorResponse response = await worker.AskAsync(state.Name, request, P.OrchestratorResponse.Parser);
        context.SetProperty(
            new OrchestratorExecutionResult
            {
                Actions = response.Actions.Select(OrchestratorActions.ToCore),
                CustomStatus = response.CustomStatus,
            }
        );
    }
}
