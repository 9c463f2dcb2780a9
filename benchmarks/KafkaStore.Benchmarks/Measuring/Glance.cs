namespace KafkaStore.Benchmarks.Measuring;

/// <summary>At one moment of a process's life.</summary>
/// <param name="At">Since its start.</param>
/// <param name="Cpu">User and system time until then, in hundredths of a second.</param>
internal readonly record struct Glance(TimeSpan At, TimeSpan Cpu);
