namespace KafkaStore.Simulation.Scheduling;

/// <summary>Splitmix64: the same numbers for a seed on every runtime, unlike the framework's own.</summary>
internal sealed class SimulatedRandom(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="count"/>, exclusive.</summary>
    public int Below(int count) => (int)((Next() >> 33) % (ulong)count);

    /// <summary>Both inclusive.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True that many times in a thousand.</summary>
    public bool Chance(int perMille) => perMille > 0 && Below(1000) < perMille;

    /// <summary>Between that much less and more than nothing; draws nothing for 0.</summary>
    public int Skew(int most) => most == 0 ? 0 : Between(-most, most);

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];
}
