using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Sealing.Archived;

namespace KafkaStore.Sealing;

/// <summary>
/// Whether the brokers still have the topic that is archived. Every run of sealing asks after it has listed what is staged,
/// so that nothing is sealed that may be another topic's of the same name.
/// </summary>
internal sealed class IdentityCheck(
    TopicGenerations generations,
    IdentityMarkers markers,
    ITopicIdentities identities,
    IdentityComparison comparison,
    TimeProvider clock
)
{
    // Where no marker is there yet nothing waits for one.
    private static readonly TimeSpan CompareAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TopicPartition, DateTimeOffset> comparedAt = new();

    /// <exception cref="PartitionFaultException">The broker has another topic of that name now, or the archive other records.</exception>
    /// <exception cref="BrokerUnavailableException">It does not say, or not reliably; it is to be asked again.</exception>
    public async Task<Standing> AskAsync(ArchivePosition position, CancellationToken cancellationToken)
    {
        if (!TopicGeneration.TryParse(position.Partition.Topic, out TopicGeneration generation))
            return new Standing.Unnoted();
        Standing standing = await AskAsync(generation, cancellationToken);
        if (standing is not Standing.Unnoted)
            return standing;

        // Another process may have noted it a moment ago, and from then on nothing is sealed unasked.
        markers.Forget(generation.Topic);
        standing = await AskAsync(generation, cancellationToken);
        if (standing is not Standing.Unnoted || !IsDue(position.Partition))
            return standing;
        if (!await FindOutAsync(generation, position, cancellationToken))
        {
            comparedAt[position.Partition] = clock.GetUtcNow();
            return standing;
        }

        return await AskAsync(generation, cancellationToken);
    }

    private async Task<Standing> AskAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        await generations.AskAsync(generation, cancellationToken) switch
        {
            Standing.Unknown unknown => throw Waiting(unknown.Why),
            Standing.Doubtful doubtful => throw Waiting(doubtful.Why),
            Standing certain => certain,
        };

    private static BrokerUnavailableException Waiting(string why) => new($"{why}. What is staged waits until that is certain.");

    private bool IsDue(TopicPartition partition) =>
        !comparedAt.TryGetValue(partition, out DateTimeOffset last) || clock.GetUtcNow() - last >= CompareAgain;

    // An archive from before there were markers gets its own once it was held against what the broker has. A difference is
    // found anew each time.
    private async Task<bool> FindOutAsync(TopicGeneration generation, ArchivePosition position, CancellationToken cancellationToken)
    {
        if (position.LastBase is null || await identities.AskAsync(generation.Topic, cancellationToken) is not IdentityAnswer.Known before)
            return false;
        ComparedRecords compared = await comparison.CompareAsync(position, cancellationToken);
        if (compared.DifferentAt is { } offset)
        {
            // Only where the topic was not created again while it was compared. Another process may have noted what it was before.
            markers.Forget(generation.Topic);
            if (await markers.FindNewestAsync(generation.Topic, cancellationToken) is not null)
                return true;
            if (await identities.AskAsync(generation.Topic, cancellationToken) != before)
                throw Waiting($"Topic {generation.Topic} may have been created again while it was held against its archive");
            throw PartitionFaults.OtherTopic(position.Partition, offset);
        }

        if (!compared.NewestIsEqual || await identities.AskAsync(generation.Topic, cancellationToken) != before)
            return false;
        var identity = new TopicIdentity(before.Id, before.ClusterId);
        await markers.NoteAsync(generation, identity, IdentityProof.Compared, null, cancellationToken);
        return true;
    }
}
