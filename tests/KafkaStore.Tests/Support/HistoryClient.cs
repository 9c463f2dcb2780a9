using KafkaStore.Simulation.Platform;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace KafkaStore.Tests.Support;

/// <summary>A platform that only remembers orchestrations. Like the Azure Storage backend, it filters what it walks over.</summary>
internal sealed class HistoryClient() : UnaskedClient("history")
{
    private readonly ConcurrentDictionary<string, OrchestrationMetadata> instances = new();

    /// <summary>In the order in which they were purged.</summary>
    public ConcurrentQueue<string> Purged { get; } = [];

    public List<OrchestrationQuery> Queries { get; } = [];

    /// <summary>Runs before each that is purged.</summary>
    public Action Purging { get; set; } = () => { };

    public void Add(OrchestrationMetadata instance) => instances[instance.InstanceId] = instance;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        Queries.Add(filter!);
        OrchestrationMetadata[] found =
        [
            .. instances
                .Values.Where(instance => filter!.CreatedTo is not { } to || instance.CreatedAt <= to)
                .Where(instance => filter!.Statuses!.Contains(instance.RuntimeStatus))
                .OrderBy(instance => instance.InstanceId, StringComparer.Ordinal),
        ];
        return Pageable.Create<OrchestrationMetadata>(
            (after, _) =>
            {
                int from = after is null ? 0 : int.Parse(after, null);
                int to = Math.Min(from + filter!.PageSize, found.Length);
                return Task.FromResult(new Page<OrchestrationMetadata>(found[from..to], to < found.Length ? $"{to}" : null));
            }
        );
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        lock (Purged)
            Purging();
        if (!instances.TryRemove(instanceId, out _))
            return Task.FromResult(new PurgeResult(0));
        Purged.Enqueue(instanceId);
        return Task.FromResult(new PurgeResult(1));
    }
}
