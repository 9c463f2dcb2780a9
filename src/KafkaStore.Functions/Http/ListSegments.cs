using KafkaStore.Functions.Http.Limits;

namespace KafkaStore.Functions.Http;

/// <summary>Describes a partition's archive objects, in pages.</summary>
public sealed class ListSegments(PartitionObjects objects, ReadingSlots slots, Answers answers, ILogger<ListSegments> logger)
{
    [Function(nameof(ListSegments))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions/{partition}/segments")] HttpRequest request,
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
                var query = new QueryValues(request.Query, "after", "limit");
                long? after = query.Number("after", 0, long.MaxValue);
                int limit = (int)(query.Number("limit", 1, HttpReadingOptions.MostSegments) ?? HttpReadingOptions.DefaultSegments);
                using IDisposable slot = slots.TakeList(request);
                List<ArchiveObject> page = await objects.ReadAsync(wanted, after, stopping).Take(limit + 1).ToListAsync(stopping);
                if (page.Count == 0 && await objects.FindReachAsync(wanted, 0, stopping) is null)
                    throw ProblemException.NothingOf(wanted.ToString());

                if (page.Count > limit)
                {
                    page.RemoveAt(limit);
                    response.LinkNext([("after", page[^1].Name.BaseOffset), ("limit", limit)]);
                }

                await JsonDocuments.SendAsync(response, json => SegmentJson.Write(json, wanted, page), stopping);
            }
        );
    }
}
