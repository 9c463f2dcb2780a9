using System.Diagnostics;
using KafkaStore.Sealing;

namespace KafkaStore.Functions;

/// <summary>Writes a partition's complete segments to the archive before the checkpoint moves.</summary>
public sealed class WriteArchiveObjects(SegmentSealer sealer, IArchivedOffsets archivedOffsets)
{
    /// <summary>May run again, and beside itself: it only ever creates what is absent.</summary>
    [Function(nameof(WriteArchiveObjects))]
    public async Task<SealOutcome> RunAsync([ActivityTrigger] SealRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        SealOutcome outcome = await SealAsync(request, cancellationToken);
        if (outcome is { IsFormer: false, ArchivedNext: { } next })
            await archivedOffsets.CommitAsync(outcome.Partition, next, cancellationToken);
        return outcome;
    }

    private async Task<SealOutcome> SealAsync(SealRequest request, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            SealOutcome outcome = await sealer.SealAsync(request, cancellationToken);
            Metrics.Sealed(request.Partition, outcome.Fault?.Kind, Stopwatch.GetElapsedTime(began));
            return outcome;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Metrics.NotSealed(request.Partition, e, Stopwatch.GetElapsedTime(began));
            throw;
        }
    }
}
