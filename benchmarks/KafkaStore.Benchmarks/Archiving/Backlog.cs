namespace KafkaStore.Benchmarks.Archiving;

/// <summary>
/// Sees from outside when a program has staged something and when it has all of the broker's records. The broker is in this process,
/// on the same cores.
/// </summary>
internal sealed class Backlog(string staged, LoadBroker broker)
{
    private TimeSpan brokerBefore;
    private TimeSpan brokerAfter;

    public Glance? FirstStaged { get; private set; }

    /// <summary>When the broker had sent as much as the whole topic has.</summary>
    public Glance? ReadAll { get; private set; }

    /// <summary>Between the two, by the program and by the broker.</summary>
    public double? BusyCores =>
        FirstStaged is { } first && ReadAll is { } read && read.At > first.At
            ? (read.Cpu - first.Cpu + brokerAfter - brokerBefore) / (read.At - first.At)
            : null;

    public void Look(Glance glance)
    {
        if (FirstStaged is null && HasStaged())
        {
            FirstStaged = glance;
            brokerBefore = Environment.CpuUsage.TotalTime;
        }

        if (ReadAll is null && broker.BytesSent >= broker.Load.SentBytes)
        {
            ReadAll = glance;
            brokerAfter = Environment.CpuUsage.TotalTime;
        }
    }

    private bool HasStaged()
    {
        try
        {
            return Directory.Exists(staged)
                && Directory
                    .EnumerateDirectories(staged)
                    .Where(topic => !Path.GetFileName(topic).StartsWith('~'))
                    .Any(topic => Directory.EnumerateFiles(topic, "*", SearchOption.AllDirectories).Any());
        }
        catch (DirectoryNotFoundException)
        {
            return false; // it went meanwhile
        }
    }
}
