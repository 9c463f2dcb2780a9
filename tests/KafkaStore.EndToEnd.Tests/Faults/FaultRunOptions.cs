namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>How long and how hard; <c>./test --fault-run</c> passes its options on in the environment.</summary>
/// <param name="Kills">SIGKILLs that met a step in flight, at least.</param>
/// <param name="Records">Records produced, at least.</param>
/// <param name="Seed">Chooses the faults and their times.</param>
/// <param name="Zombies">Processes stopped past the session timeout and woken again, at least.</param>
public sealed record FaultRunOptions(int Kills, int Records, int Seed, int Zombies)
{
    /// <summary>Other faults of one process or its store, at least; they come in turn.</summary>
    public int Faults { get; init; }

    /// <summary>The everyday run is short; its figures are not for publishing.</summary>
    public static FaultRunOptions FromEnvironment() =>
        new(
            Number("KAFKASTORE_FAULT_KILLS") ?? 4,
            Number("KAFKASTORE_FAULT_RECORDS") ?? 60_000,
            Number("KAFKASTORE_FAULT_SEED") ?? Environment.TickCount & 0xffff,
            Math.Max(1, (Number("KAFKASTORE_FAULT_KILLS") ?? 0) / 20)
        )
        {
            Faults = 3,
        };

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
