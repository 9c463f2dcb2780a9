namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Sees from outside when a program has staged something and when it has all of the broker's records.</summary>
internal sealed class Backlog(string staged, LoadBroker broker)
{
    public Glance? FirstStaged { get; private set; }

    /// <summary>When the broker had sent as much as the whole topic has.</summary>
    public Glance? ReadAll { get; private set; }

    public double? BusyCores =>
        FirstStaged is { } first && ReadAll is { } read && read.At > first.At ? (read.Cpu - first.Cpu) / (read.At - first.At) : null;

    public void Look(Glance glance)
    {
        if (FirstStaged is null && HasStaged())
            FirstStaged = glance;
        if (ReadAll is null && broker.BytesSent >= broker.Load.SentBytes)
            ReadAll = glance;
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
