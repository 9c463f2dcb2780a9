using KafkaStore.Status;

namespace KafkaStore.Tests.Ui;

/// <summary>Many topics of one partition are looked at side by side, as one topic of many partitions is.</summary>
public sealed class ManyTopicsStatusTests
{
    private const int Partitions = 64;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AStatusWaitsForNoMoreThanTheSlowestOfSixteen(bool isManyTopics)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(88, 1);
        byte[] bytes = archive.Store.BytesOf(archive.Store.Names[0]);
        var memory = new MemoryObjectStore();
        for (int i = 0; i < Partitions; i++)
        {
            TopicPartition partition = isManyTopics ? new TopicPartition($"t{i:00}", 0) : new TopicPartition("t", i);
            memory.Replace(new ArchiveName(partition, 0).ToString(), bytes);
        }

        int now = 0;
        int most = 0;
        var store = new FaultyStore(memory)
        {
            Before = async call =>
            {
                if (call.Operation != StoreOperation.Read)
                    return;
                int busy = Interlocked.Increment(ref now);
                InterlockedMax(ref most, busy);
                await Task.Delay(Latency);
                Interlocked.Decrement(ref now);
            },
        };
        ArchiveStatus status = await new StatusReader(store, TimeProvider.System).ReadAsync([], isAll: true, default);
        Assert.Equal(Partitions, status.Partitions.Count());
        Assert.Equal(isManyTopics ? Partitions : 1, status.Topics.Count);
        Assert.Equal(status.Partitions.Select(each => each.Partition).Order(), status.Partitions.Select(each => each.Partition));
        Assert.InRange(most, 8, 16);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = most;
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var found && found != seen)
            seen = found;
    }
}
