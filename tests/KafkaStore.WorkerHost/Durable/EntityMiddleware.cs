using DurableTask.Core.Entities.OperationFormat;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>Operations that have come for an entity: with its state they go to the worker, which says what the state is after them.</summary>
internal sealed class EntityMiddleware(WorkerSlot worker)
{
    public async Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        EntityBatchRequest batch = context.GetProperty<EntityBatchRequest>()!;
        string function = EntityId.FromString(batch.InstanceId!).Name;
        P.EntityBatchResult result = await worker.AskAsync(function, EntityBatches.ToProto(batch), P.EntityBatchResult.Parser);
        context.SetProperty(EntityBatches.ToCore(result));
    }
}
