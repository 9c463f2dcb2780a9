namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>What was done to the program, and what became of the records.</summary>
public sealed class FaultFigures
{
    public int Kills { get; set; }

    public int EffectiveKills { get; set; }

    public int SharedKills { get; set; }

    public int Zombies { get; set; }

    public int ShortStops { get; set; }

    /// <summary>What befell the store, by its name.</summary>
    public SortedDictionary<string, int> PlaceFaults { get; } = new(StringComparer.Ordinal);

    public int DeletedStates { get; set; }

    public int HalfWritten { get; set; }

    public long Records { get; set; }

    public int Objects { get; set; }

    public long Lost { get; set; }

    public long Doubled { get; set; }

    public int DifferentObjects { get; set; }

    public TimeSpan Time { get; set; }

    public string Describe(int seed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            seed {seed}: {Kills} kills, {EffectiveKills} of them with a step in flight ({SharedKills} in a shared group), {Zombies} zombies woken after their session,
            {ShortStops} short stops, {string.Concat(
                PlaceFaults.Select(fault => $"{fault.Value} {fault.Key}, ")
            )}{DeletedStates} times the staging deleted, {HalfWritten} half-written files left by kills,
            {Records:N0} records in {Objects} objects, {Time.TotalSeconds:N0} s: lost {Lost}, doubled {Doubled}, objects that differ from an undisturbed run {DifferentObjects}
            """
        );
}
