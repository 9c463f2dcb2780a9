using DurableTask.AzureStorage;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;
using Status = Grpc.Core.Status;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>What the worker's durable client calls, as far as the app does; the rest answers that it is not implemented.</summary>
internal sealed class TaskHubSidecar(AzureStorageOrchestrationService service) : P.TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private IEntityOrchestrationService Entities => service;

    private IOrchestrationServiceClient Client => service;

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<P.SignalEntityResponse> SignalEntity(P.SignalEntityRequest request, ServerCallContext context)
    {
        EntityMessageEvent signal = ClientEntityHelpers.EmitOperationSignal(
            new OrchestrationInstance { InstanceId = request.InstanceId },
            Guid.Parse(request.RequestId),
            request.Name,
            request.Input,
            EntityMessageEvent.GetCappedScheduledTime(
                DateTime.UtcNow,
                Entities.EntityBackendProperties!.MaximumSignalDelayTime,
                request.ScheduledTime?.ToDateTime()
            )
        );
        await Client.SendTaskOrchestrationMessageAsync(signal.AsTaskMessage());
        return new P.SignalEntityResponse();
    }

    public override async Task<P.GetEntityResponse> GetEntity(P.GetEntityRequest request, ServerCallContext context)
    {
        EntityBackendQueries.EntityMetadata? found = await Entities.EntityBackendQueries!.GetEntityAsync(
            EntityId.FromString(request.InstanceId),
            request.IncludeState,
            includeStateless: false,
            context.CancellationToken
        );
        return new P.GetEntityResponse { Exists = found.HasValue, Entity = found is { } entity ? TaskHubAnswers.ToProto(entity) : null };
    }

    public override async Task<P.QueryEntitiesResponse> QueryEntities(P.QueryEntitiesRequest request, ServerCallContext context)
    {
        EntityBackendQueries.EntityQueryResult found = await Entities.EntityBackendQueries!.QueryEntitiesAsync(
            TaskHubAnswers.ToCore(request.Query),
            context.CancellationToken
        );
        return new P.QueryEntitiesResponse
        {
            ContinuationToken = found.ContinuationToken,
            Entities = { found.Results.Select(TaskHubAnswers.ToProto) },
        };
    }

    public override async Task<P.CreateInstanceResponse> StartInstance(P.CreateInstanceRequest request, ServerCallContext context)
    {
        var instance = new OrchestrationInstance { InstanceId = request.InstanceId, ExecutionId = Guid.NewGuid().ToString("N") };
        var started = new ExecutionStartedEvent(-1, request.Input)
        {
            Name = request.Name,
            Version = request.Version ?? "",
            OrchestrationInstance = instance,
            ScheduledStartTime = request.ScheduledStartTimestamp?.ToDateTime(),
        };
        try
        {
            await Client.CreateTaskOrchestrationAsync(
                new TaskMessage { Event = started, OrchestrationInstance = instance },
                [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended]
            );
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, e.Message));
        }

        return new P.CreateInstanceResponse { InstanceId = request.InstanceId };
    }

    public override async Task<P.GetInstanceResponse> GetInstance(P.GetInstanceRequest request, ServerCallContext context)
    {
        OrchestrationState? state = await Client.GetOrchestrationStateAsync(request.InstanceId, executionId: null);
        return state is null
            ? new P.GetInstanceResponse { Exists = false }
            : new P.GetInstanceResponse { Exists = true, OrchestrationState = TaskHubAnswers.ToProto(state, request.GetInputsAndOutputs) };
    }

    public override async Task<P.QueryInstancesResponse> QueryInstances(P.QueryInstancesRequest request, ServerCallContext context)
    {
        OrchestrationQueryResult found = await ((IOrchestrationServiceQueryClient)service).GetOrchestrationWithQueryAsync(
            TaskHubAnswers.ToCore(request.Query),
            context.CancellationToken
        );
        return new P.QueryInstancesResponse
        {
            ContinuationToken = found.ContinuationToken,
            OrchestrationState =
            {
                found.OrchestrationState.Select(state => TaskHubAnswers.ToProto(state, request.Query.FetchInputsAndOutputs)),
            },
        };
    }

    public override async Task<P.PurgeInstancesResponse> PurgeInstances(P.PurgeInstancesRequest request, ServerCallContext context)
    {
        IOrchestrationServicePurgeClient purging = service;
        PurgeResult purged =
            request.RequestCase == P.PurgeInstancesRequest.RequestOneofCase.InstanceId
                ? await purging.PurgeInstanceStateAsync(request.InstanceId)
                : await purging.PurgeInstanceStateAsync(TaskHubAnswers.ToCore(request.PurgeInstanceFilter));
        return new P.PurgeInstancesResponse { DeletedInstanceCount = purged.DeletedInstanceCount, IsComplete = purged.IsComplete };
    }
}
