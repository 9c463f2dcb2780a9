using KafkaStore.Deciding;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Looking;

namespace KafkaStore.Cli.Live;

/// <summary>Makes what is shown of where the archiver stands and what was counted. It remembers totals alone, for the rates.</summary>
/// <param name="title">What is archived, and where to.</param>
/// <param name="counts">Of this run.</param>
internal sealed class LiveFrames(string title, LiveCounts counts, DateTimeOffset startedAt)
{
    private readonly Dictionary<TopicPartition, SmoothedRate> rates = [];
    private readonly SmoothedRate records = new();
    private readonly SmoothedRate bytes = new();
    private DateTimeOffset? before;

    public LiveFrame Next(RunView view)
    {
        TimeSpan elapsed = view.At - (before ?? startedAt);
        before = view.At;
        LiveRow[] rows = [.. view.Partitions.Where(IsShown).Select(partition => Row(partition, view, elapsed))];
        long accepted = counts.All.Sum(each => each.AcceptedRecords);
        return new LiveFrame(title, view.At - startedAt, rows, [.. LiveTroubles.Of(view)])
        {
            Records = accepted,
            RecordsPerSecond = records.Tell(accepted, elapsed),
            BytesPerSecond = bytes.Tell(counts.All.Sum(each => each.AcceptedBytes), elapsed),
            Files = counts.All.Sum(each => each.Objects),
            FileBytes = counts.All.Sum(each => each.ArchivedBytes),
        };
    }

    // Of a former generation only what is still to be done.
    private static bool IsShown(PartitionView partition) =>
        !partition.IsFormer || partition.State is { HasOpenRecords: true } or { Fault: not null };

    private LiveRow Row(PartitionView partition, RunView view, TimeSpan elapsed)
    {
        PartitionState? state = partition.State;
        PartitionCounts? counted = counts.Of(partition.Partition);
        if (!rates.TryGetValue(partition.Partition, out SmoothedRate? rate))
            rates[partition.Partition] = rate = new SmoothedRate();
        (LiveStanding standing, string? detail) = Standing(partition, view, counted?.Lost ?? 0);
        return new LiveRow(
            partition.Partition,
            standing,
            state?.ArchivedNext,
            state?.Checkpoint is null ? null : Math.Max(state.AcceptedEnd, state.Checkpoint.Value),
            state?.ArchivedNext is { } archived && partition.End is { } end ? Math.Max(0, end - archived) : null,
            rate.Tell(counted?.AcceptedRecords ?? 0, elapsed)
        )
        {
            OpenFor = state is { HasOpenRecords: true, Open.FirstAcceptedAt: { } first } ? view.Since(first) : null,
            OpenBytes = state is { HasOpenRecords: true } ? state.Open.Bytes : null,
            LastBase = state?.LastBase,
            LastMade = counted?.Last is { } last ? (last.Bytes, view.Since(last.At)) : null,
            Detail = detail,
        };
    }

    private static (LiveStanding Standing, string? Detail) Standing(PartitionView partition, RunView view, long lost) =>
        partition switch
        {
            { State.Fault: { } fault } => (LiveStanding.Faulted, fault.Kind.ToString()),
            _ when view.Missing.Any(gap => gap.First.Partition == partition.Partition) => (LiveStanding.Missing, null),
            { NotRead: not null } => (LiveStanding.NotRead, null),
            { IsFormer: false } when view.TopicsNotRead.ContainsKey(KafkaTopic.Of(partition.Partition.Topic)) => (
                LiveStanding.NotRead,
                null
            ),
            { State.LastFailure: not null } => (LiveStanding.Retrying, null),
            _ when lost > 0 => (LiveStanding.Lost, ShownFigures.Count(lost)),
            { State.HasHole: true } => (LiveStanding.Hole, null),
            { IsFormer: true } => (LiveStanding.Former, null),
            { State: null or { Checkpoint: null } } => (LiveStanding.Starting, null),
            _ when view.Outage is not null => (LiveStanding.Away, null),
            { End: { } end } when end > partition.State.AcceptedEnd && end > partition.State.ArchivedNext => (LiveStanding.Behind, null),
            _ => (LiveStanding.UpToDate, null),
        };
}
