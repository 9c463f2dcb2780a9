using System.Diagnostics;
using KafkaStore.Functions.Telemetry;
using KafkaStore.Sealing;

namespace KafkaStore.Functions;

/// <summary>Writes a partition's complete segments to the archive before the checkpoint moves.</summary>
public sealed class WriteArchiveObjects(SegmentSealer sealer, IArchivedOffsets archivedOffsets, BatchLinks? batches = null)
{
    /// <summary>May run again, and beside itself: it only ever creates what is absent.</summary>
    [Function(nameof(WriteArchiveObjects))]
    public async Task<SealOutcome> RunAsync([ActivityTrigger] SealRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using Activity? span = Spans.Seal(request.Partition, batches);
        SealOutcome outcome = await SealAsync(request, span, cancellationToken);
        if (outcome is { IsFormer: false, ArchivedNext: { } next })
            await archivedOffsets.CommitAsync(outcome.Partition, next, cancellationToken);
        return outcome;
    }

    private async Task<SealOutcome> SealAsync(SealRequest request, Activity? span, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            SealOutcome outcome = await sealer.SealAsync(request, cancellationToken);
            Metrics.Sealed(request.Partition, outcome.Fault?.Kind, Stopwatch.GetElapsedTime(began));
            span?.SetTag("objects", outcome.Closed);
            if (outcome.Fault is { } fault)
                span?.SetStatus(ActivityStatusCode.Error, fault.Kind.ToString());
            return outcome;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Metrics.NotSealed(request.Partition, e, Stopwatch.GetElapsedTime(began));
            span.Failed(e);
            throw;
        }
    }
}
