using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

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

    private readonly ConcurrentDictionary<TopicPartition, DateTimeOffset> askedAt = new();

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
        if (standing is not Standing.Unnoted)
            return standing;
        return await FindOutAsync(generation, position, cancellationToken) ? await AskAsync(generation, cancellationToken) : standing;
    }

    /// <summary>
    /// While there is no marker, as where the brokers give no ids: holds what is about to become an object against the broker's
    /// records, since that is all that can be done.
    /// </summary>
    /// <param name="position">Where the archive ends.</param>
    /// <param name="live">Chunks at or above that, ascending.</param>
    /// <exception cref="PartitionFaultException">They are another topic's.</exception>
    /// <exception cref="BrokerUnavailableException">A marker has come meanwhile.</exception>
    /// <exception cref="DamagedChunkException">A chunk is damaged.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    public async Task EnsureSameAsync(ArchivePosition position, IReadOnlyList<ChunkName> live, CancellationToken cancellationToken)
    {
        if (
            !TopicGeneration.TryParse(position.Partition.Topic, out TopicGeneration generation)
            || await comparison.FindDifferenceAsync(position, live, cancellationToken) is not { } difference
        )
        {
            return;
        }

        throw await IsNotedAsync(generation, cancellationToken)
            ? Waiting($"Which topic {generation} is was noted while it was held against its archive")
            : difference;
    }

    private async Task<Standing> AskAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        await generations.AskAsync(generation, cancellationToken) switch
        {
            Standing.Unknown unknown => throw Waiting(unknown.Why),
            Standing.Doubtful doubtful => throw Waiting(doubtful.Why),
            Standing certain => certain,
        };

    private static BrokerUnavailableException Waiting(string why) => new($"{why}. What is staged waits until that is certain.");

    // True where there is a marker now. A broker that does not answer is asked once a minute, so that it holds nothing up.
    private async Task<bool> FindOutAsync(TopicGeneration generation, ArchivePosition position, CancellationToken cancellationToken)
    {
        TopicPartition partition = position.Partition;
        if (!IsDue(partition))
            return false;
        IdentityAnswer answer = await identities.AskAsync(generation.Topic, cancellationToken);
        if (answer is IdentityAnswer.Known known && await IdentifyAsync(known, generation, position, cancellationToken))
            return true;
        // Also where nothing is about to be sealed: a new topic that is as long as the archived one would never be noticed.
        if (answer is not IdentityAnswer.Known)
            await EnsureSameAsync(position, [], cancellationToken);
        askedAt[partition] = clock.GetUtcNow();
        return false;
    }

    private bool IsDue(TopicPartition partition) =>
        !askedAt.TryGetValue(partition, out DateTimeOffset last) || clock.GetUtcNow() - last >= CompareAgain;

    // An archive from before there were markers gets its own once it was held against what the broker has. A difference is
    // found anew each time.
    private async Task<bool> IdentifyAsync(
        IdentityAnswer.Known given,
        TopicGeneration generation,
        ArchivePosition position,
        CancellationToken cancellationToken
    )
    {
        if (position.LastBase is null)
            return false;
        ComparedRecords compared = await comparison.CompareAsync(position, cancellationToken);
        if (compared.DifferentAt is { } offset)
        {
            // Only where the topic was not created again while it was compared. Another process may have noted what it was before.
            if (await IsNotedAsync(generation, cancellationToken))
                return true;
            if (await identities.AskAsync(generation.Topic, cancellationToken) != given)
                throw Waiting($"Topic {generation.Topic} may have been created again while it was held against its archive");
            throw PartitionFaults.OtherTopic(position.Partition, offset);
        }

        if (!compared.NewestIsEqual || await identities.AskAsync(generation.Topic, cancellationToken) != given)
            return false;
        var identity = new TopicIdentity(given.Id, given.ClusterId);
        await markers.NoteAsync(generation, identity, IdentityProof.Compared, null, cancellationToken);
        return true;
    }

    private async Task<bool> IsNotedAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        markers.Forget(generation.Topic);
        return await markers.FindNewestAsync(generation.Topic, cancellationToken) is not null;
    }
}
