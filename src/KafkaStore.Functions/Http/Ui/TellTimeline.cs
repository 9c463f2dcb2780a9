using KafkaStore.Functions.Http.Limits;
using KafkaStore.Reading.Timelines;

namespace KafkaStore.Functions.Http.Ui;

/// <summary>Describes a partition's archive objects in runs, few enough to be drawn however many objects there are.</summary>
public sealed class TellTimeline(
    PartitionTimeline timeline,
    PartitionObjects objects,
    ShownDetails shown,
    ReadingSlots slots,
    Answers answers,
    ILogger<TellTimeline> logger
)
{
    [Function(nameof(TellTimeline))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions/{partition}/timeline")] HttpRequest request,
        string topic,
        string partition
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                TopicPartition wanted = PathNames.Partition(topic, partition);
                var query = new QueryValues(request.Query, "fromOffset", "toOffset", "runs");
                long from = query.Number("fromOffset", 0, long.MaxValue) ?? 0;
                long to = query.Number("toOffset", 0, long.MaxValue) ?? long.MaxValue;
                int most = (int)(query.Number("runs", 2, HttpReadingOptions.MostRuns) ?? HttpReadingOptions.DefaultRuns);
                if (to < from)
                    throw ProblemException.Parameter("toOffset", $"toOffset {to} lies before fromOffset {from}. It is exclusive.");
                using IDisposable slot = slots.TakeList(request);
                IReadOnlyList<ObjectRun> runs = await timeline.ReadAsync(wanted, new OffsetRange(from, to), most, stopping);
                if (runs.Count == 0 && await objects.FindReachAsync(wanted, 0, stopping) is null)
                    throw ProblemException.NothingOf(wanted.ToString());
                await JsonDocuments.SendAsync(response, json => TimelineJson.Write(json, wanted, runs, shown.Of), stopping);
            }
        );
    }
}
