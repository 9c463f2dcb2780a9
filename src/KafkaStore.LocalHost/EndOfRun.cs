using KafkaStore.LocalHost.Engine;

namespace KafkaStore.LocalHost;

/// <summary>Seals what is there before a run ends at its end, and waits until it is done.</summary>
internal sealed class EndOfRun(LocalEngine engine, TimeProvider clock)
{
    private const int Tries = 3;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <param name="partitions">All partitions of the run.</param>
    /// <param name="close">Close the open segments too.</param>
    /// <exception cref="PartitionFaultException">A partition is faulted.</exception>
    /// <exception cref="StorageUnavailableException">A partition could not be sealed.</exception>
    public async Task SealAllAsync(IReadOnlyCollection<TopicPartition> partitions, bool close, CancellationToken cancellationToken)
    {
        // Asked for everywhere first, so that they seal side by side.
        var before = partitions.ToDictionary(partition => partition, SealsEnded);
        foreach (TopicPartition partition in partitions)
            Ask(partition, close);
        foreach (TopicPartition partition in partitions)
            await SealAsync(partition, close, before[partition], cancellationToken);
    }

    private async Task SealAsync(TopicPartition partition, bool close, long before, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            PartitionState state = await WaitAsync(partition, before, cancellationToken);
            if (state.Fault is { } fault)
                throw new PartitionFaultException(fault);
            if (state.LastFailure is null && state.ReadThrough >= state.AcceptedEnd)
                return;
            if (attempt == Tries)
            {
                throw new StorageUnavailableException(
                    $"{partition} could not be sealed: {state.LastFailure ?? "the broker did not yet say what is in a hole"} What was accepted is staged; run the same command again."
                );
            }

            before = state.SealsEnded;
            Ask(partition, close);
        }
    }

    private async Task<PartitionState> WaitAsync(TopicPartition partition, long before, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (
                engine.StateOf(EntityIds.Of(partition)) is { } state
                && (
                    state.Fault is not null
                    || (state.SealsEnded > before && state.Seal is null && (state.Wish is null || state.LastFailure is not null))
                )
            )
            {
                return state;
            }

            await Task.Delay(Glance, clock, cancellationToken);
        }
    }

    private void Ask(TopicPartition partition, bool close) =>
        engine.Signal(EntityIds.Of(partition), close ? Operations.Close : Operations.Seal, partition);

    private long SealsEnded(TopicPartition partition) => engine.StateOf(EntityIds.Of(partition))?.SealsEnded ?? 0;
}
