using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;

namespace KafkaStore.Functions;

/// <summary>
/// Every hour: removes what the platform keeps of orchestrations that ended long ago. Each is some eleven rows of Azure Storage,
/// which nothing else ever removes.
/// </summary>
/// <remarks>
/// They are looked for by their state and the time when they were created, neither of which is a key of the Azure Storage
/// backend: whatever the range, it walks the table of instances, a row for each orchestration that is still kept. So there is no
/// narrower range that would cost less, and what an outage left over is found like all else. They are removed one by one, and
/// not by the platform's own purge of a range, which knows no time limit and holds a task in memory for each.
/// </remarks>
public sealed class PurgeHistory(HistoryOptions options, TimeProvider clock, ILogger<PurgeHistory> logger)
{
    private const int AtOnce = 8;
    private const int PageSize = 500;

    // Below the host's functionTimeout; what is left is removed by the next run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly OrchestrationRuntimeStatus[] Ended =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    // A quarter past, when no other timer of this app begins.
    [Function(nameof(PurgeHistory))]
    public async Task RunAsync(
        [TimerTrigger("0 15 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        if (options.Kept is not { } kept)
            return;
        long began = clock.GetTimestamp();
        int purged = 0;
        var query = new OrchestrationQuery(
            CreatedTo: clock.GetUtcNow() - kept,
            Statuses: Ended,
            PageSize: PageSize,
            FetchInputsAndOutputs: false
        );
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            EndedBefore(query, client, () => clock.GetElapsedTime(began) < Limit, cancellationToken),
            parallel,
            async (instance, stopping) =>
                Interlocked.Add(ref purged, (await client.PurgeInstanceAsync(instance, cancellation: stopping)).PurgedInstanceCount)
        );
        if (purged > 0)
            Log.HistoryPurged(logger, purged, kept.TotalDays);
    }

    private static async IAsyncEnumerable<string> EndedBefore(
        OrchestrationQuery query,
        DurableTaskClient client,
        Func<bool> hasTime,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (!hasTime())
                yield break;

            // Entities are orchestrations to the Azure Storage backend; theirs never end, and nothing else may be asked of them.
            if (!instance.InstanceId.StartsWith('@') && Ended.Contains(instance.RuntimeStatus))
                yield return instance.InstanceId;
        }
    }
}
