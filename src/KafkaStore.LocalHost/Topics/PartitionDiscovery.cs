using System.Runtime.ExceptionServices;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;

namespace KafkaStore.LocalHost.Topics;

/// <summary>Finds the partitions of topics by what the brokers answer for them: begins them, and notes their ends.</summary>
internal sealed class PartitionDiscovery(
    ArchivedTopics topics,
    GenerationWatch watch,
    IRecordLog log,
    TopicEnds ends,
    PartitionsOfRun partitions,
    TroubleReport troubles
)
{
    /// <summary>Whether the end of every topic that is to be read to its end is known.</summary>
    public bool HasAllEnds => topics.All(HasEnd);

    /// <summary>All topics that can be asked about; what has no answer at the start is waited for.</summary>
    /// <exception cref="StartUnknownException">Nobody has chosen where a partition starts.</exception>
    /// <exception cref="UnknownTopicException">The brokers know none of the topics.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        BoundsAnswer answer = await AskAsync(topics.Where(IsAskedFor), cancellationToken);
        ends.Begin(answer);
        if (await TakeAsync(answer, cancellationToken) is [var refused, ..])
            ExceptionDispatchInfo.Throw(refused);
    }

    /// <summary>All topics that can be asked about, once more; what can't be begun is reported.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(topics.Where(IsAskedFor), cancellationToken);

    /// <summary>These topics alone.</summary>
    /// <param name="asked">Gone through again with the answer, which has taken its time.</param>
    /// <inheritdoc cref="RefreshAsync(CancellationToken)"/>
    public async Task RefreshAsync(IEnumerable<string> asked, CancellationToken cancellationToken)
    {
        BoundsAnswer answer = await AskAsync(asked, cancellationToken);
        foreach (StartUnknownException refused in await TakeAsync(answer, cancellationToken))
            troubles.Unreadable(refused.Partition, refused.Message);
    }

    // Of one that is stopped nothing more is asked for; its seal says why.
    private bool HasEnd(string topic) => watch.IsStopped(topic) || (IsAskedFor(topic) && ends.Has(topic, watch[topic]));

    // What the broker is asked about: what is read, and what it does not know, which a run that is to end does not wait for.
    private bool IsAskedFor(string topic) => watch.IsRead(topic) || watch.IsGone(topic);

    private async Task<BoundsAnswer> AskAsync(IEnumerable<string> asked, CancellationToken cancellationToken)
    {
        string[] names = [.. asked.Select(topic => watch[topic].ToString())];
        if (names.Length == 0)
            return BoundsAnswer.Empty;
        BoundsAnswer answer = await log.AskBoundsAsync(names, cancellationToken);

        // At the start, where nothing is read yet, it ends the run.
        if (partitions.AreNoneBegun && answer.Bounds.Count == 0 && answer.Troubles is [{ Cause: UnknownTopicException unknown }, ..])
            ExceptionDispatchInfo.Throw(unknown);
        troubles.Heard(names, answer);
        foreach (string topic in asked.Where(topic => names.Contains(watch[topic].ToString()) && !HasEnd(topic)))
        {
            await ends.SetAsync(
                topic,
                [.. answer.Bounds.Where(bound => bound.Partition.Topic == watch[topic].ToString())],
                cancellationToken
            );
        }

        return answer;
    }

    // Of what was not answered for before, the ends belong to the run from now on.
    private async Task<IReadOnlyList<StartUnknownException>> TakeAsync(BoundsAnswer answer, CancellationToken cancellationToken)
    {
        await ends.AddLateAsync(answer, cancellationToken);
        return await partitions.AddAsync(
            answer.Bounds.Select(bound => bound.Partition).Where(partition => watch.IsRead(KafkaTopic.Of(partition.Topic))),
            cancellationToken
        );
    }
}
