using DurableTask.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>
/// The host's Durable extension: the real backend, with queues and tables in the storage account, whose dispatchers ask the
/// worker what an orchestration, an entity or an activity does next.
/// </summary>
public sealed class DurableHub : IDisposable
{
    private readonly TaskHubWorker dispatchers;

    private DurableHub(string name, AzureStorageOrchestrationService service, WorkerSlot worker)
    {
        Name = name;
        Service = service;
        dispatchers = new TaskHubWorker(
            service,
            new NothingRegistered<TaskOrchestration>(),
            new NothingRegistered<TaskActivity>(),
            new NothingRegistered<TaskEntity>(),
            NullLoggerFactory.Instance
        );
        dispatchers.AddOrchestrationDispatcherMiddleware(new OrchestrationMiddleware(worker).RunAsync);
        dispatchers.AddEntityDispatcherMiddleware(new EntityMiddleware(worker).RunAsync);
        dispatchers.AddActivityDispatcherMiddleware(new ActivityMiddleware(worker).RunAsync);
    }

    public string Name { get; }

    internal AzureStorageOrchestrationService Service { get; }

    /// <summary>What each entity remembers, as JSON, by its id as in <c>@partitionsegment@orders-0</c>.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> EntityStatesAsync()
    {
        var query = new EntityBackendQueries.EntityQuery { IncludeState = true, PageSize = 1000 };
        EntityBackendQueries.EntityQueryResult found = await (
            (IEntityOrchestrationService)Service
        ).EntityBackendQueries!.QueryEntitiesAsync(query, default);
        return found.Results.ToDictionary(entity => entity.EntityId.ToString(), entity => entity.SerializedState);
    }

    /// <summary>The instances that the backend knows, those that have ended too, by id.</summary>
    public async Task<IReadOnlyDictionary<string, OrchestrationStatus>> OrchestrationsAsync()
    {
        OrchestrationQueryResult found = await ((IOrchestrationServiceQueryClient)Service).GetOrchestrationWithQueryAsync(
            new OrchestrationQuery { PageSize = 1000, ExcludeEntities = true },
            default
        );
        return found.OrchestrationState.ToDictionary(state => state.OrchestrationInstance.InstanceId, state => state.OrchestrationStatus);
    }

    public void Dispose() => dispatchers.Dispose();

    internal static async Task<DurableHub> CreateAsync(WorkerHostOptions options, WorkerSlot worker)
    {
        // As host.json has it, but for the polling, which is for tests that wait.
        var service = new AzureStorageOrchestrationService(
            new AzureStorageOrchestrationServiceSettings
            {
                StorageAccountClientProvider = new StorageAccountClientProvider(options.StorageConnectionString),
                TaskHubName = options.TaskHub,
                PartitionCount = 4,
                ControlQueueBufferThreshold = 64,
                UseTablePartitionManagement = true,
                MaxConcurrentTaskActivityWorkItems = 4,
                MaxConcurrentTaskOrchestrationWorkItems = 16,
                MaxConcurrentTaskEntityWorkItems = 16,
                MaxQueuePollingInterval = TimeSpan.FromMilliseconds(500),
                // As the Durable extension does for any app.
                UseSeparateQueueForEntityWorkItems = true,
                EntityMessageReorderWindowInMinutes = 30,
                MaxEntityOperationBatchSize = 50,
                ThrowExceptionOnInvalidDedupeStatus = true,
                FetchLargeMessageDataEnabled = true,
                LoggerFactory = NullLoggerFactory.Instance,
            }
        );
        await service.CreateIfNotExistsAsync();
        return new DurableHub(options.TaskHub, service, worker);
    }

    internal Task StartAsync() => dispatchers.StartAsync();

    /// <summary>Nothing new is begun, and what is in hand is finished.</summary>
    internal Task StopAsync() => dispatchers.StopAsync(isForced: false);

    internal Task AbortAsync() => dispatchers.StopAsync(isForced: true);
}
