using System.Diagnostics;
using KafkaStore.Telemetry;

namespace KafkaStore.Functions.Telemetry;

/// <summary>The spans of archiving; <c>docs/metrics.md</c> has them all. None is made while nobody listens.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new(Metrics.MeterName);

    /// <summary>Accepting a batch, until its Kafka offsets may be committed.</summary>
    public static Activity? Accept() => Source.StartActivity("accept batch", ActivityKind.Consumer);

    /// <summary>A run of sealing.</summary>
    /// <param name="batches">What it seals came in them.</param>
    public static Activity? Seal(TopicPartition partition, BatchLinks? batches) =>
        Source.HasListeners()
            ? Source.StartActivity(
                ActivityKind.Internal,
                tags: [new("topic", partition.Topic), new("partition", partition.Partition)],
                links: batches?.Take(partition),
                name: "seal"
            )
            : null;

    public static void Failed(this Activity? span, Exception failure) =>
        span?.SetTag(RequestMeasure.ErrorType, failure.GetType().Name).SetStatus(ActivityStatusCode.Error, failure.Message);
}
