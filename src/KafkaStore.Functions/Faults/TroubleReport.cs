namespace KafkaStore.Functions.Faults;

/// <summary>
/// Says of each topic and partition that there is trouble with it: at once, then once an hour, and once that it is over. They are
/// tried every minute, and a topic that is gone for good would fill the log otherwise.
/// </summary>
public sealed class TroubleReport(TimeProvider clock, ILogger<TroubleReport> logger)
{
    public static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Topic, string Text, long SaidAt)> said = new(StringComparer.Ordinal);

    /// <summary>What the broker did not answer for, and what it answers for again.</summary>
    /// <param name="topics">All that were asked about.</param>
    public void Heard(IReadOnlyCollection<string> topics, BoundsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        foreach (LogTrouble trouble in answer.Troubles)
        {
            if (IsNews($"ask {trouble.What}", trouble.Topic, trouble.Cause.GetType().Name))
                Log.LogTrouble(logger, trouble.What, trouble.Cause.Message);
        }

        foreach (string what in Over(topics, answer))
            Log.LogTroubleOver(logger, what);
    }

    /// <summary>A partition can't be read, for a reason of its own.</summary>
    public void Unreadable(TopicPartition partition, string reason)
    {
        if (IsNews($"read {partition}", partition.Topic, reason))
            Log.LogTrouble(logger, partition.ToString(), reason);
    }

    /// <summary>It can be read again, if it could not.</summary>
    public void Read(TopicPartition partition)
    {
        lock (gate)
        {
            if (!said.Remove($"read {partition}"))
                return;
        }

        Log.LogTroubleOver(logger, partition.ToString());
    }

    /// <summary>The last seal of a partition failed, or not any more.</summary>
    /// <param name="failure">Null where it did not.</param>
    public void Sealed(TopicPartition partition, string? failure)
    {
        if (failure is null)
        {
            lock (gate)
                said.Remove($"seal {partition}");
        }
        else if (IsNews($"seal {partition}", partition.Topic, failure))
        {
            Log.SealFailed(logger, partition.Topic, partition.Partition, failure);
        }
    }

    private bool IsNews(string what, string topic, string text)
    {
        lock (gate)
        {
            long now = clock.GetTimestamp();
            if (
                said.TryGetValue(what, out (string Topic, string Text, long SaidAt) before)
                && before.Text == text
                && clock.GetElapsedTime(before.SaidAt, now) < Reminder
            )
            {
                return false;
            }

            said[what] = (topic, text, now);
            return true;
        }
    }

    private List<string> Over(IReadOnlyCollection<string> topics, BoundsAnswer answer)
    {
        const string Asked = "ask ";
        var troubled = answer.Troubles.Select(trouble => trouble.What).ToHashSet(StringComparer.Ordinal);
        lock (gate)
        {
            string[] over =
            [
                .. said.Where(entry => entry.Key.StartsWith(Asked, StringComparison.Ordinal) && topics.Contains(entry.Value.Topic))
                    .Select(entry => entry.Key)
                    .Where(key => !troubled.Contains(key[Asked.Length..])),
            ];
            foreach (string key in over)
                said.Remove(key);
            return [.. over.Select(key => key[Asked.Length..])];
        }
    }
}
