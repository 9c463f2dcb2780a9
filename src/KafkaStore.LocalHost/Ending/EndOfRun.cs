using KafkaStore.LocalHost.Engine;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Seals what is there before a run ends at its end, and waits until it is done.</summary>
internal sealed class EndOfRun(LocalEngine engine, TimeProvider clock)
{
    private const int Tries = 3;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <param name="partitions">All partitions of the run.</param>
    /// <param name="close">Close the open segments too.</param>
    /// <returns>Partitions with a hole that the broker does not explain; those that are faulted say so by their state.</returns>
    /// <exception cref="StorageUnavailableException">A partition could not be sealed; all others are by then, as far as they can be.</exception>
    public async Task<IReadOnlyList<PartitionShortfall>> SealAllAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        bool close,
        CancellationToken cancellationToken
    )
    {
        // Asked for everywhere first, so that they seal side by side.
        var before = partitions.ToDictionary(partition => partition, SealsEnded);
        foreach (TopicPartition partition in partitions)
            Ask(partition, close);
        var holes = new List<PartitionShortfall>();
        StorageUnavailableException? failure = null;
        foreach (TopicPartition partition in partitions)
        {
            PartitionState state = await SealAsync(partition, close, before[partition], cancellationToken);
            if (state is { Fault: null, LastFailure: { } reason })
            {
                failure ??= new StorageUnavailableException(
                    $"{partition} could not be sealed: {reason} What was accepted is staged; run the same command again."
                );
            }
            else if (state.Fault is null && !IsWhole(state))
            {
                holes.Add(
                    new PartitionShortfall(
                        partition,
                        "the broker did not yet say what is in a hole of what was read. What was accepted is staged; run the same command again."
                    )
                );
            }
        }

        return failure is null ? holes : throw failure;
    }

    private async Task<PartitionState> SealAsync(TopicPartition partition, bool close, long before, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            PartitionState state = await WaitAsync(partition, before, cancellationToken);
            if (state.Fault is not null || attempt == Tries || (state.LastFailure is null && IsWhole(state)))
                return state;
            before = state.SealsEnded;
            Ask(partition, close);
        }
    }

    private static bool IsWhole(PartitionState state) => state.ReadThrough >= state.AcceptedEnd;

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
