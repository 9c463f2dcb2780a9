using System.Globalization;

namespace KafkaStore.Simulation;

/// <summary>The checked-in seeds that once failed.</summary>
internal static class FailedSeeds
{
    public static IReadOnlyList<ulong> All()
    {
        using var reader = new StreamReader(typeof(FailedSeeds).Assembly.GetManifestResourceStream("failed-seeds.txt")!);
        var seeds = new List<ulong>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                seeds.Add(ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        }

        return seeds;
    }
}
