namespace KafkaStore.Scripted;

/// <summary>A topic in memory with records of the last minutes, which goes on growing at the same pace: for who looks at what the archiver shows.</summary>
internal sealed class GrowingTopic
{
    private static readonly string[] States = ["created", "paid", "shipped", "returned"];

    private readonly Topic topic;
    private readonly double perMinute;
    private readonly DateTimeOffset start;
    private readonly long[] written;

    private GrowingTopic(Topic topic, int minutes, int perMinute)
    {
        this.topic = topic;
        this.perMinute = perMinute;
        start = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(minutes);
        written = new long[topic.Partitions.Count];
        Grow();
    }

    /// <param name="perMinute">Of the first partition; each further one has an eighth less.</param>
    public static GrowingTopic Create(ScriptedBroker broker, string name, int partitions, int minutes, int perMinute) =>
        new(broker.CreateTopic(name, partitions), minutes, perMinute);

    /// <summary>Adds what is due.</summary>
    public void Grow()
    {
        double minutes = (DateTimeOffset.UtcNow - start).TotalMinutes;
        for (int partition = 0; partition < written.Length; partition++)
        {
            double pace = perMinute * (1 - (partition / 8.0));
            long due = (long)(minutes * pace);
            long first = written[partition];
            if (due > first)
                topic[partition].Append([.. Enumerable.Range(0, (int)(due - first)).Select(i => Record(first + i, (first + i) / pace))]);
            written[partition] = due;
        }
    }

    private LogRecord Record(long number, double minute) =>
        LogRecord.Of(
            string.Create(CultureInfo.InvariantCulture, $"customer-{number * 7919 % 4096:D4}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":{{number * 2654435761 % 1_000_000_007}},"state":"{{States[number % 4]}}","amount":{{number * 37 % 50_000 / 100.0:F2}}}"""
            ),
            (start + TimeSpan.FromMinutes(minute)).ToUnixTimeMilliseconds()
        );
}
