namespace KafkaStore.Scripted.Records;

/// <summary>What a client wants of a partition.</summary>
internal readonly record struct FetchedPartition(int Index, int LeaderEpoch, long Offset, int MostBytes);

/// <summary>Named by name up to version 12, by id from 13 on.</summary>
internal sealed record FetchedTopic(string? Name, Guid Id, List<FetchedPartition> Partitions);

internal sealed record FetchRequest(int MostWaitMs, int FewestBytes, int MostBytes, bool CommittedOnly, List<FetchedTopic> Topics)
{
    public static async Task AnswerAsync(Call call)
    {
        FetchRequest request = Parse(call.Request, call.Version);
        ScriptedBroker broker = call.Broker;
        DateTimeOffset until = broker.Time.GetUtcNow().AddMilliseconds(request.MostWaitMs);
        while (true)
        {
            FetchAnswer answer;
            Task changed;
            lock (broker.Gate)
            {
                changed = broker.Changed;
                answer = FetchAnswer.Read(call, request);
            }

            TimeSpan left = until - broker.Time.GetUtcNow();
            if (answer.Bytes >= request.FewestBytes || answer.HasErrors || left <= TimeSpan.Zero)
            {
                answer.Write(call);
                return;
            }

            await changed.WaitAsync(left, broker.Time, call.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            call.Stopping.ThrowIfCancellationRequested();
        }
    }

    private static FetchRequest Parse(WireReader reader, short version)
    {
        if (version <= 14)
            reader.Int32(); // the replica
        int mostWaitMs = reader.Int32();
        int fewestBytes = reader.Int32();
        int mostBytes = reader.Int32();
        bool committedOnly = reader.Bool();
        if (version >= 7)
            reader.Int64(); // the session's id and epoch: this broker keeps none
        List<FetchedTopic> topics = reader.Structs(() =>
            new FetchedTopic(
                version <= 12 ? reader.Text() : null,
                version >= 13 ? reader.Id() : default,
                reader.Structs(() => Partition(reader, version))
            )
        );
        return new FetchRequest(mostWaitMs, fewestBytes, mostBytes, committedOnly, topics);
    }

    private static FetchedPartition Partition(WireReader reader, short version)
    {
        int index = reader.Int32();
        int epoch = version >= 9 ? reader.Int32() : PartitionAccess.AnyEpoch;
        long offset = reader.Int64();
        if (version >= 12)
            reader.Int32(); // the epoch of the last record that was fetched
        if (version >= 5)
            reader.Int64(); // a follower's start
        return new FetchedPartition(index, epoch, offset, reader.Int32());
    }
}
