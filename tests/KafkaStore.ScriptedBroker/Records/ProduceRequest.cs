namespace KafkaStore.Scripted.Records;

internal static class ProduceRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        from.NullableText(); // the transactional id; its batches say the same
        call.IsSilent = from.Int16() == 0;
        from.Int32(); // how long to wait for replicas
        List<(string Name, List<(int Index, ReadOnlyMemory<byte> Records)> Partitions)> topics = from.Structs(() =>
            (Name: from.Text(), Partitions: from.Structs(() => (Index: from.Int32(), Records: from.Bytes())))
        );
        WireWriter to = call.Answer;
        to.Topics(
            topics,
            (topic, partition) =>
                Write(call, partition.Index, Append(call, call.Node.View.Find(topic), partition.Index, partition.Records.Span))
        );
        call.Throttle();
        to.Tags();
    }

    private static Produced Append(Call call, TopicView? topic, int index, ReadOnlySpan<byte> records)
    {
        KafkaError error = PartitionAccess.Find(call, topic, index, out PartitionView found);
        if (error != KafkaError.None)
            return new Produced(error);
        if (RecordBatch.Split(records) is not { } batches)
            return new Produced(KafkaError.UnsupportedForMessageFormat);
        if (found.Partition.Log is not MemoryLog)
            return new Produced(KafkaError.PolicyViolation, Reason: "An endless topic takes no records.");
        var first = default(Produced?);
        foreach (RecordBatch batch in batches)
        {
            Produced produced = Append(call, found.Partition, batch);
            if (produced.Error != KafkaError.None)
                return produced;
            first ??= produced;
        }

        return first ?? new Produced(KafkaError.InvalidRecord);
    }

    private static Produced Append(Call call, BrokerPartition partition, RecordBatch batch)
    {
        (KafkaError error, string? reason) = ProduceLimits.Check(partition.Topic.Config, batch, call.Broker.Now);
        if (error != KafkaError.None)
            return new Produced(error, Reason: reason);
        if (partition.Producers.Duplicate(batch) is { } before)
            return new Produced(KafkaError.None, before);
        error = partition.Producers.Check(batch);
        if (error != KafkaError.None)
            return new Produced(error);
        long offset = partition.AppendBatch(batch);
        partition.Producers.Note(batch);
        return new Produced(KafkaError.None, offset, partition.Topic.Config.StampsAppendTime ? batch.MaxTimestamp : -1, partition.Start);
    }

    private static void Write(Call call, int index, Produced produced)
    {
        WireWriter to = call.Answer;
        to.Int32(index);
        to.Error(produced.Error);
        to.Int64(produced.Offset);
        to.Int64(produced.AppendTime);
        if (call.Version >= 5)
            to.Int64(produced.Start);
        if (call.Version < 8)
            return;
        to.Structs(Array.Empty<int>(), _ => { }); // errors of single records
        to.Text(produced.Reason);
    }

    private readonly record struct Produced(
        KafkaError Error,
        long Offset = -1,
        long AppendTime = -1,
        long Start = -1,
        string? Reason = null
    );
}
