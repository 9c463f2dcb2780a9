namespace KafkaStore.Simulation;

/// <summary>What came of one seed.</summary>
internal sealed record SeedRun(
    ulong Seed,
    string? Failure,
    int Steps,
    int Crashes,
    int Faults,
    int Seals,
    int Records,
    int Objects,
    long Ahead,
    int Recreations,
    int Generations,
    int Attacks,
    IReadOnlyList<string>? History
)
{
    public static SeedRun Of(ulong seed, bool recordHistory = false, Mutation? mutation = null, StagingTrust trust = StagingTrust.Signed)
    {
        var simulation = new Simulation(seed, recordHistory, mutation, trust: trust);
        simulation.Run();
        return new SeedRun(
            seed,
            simulation.World.Failure,
            simulation.World.Steps,
            simulation.Crashes,
            simulation.Faults,
            simulation.Seals,
            simulation.RecordsArchived,
            simulation.ObjectsArchived,
            simulation.Ahead.Sum(each => each.Taken),
            simulation.Recreations,
            simulation.Generations,
            simulation.Attacks,
            simulation.World.History
        );
    }
}
