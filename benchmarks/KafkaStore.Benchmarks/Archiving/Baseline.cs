namespace KafkaStore.Benchmarks.Archiving;

/// <summary>What a run is held against.</summary>
/// <param name="Bare">The bare client's loop over the same topic.</param>
/// <param name="Parts">Of archiving, each by itself.</param>
internal sealed record Baseline(ProcessFigures Bare, PartCosts Parts);
