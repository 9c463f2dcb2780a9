using System.Globalization;
using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Functions.Http;

/// <summary>Describes a partition's archive objects, in pages.</summary>
public sealed class ListSegments(PartitionObjects objects, ReadingSlots slots, ILogger<ListSegments> logger)
{
    internal const int DefaultLimit = 100;
    internal const int MaximumLimit = 1000;

    [Function(nameof(ListSegments))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions/{partition}/segments")] HttpRequest request,
        string topic,
        string partition
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answer.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                TopicPartition wanted = PathNames.Partition(topic, partition);
                var query = new QueryValues(request.Query, "after", "limit");
                long? after = query.Number("after", 0, long.MaxValue);
                int limit = (int)(query.Number("limit", 1, MaximumLimit) ?? DefaultLimit);
                using IDisposable slot = slots.TakeStream();
                List<ArchiveObject> page = await objects.ReadAsync(wanted, after, stopping).Take(limit + 1).ToListAsync(stopping);
                if (page.Count == 0 && await objects.FindReachAsync(wanted, 0, stopping) is null)
                {
                    throw new ProblemException(
                        new Problem(
                            StatusCodes.Status404NotFound,
                            $"The archive has nothing of {wanted}. GET /api/topics says what it has."
                        )
                    );
                }

                if (page.Count > limit)
                {
                    page.RemoveAt(limit);
                    response.LinkNext([Pair("after", page[^1].Name.BaseOffset), Pair("limit", limit)]);
                }

                await JsonDocuments.SendAsync(response, json => SegmentJson.Write(json, wanted, page), stopping);
            }
        );
    }

    private static KeyValuePair<string, string> Pair(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
