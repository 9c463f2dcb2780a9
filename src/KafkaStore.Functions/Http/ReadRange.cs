using System.Diagnostics;
using System.IO.Compression;
using KafkaStore.Reading.Formats;

namespace KafkaStore.Functions.Http;

/// <summary>
/// Streams a range of a partition's records as they are decoded. A page's end is known before its first byte, so that the
/// headers say where to go on; whoever follows them gets every record once.
/// </summary>
public sealed class ReadRange(RangePlan plan, RangeFormats formats, Answers answers, ILogger<ReadRange> logger)
{
    [Function(nameof(ReadRange))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions/{partition}/records")] HttpRequest request,
        string topic,
        string partition
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        long began = Stopwatch.GetTimestamp();
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                var query = RangeQuery.Parse(PathNames.Partition(topic, partition), request.Query);
                ResponseFormat format = formats.Choose(request.Headers, query.Decodes);
                (RangePage page, IDisposable slot) = await plan.FindAsync(query, request, stopping);
                using (slot)
                {
                    response.ContentType = format.ContentType;
                    response.Headers.Vary = "Accept, Accept-Encoding";
                    response.TellNextOffset(page.NextOffset);
                    if (page.End == PageEnd.Limit)
                        response.LinkNext(query.From(page.NextOffset));
                    WrittenRange written =
                        format.IsText && RangeFormats.AcceptsGzip(request.Headers)
                            ? await WriteCompressedAsync(format, page, response, stopping)
                            : await format.Body.WriteAsync(page, response.Body, stopping);
                    Metrics.Read(
                        query.Range.Partition,
                        format.ContentType,
                        written.Records,
                        written.Bytes,
                        Stopwatch.GetElapsedTime(began)
                    );
                }
            }
        );
    }

    // After a failure the stream is left as it is: ending it properly would begin a response that has none.
    private static async Task<WrittenRange> WriteCompressedAsync(
        ResponseFormat format,
        RangePage page,
        HttpResponse response,
        CancellationToken stopping
    )
    {
        response.Headers.ContentEncoding = "gzip";
        var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        WrittenRange written = await format.Body.WriteAsync(page, gzip, stopping);
        await gzip.DisposeAsync();
        return written;
    }
}
