using System.Threading.Channels;

namespace KafkaStore.LocalHost.Timers;

/// <summary>Copies objects to the mirrors as soon as they are archived; what could not be copied then is left to the minute's timer.</summary>
internal sealed class SealedMirrors(CopyToMirrors mirrors, TimeProvider clock)
{
    // A mirror that is away is asked no more often than this.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<TopicPartition> news = Channel.CreateUnbounded<TopicPartition>();

    /// <summary>The archive has another object of it. May be called at any time.</summary>
    public void Sealed(TopicPartition partition) => news.Writer.TryWrite(partition);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (await news.Reader.WaitToReadAsync(stopping))
        {
            var partitions = new HashSet<TopicPartition>();
            while (news.Reader.TryRead(out TopicPartition partition))
                partitions.Add(partition);
            await mirrors.CopyAsync(partitions, stopping);
            await Task.Delay(Pause, clock, stopping);
        }
    }
}
