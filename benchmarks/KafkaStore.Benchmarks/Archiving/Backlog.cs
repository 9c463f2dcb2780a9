namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Sees from outside when a program has staged something and when it has all of the broker's records.</summary>
internal sealed class Backlog(string staged, LoadBroker broker)
{
    private long sent;
    private Glance lastGrowth;

    public Glance? FirstStaged { get; private set; }

    public Glance? ReadAll => sent > 0 ? lastGrowth : null;

    public double? BusyCores =>
        FirstStaged is { } first && lastGrowth.At > first.At ? (lastGrowth.Cpu - first.Cpu) / (lastGrowth.At - first.At) : null;

    public void Look(Glance glance)
    {
        if (FirstStaged is null && HasStaged())
            FirstStaged = glance;
        // Questions and commits are small, records are not.
        long now = broker.BytesSent;
        if (now - sent < 64 * 1024)
            return;
        sent = now;
        lastGrowth = glance;
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
