namespace KafkaStore.Benchmarks.App;

/// <summary>Of one worker process.</summary>
/// <param name="Staging">From a batch's delivery until its function has succeeded, and so its chunks are staged: wall and processor of the measured batches.</param>
/// <param name="Records">Of these.</param>
/// <param name="PeakBytes">Resident memory at its highest, from its start until all that was to be sealed is archived.</param>
/// <param name="Objects">Archived meanwhile.</param>
internal sealed record AppFigures(AppLoad Load, Cost Staging, long Records, long PeakBytes, int Objects);
