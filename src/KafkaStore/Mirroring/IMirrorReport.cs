namespace KafkaStore.Mirroring;

/// <summary>What operators must hear of mirrors.</summary>
public interface IMirrorReport
{
    /// <summary>A mirror has not got everything yet.</summary>
    /// <param name="partition">Of what.</param>
    /// <param name="offsets">By how many offsets it ends before the archive.</param>
    public void MirrorBehind(string mirror, TopicPartition partition, long offsets);

    /// <summary>A mirror could not be brought up to date; it is tried again.</summary>
    public void MirrorFailed(string mirror, string what, string reason);
}
