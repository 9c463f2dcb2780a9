using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;
using KafkaStore.Sealing;

namespace KafkaStore.LocalHost.Reloading;

/// <summary>Looks whether topics that are to be archived from now on can be begun, as a start would, and leaves no trace of it.</summary>
internal sealed class ComingTopics(GenerationWatch watch, IRecordLog log, SegmentSealer sealer, ArchiverOptions options)
{
    /// <param name="topics">By their names.</param>
    /// <param name="choice">Theirs from now on.</param>
    /// <exception cref="ReloadRefusedException">One of them can't.</exception>
    public async Task ThrowIfNotToBeginAsync(IReadOnlyCollection<string> topics, PolicyChoice choice, CancellationToken cancellationToken)
    {
        options.Changing!.Prepare(topics, choice);
        try
        {
            await ThrowIfNotToBeginAsync(topics, cancellationToken);
        }
        catch
        {
            options.Changing.Withdraw();
            throw;
        }
    }

    private async Task ThrowIfNotToBeginAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        if (topics.Count == 0)
            return;
        var refusals = new List<string>();
        try
        {
            foreach (string topic in topics)
                await watch.AddAsync(topic, cancellationToken);
            BoundsAnswer answer = await log.AskBoundsAsync([.. topics.Select(topic => watch[topic].ToString())], cancellationToken);
            refusals.AddRange(answer.Troubles.Select(trouble => trouble.Cause).OfType<UnknownTopicException>().Select(e => e.Message));
            // Where a start is chosen, it is noted when it is taken.
            foreach (LogBounds bounds in answer.Bounds.Where(each => options.Of(each.Partition.Topic).OffsetReset == OffsetReset.Error))
                await AddRefusalAsync(bounds.Partition, refusals, cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or StorageException)
        {
            refusals.Add(e.Message);
        }

        if (refusals.Count > 0)
            throw new ReloadRefusedException(refusals);
    }

    private async Task AddRefusalAsync(TopicPartition partition, List<string> refusals, CancellationToken cancellationToken)
    {
        try
        {
            await sealer.FindResumeOffsetAsync(partition, cancellationToken);
        }
        catch (StartUnknownException e)
        {
            refusals.Add(e.Message);
        }
    }
}
