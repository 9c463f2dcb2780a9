using KafkaStore.Functions.Http.Limits;

namespace KafkaStore.Functions.Http;

/// <summary>Finds what a request's page has, if need be by waiting for it.</summary>
public sealed class RangePlan(
    RangePager pager,
    PartitionObjects segments,
    ArchiveObjects objects,
    ReadingSlots slots,
    HttpReadingOptions options,
    TimeProvider clock
)
{
    private const int MostOffline = 1000;

    /// <summary>The page, with the slot that its reading needs; the caller disposes the slot.</summary>
    /// <exception cref="ProblemException">The archive has no such partition, or ends before the range; or too many are reading.</exception>
    internal async Task<(RangePage Page, IDisposable Slot)> FindAsync(
        RangeQuery query,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        IDisposable slot = slots.TakeStream(request);
        try
        {
            RangePage page = await PlanAsync(query, query.Range, cancellationToken);
            if (page.Slices.Count == 0 && page.NextOffset == query.Range.FromOffset)
                await ThrowIfUnknownAsync(query.Range, cancellationToken);
            if (query.Wait == TimeSpan.Zero || !IsNothingYet(page))
                return (page, slot);
            slot.Dispose(); // whoever waits keeps nobody from reading
            page = await WaitAsync(query, page, request, cancellationToken);
            slot = slots.TakeStream(request);
            return (page, slot);
        }
        catch (ObjectOfflineException met)
        {
            using (slot)
                throw await OfflineAsync(query.Range, met, cancellationToken);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private async Task<ProblemException> OfflineAsync(RecordRange range, ObjectOfflineException met, CancellationToken cancellationToken)
    {
        string[] names = await new OfflineObjects(objects.Store)
            .FindAsync(range, cancellationToken)
            .Take(MostOffline)
            .Select(name => name.ToString())
            .ToArrayAsync(cancellationToken);
        return new ProblemException(
            new Problem(StatusCodes.Status409Conflict, Answers.Offline(met)) { Objects = names.Length == 0 ? [met.Name] : names }
        );
    }

    private static bool IsNothingYet(RangePage page) => page is { End: PageEnd.Archive, Slices.Count: 0 };

    private Task<RangePage> PlanAsync(RangeQuery query, RecordRange range, CancellationToken cancellationToken) =>
        pager.PlanAsync(range, new PageLimits { Records = query.Limit ?? long.MaxValue, Bytes = options.PageBytes }, cancellationToken);

    private async Task<RangePage> WaitAsync(RangeQuery query, RangePage page, HttpRequest request, CancellationToken cancellationToken)
    {
        using IDisposable place = slots.TakeWait(request);
        long started = clock.GetTimestamp();
        while (IsNothingYet(page) && query.Wait - clock.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < options.PollInterval ? left : options.PollInterval, clock, cancellationToken);

            // The next object's name is known, so one request tells whether it is there; at the last look, others are looked for too.
            var next = new ArchiveName(query.Range.Partition, page.NextOffset);
            if (left <= options.PollInterval || await objects.Store.FindAsync(next.ToString(), cancellationToken) is not null)
                page = await PlanAsync(query, query.Range with { FromOffset = page.NextOffset }, cancellationToken);
        }

        return page;
    }

    // Nothing is there from the range's start on: because it is still to come, or for a reason that the client should hear.
    private async Task ThrowIfUnknownAsync(RecordRange range, CancellationToken cancellationToken)
    {
        long? reach = await segments.FindReachAsync(range.Partition, range.FromOffset, cancellationToken);
        if (reach is not { } end)
            throw ProblemException.NothingOf(range.Partition.ToString());

        if (end < range.FromOffset)
        {
            throw new ProblemException(
                new Problem(
                    StatusCodes.Status416RangeNotSatisfiable,
                    $"The archive of {range.Partition} ends at offset {end}, and fromOffset {range.FromOffset} lies past that. Ask from {end} on, with wait for what is still to come."
                )
                {
                    Parameter = "fromOffset",
                    NextOffset = end,
                }
            );
        }
    }
}
