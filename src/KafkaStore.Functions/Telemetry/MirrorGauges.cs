using System.Diagnostics.Metrics;
using KafkaStore.Mirroring;

namespace KafkaStore.Functions.Telemetry;

/// <summary>How the mirrors stand that this process fills; one that fills none tells nothing.</summary>
public sealed class MirrorGauges : IDisposable
{
    private readonly Meter meter = new(Metrics.MeterName);
    private volatile MirrorRun? filling;

    public MirrorGauges(TimeProvider clock) =>
        meter.CreateObservableGauge(
            "kafka_store.mirror.behind_time",
            () => filling is { } run ? run.Mirrors.Select(mirror => BehindTime(mirror, run, clock)) : [],
            "s",
            "For how long the mirror could not be brought up to date; 0 where it could."
        );

    /// <summary>Takes the place of what was shown before.</summary>
    internal void Show(MirrorRun run) => filling = run;

    public void Dispose() => meter.Dispose();

    private static Measurement<double> BehindTime(Mirror mirror, MirrorRun run, TimeProvider clock) =>
        new(
            run.TroubleOf(mirror) is { } trouble ? Math.Max(0, (clock.GetUtcNow() - trouble.Since).TotalSeconds) : 0,
            new KeyValuePair<string, object?>("mirror", mirror.DisplayName)
        );
}
