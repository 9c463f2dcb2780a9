using KafkaStore.Generations;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Looking;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Topics;
using KafkaStore.Mirroring;
using KafkaStore.Reading.Chains;

namespace KafkaStore.LocalHost;

/// <summary>Looks where a run stands; asks nobody.</summary>
/// <param name="own">Partitions that this process looks after.</param>
internal sealed class RunLook(
    TopicsOfRun topics,
    Func<IEnumerable<TopicPartition>> own,
    LocalEngine engine,
    GenerationSource source,
    KafkaPump pump,
    GenerationWatch watch,
    MirrorRun mirrors,
    ChainWatch chains,
    TimeProvider clock
)
{
    public RunView Look() =>
        new(clock.GetUtcNow(), [.. own().Order().Select(Look)])
        {
            Outage = pump.Broker.Outage,
            Holdup = pump.Holdup,
            TopicsNotRead = topics.NotRead,
            Mirrors = [.. mirrors.Mirrors.Select(Look).OfType<MirrorView>()],
            Missing = [.. chains.Missing],
            Recreations = [.. watch.Recreations],
        };

    private PartitionView Look(TopicPartition partition)
    {
        bool isFormer = topics.IsFormer(partition);
        return new PartitionView(
            partition,
            engine.StateOf(EntityIds.Of(partition)),
            isFormer ? null : source.SeenEnd(partition),
            isFormer ? null : pump.WhyUnreadable(partition),
            isFormer
        );
    }

    private MirrorView? Look(Mirror mirror) =>
        mirrors.TroubleOf(mirror) is { } trouble
            ? new MirrorView(
                trouble,
                topics.Known.Sum(partition => mirror.KnownLagOf(partition, engine.StateOf(EntityIds.Of(partition))?.Checkpoint) ?? 0)
            )
            : null;
}
