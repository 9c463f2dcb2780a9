using KafkaStore.Functions.Http.Limits;
using KafkaStore.Status;

namespace KafkaStore.Functions.Http.Status;

/// <summary>
/// Says where every partition stands: archived, staged, at the brokers, faulted, lost. A process that only serves an archive knows
/// neither staging nor brokers.
/// </summary>
public sealed class TellStatus(
    StatusReader status,
    ShownDetails shown,
    ReadingSlots slots,
    Answers answers,
    ILogger<TellStatus> logger,
    ArchiverOptions? archiver = null
)
{
    [Function(nameof(TellStatus))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "status")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                using IDisposable slot = slots.TakeList(request);
                ArchiveStatus found = await status.ReadAsync(archiver?.Topics ?? [], isAll: true, stopping);
                await JsonDocuments.SendAsync(response, json => StatusJson.Write(json, found, shown.Of), stopping);
            }
        );
    }
}
