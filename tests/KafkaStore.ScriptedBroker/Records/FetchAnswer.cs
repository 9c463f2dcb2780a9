namespace KafkaStore.Scripted.Records;

/// <summary>Records, or why there are none, partition by partition.</summary>
internal sealed class FetchAnswer
{
    private readonly List<(FetchedTopic Topic, List<PartitionAnswer> Partitions)> topics = [];

    public int Bytes { get; private set; }

    public bool HasErrors { get; private set; }

    public static FetchAnswer Read(Call call, FetchRequest request)
    {
        var answer = new FetchAnswer();
        foreach (FetchedTopic topic in request.Topics)
        {
            TopicView? known = topic.Name is null ? call.Node.View.Find(topic.Id) : call.Node.View.Find(topic.Name);
            answer.topics.Add((topic, [.. topic.Partitions.Select(partition => answer.Read(call, request, known, partition))]));
        }

        return answer;
    }

    public void Write(Call call)
    {
        WireWriter to = call.Answer;
        call.Throttle();
        if (call.Version >= 7)
        {
            to.Error(KafkaError.None);
            to.Int32(0); // no session
        }

        to.Structs(
            topics,
            answered =>
            {
                if (call.Version <= 12)
                    to.Text(answered.Topic.Name);
                else
                    to.Id(answered.Topic.Id);
                to.Structs(answered.Partitions, partition => partition.Write(to, call.Version));
            }
        );
        to.Tags();
    }

    private PartitionAnswer Read(Call call, FetchRequest request, TopicView? topic, FetchedPartition asked)
    {
        KafkaError unknown = call.Version >= 13 ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
        KafkaError error = PartitionAccess.Find(call, topic, asked.Index, out PartitionView found, asked.LeaderEpoch, unknown);
        PartitionLog? log = found.Partition?.Log;
        if (error == KafkaError.None && (asked.Offset < log!.Start || asked.Offset > log.End))
            error = KafkaError.OffsetOutOfRange;
        if (error != KafkaError.None || log is null)
        {
            HasErrors = true;
            return new PartitionAnswer(asked.Index, error, -1, -1, -1, null, []);
        }

        var batches = new List<ReadOnlyMemory<byte>>();
        long below = request.CommittedOnly ? log.LastStable : log.End;
        int most = Math.Min(asked.MostBytes, request.MostBytes - Bytes);
        (int bytes, long next) = log.Read(asked.Offset, below, most, atLeastOne: Bytes == 0, batches);
        Bytes += bytes;
        IReadOnlyList<AbortedTransaction>? aborted = request.CommittedOnly ? log.Aborted(asked.Offset, next) : null;
        return new PartitionAnswer(asked.Index, KafkaError.None, log.End, log.LastStable, log.Start, aborted, batches);
    }

    private sealed record PartitionAnswer(
        int Index,
        KafkaError Error,
        long End,
        long LastStable,
        long Start,
        IReadOnlyList<AbortedTransaction>? Aborted,
        List<ReadOnlyMemory<byte>> Batches
    )
    {
        public void Write(WireWriter to, short version)
        {
            to.Int32(Index);
            to.Error(Error);
            to.Int64(End);
            to.Int64(LastStable);
            if (version >= 5)
                to.Int64(Start);
            if (Aborted is null)
            {
                to.NullArray();
            }
            else
            {
                to.Structs(
                    Aborted,
                    transaction =>
                    {
                        to.Int64(transaction.ProducerId);
                        to.Int64(transaction.FirstOffset);
                    }
                );
            }

            if (version >= 11)
                to.Int32(-1); // no replica to be preferred
            to.Records(Batches);
        }
    }
}
