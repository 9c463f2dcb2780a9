using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Deciding;
using KafkaStore.Generations;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// Which staged chunks are certainly of the topic that is archived. A chunk says when it was accepted, and its records were read
/// before that; so it is of no later topic where the broker still had this one a settling time afterwards.
/// </summary>
internal sealed class Confirmation(SealingParts parts, ArchivePosition position, Standing standing)
{
    private Standing standing = standing;
    private bool hasCompared;

    /// <summary>The chunks that objects are made of, ascending.</summary>
    public IReadOnlyList<ChunkName> Live { get; set; } = [];

    /// <summary>The first offset of each proof that is believed, and when it was accepted.</summary>
    public IReadOnlyList<(long First, DateTimeOffset AcceptedAt)> Proofs { get; set; } = [];

    /// <summary>The broker has another topic of that name now.</summary>
    public bool IsFormer => standing is Standing.Former;

    /// <summary>The broker has none, and has had none for a day. What is missing may still be asked for, should it come back.</summary>
    public bool IsGone => standing is Standing.Gone;

    /// <summary>One of the two: there is nothing to ask the broker about it.</summary>
    public bool HasNoLog => IsFormer || IsGone;

    /// <summary>Nothing more comes of the topic, from any process: what is missing is lost, and its last segment complete.</summary>
    public bool IsOver => standing is Standing.Former former && parts.Clock.GetUtcNow() - former.ReplacedAt >= parts.Options.FormerGrace;

    /// <summary>What was accepted until then is confirmed.</summary>
    public DateTimeOffset Until =>
        standing switch
        {
            Standing.Current current => current.AskedAt - parts.Options.SettlingTime,
            Standing.Former { SeenAt: { } seenAt } => seenAt - parts.Options.SettlingTime,
            Standing.Former => DateTimeOffset.MinValue,
            Standing.Gone gone => gone.SeenAt - parts.Options.SettlingTime,
            _ => DateTimeOffset.MaxValue,
        };

    /// <summary>Of a topic that is gone: the chunks that may be of another one as well.</summary>
    /// <exception cref="DamagedChunkException">A chunk's header can't be read.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    public async Task<IReadOnlyList<ChunkName>> FindUnattributedAsync(IEnumerable<ChunkName> chunks, CancellationToken cancellationToken) =>
        IsFormer ? await parts.Staging.FindAcceptedAfterAsync(Until, chunks, cancellationToken) : [];

    /// <summary>Those that this run may look at: where nothing can be asked about the topic, the confirmed ones.</summary>
    /// <inheritdoc cref="FindUnattributedAsync"/>
    public async Task<IReadOnlyList<ChunkName>> WithoutYoungAsync(IReadOnlyList<ChunkName> chunks, CancellationToken cancellationToken) =>
        IsGone ? [.. chunks.Except(await parts.Staging.FindAcceptedAfterAsync(Until, chunks, cancellationToken))] : chunks;

    /// <summary>When a run that probably closes a segment can; null for now.</summary>
    /// <param name="request">The run.</param>
    /// <param name="live">Its chunks, ascending.</param>
    public async Task<DateTimeOffset?> FindTimeAsync(
        SealRequest request,
        IReadOnlyList<ChunkName> live,
        CancellationToken cancellationToken
    )
    {
        if (standing is not Standing.Current || request is not { MayClose: true, HasSettled: false } || live.Count == 0)
            return null;
        DateTimeOffset acceptedAt = (await parts.Staging.ReadOutlineAsync(live[^1], cancellationToken)).AcceptedAt;
        return acceptedAt > Until ? acceptedAt + parts.Options.SettlingTime : null;
    }

    /// <summary>Returns where the fault is one; not where it may come of a record of another topic that was accepted a short while ago.</summary>
    /// <param name="chunks">All of the partition.</param>
    /// <exception cref="BrokerUnavailableException">It is not known yet.</exception>
    /// <exception cref="DamagedChunkException">A chunk's header can't be read.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    public async Task EnsureIsFaultAsync(PartitionFault fault, IEnumerable<ChunkName> chunks, CancellationToken cancellationToken)
    {
        if (standing is not Standing.Current || fault.Offset is not { } offset)
            return;
        IReadOnlyList<ChunkName> young = await parts.Staging.FindAcceptedAfterAsync(
            Until,
            chunks.Where(chunk => chunk.Range.Contains(offset)),
            cancellationToken
        );
        if (young.Count > 0)
        {
            throw new BrokerUnavailableException(
                $"Offset {offset} of {position.Partition} was accepted again a short while ago and differs, so that the topic may have been created again. What is staged waits until that is certain."
            );
        }
    }

    /// <summary>Returns once all that an object would be made of is confirmed.</summary>
    /// <param name="acceptedAt">When the last of its records was accepted.</param>
    /// <param name="nextOffset">Where it ends, exclusive.</param>
    /// <param name="mayWait">Otherwise it is left to another run.</param>
    /// <exception cref="UnsettledSegmentException">It is left to another run.</exception>
    /// <exception cref="BrokerUnavailableException">It can't be confirmed now.</exception>
    /// <exception cref="PartitionFaultException">It is another topic's, as the broker's records tell where no id does.</exception>
    public async Task EnsureAsync(DateTimeOffset acceptedAt, long nextOffset, bool mayWait, CancellationToken cancellationToken)
    {
        if (standing is Standing.Unnoted && !hasCompared)
        {
            await parts.Identity.EnsureSameAsync(position, Live, cancellationToken);
            hasCompared = true;
        }

        DateTimeOffset latest = Proofs.Where(proof => proof.First < nextOffset).Select(proof => proof.AcceptedAt).Append(acceptedAt).Max();
        while (standing is Standing.Current && latest > Until)
        {
            if (!mayWait)
                throw new UnsettledSegmentException();
            TimeSpan wait = latest + parts.Options.SettlingTime - parts.Clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, parts.Clock, cancellationToken);
            standing = await parts.Identity.AskAsync(position, cancellationToken);
            if (standing is not Standing.Current)
            {
                throw new BrokerUnavailableException(
                    $"The topic of {position.Partition} was created again while it was sealed; the next run goes on."
                );
            }
        }
    }
}

/// <summary>The next segment was accepted too short a while ago, and this run has closed others already.</summary>
internal sealed class UnsettledSegmentException() : Exception("The next segment was accepted a short while ago.");
