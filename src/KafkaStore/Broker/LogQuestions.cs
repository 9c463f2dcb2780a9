using System.Runtime.ExceptionServices;

namespace KafkaStore.Broker;

/// <summary>Questions of those to whom a part of the answer is of no use.</summary>
public static class LogQuestions
{
    /// <summary>Log start and read-committed end of every partition of the topics.</summary>
    /// <exception cref="BrokerUnavailableException">The broker did not answer for one of them.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    public static async Task<IReadOnlyList<LogBounds>> GetBoundsAsync(
        this IRecordLog log,
        IReadOnlyCollection<string> topics,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(log);
        BoundsAnswer answer = await log.AskBoundsAsync(topics, cancellationToken);
        if (answer.Troubles is [var trouble, ..])
            ExceptionDispatchInfo.Throw(trouble.Cause);
        return answer.Bounds;
    }

    /// <summary>Those of one partition, whatever is with the others; null where the broker does not know it.</summary>
    /// <exception cref="BrokerUnavailableException">The broker did not answer for it.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    public static async Task<LogBounds?> FindBoundsAsync(this IRecordLog log, TopicPartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        BoundsAnswer answer = await log.AskBoundsAsync([partition.Topic], cancellationToken);
        foreach (LogBounds bounds in answer.Bounds)
        {
            if (bounds.Partition == partition)
                return bounds;
        }

        foreach (LogTrouble trouble in answer.Troubles)
        {
            if (trouble.Topic == partition.Topic && (trouble.Partition ?? partition.Partition) == partition.Partition)
                ExceptionDispatchInfo.Throw(trouble.Cause);
        }

        return null;
    }
}
