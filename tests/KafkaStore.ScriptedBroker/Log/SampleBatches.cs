namespace KafkaStore.Scripted.Log;

/// <summary>Prepared batches of JSON that compresses like real events, to about a seventh: words that repeat and numbers that do not.</summary>
internal static class SampleBatches
{
    /// <summary>Of every prepared record, up to a second later: no archive file ends by age because of them.</summary>
    public const long Time = 1_780_000_000_000;

    private static readonly string[] States = ["created", "shipped", "returned", "pending", "cancelled"];
    private static readonly string[] Cities = ["Berlin", "Vienna"];
    private static readonly string[] Modes = ["express", "standard"];

    public static RecordBatch Write(int seed, int records, int valueBytes)
    {
        var random = new Random(seed);
        return BatchWriter.Write([.. Enumerable.Range(0, records).Select(i => Record(random, i, valueBytes))], Time, BatchProducer.None);
    }

#pragma warning disable CA5394 // Test data, the same each time.
    private static LogRecord Record(Random random, int i, int valueBytes)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"key{random.Next(100_000):D5}");
        var json = new StringBuilder();
        json.Append(
            CultureInfo.InvariantCulture,
            $"{{\"id\":{random.Next(1_000_000_000)},\"at\":\"2026-05-{random.Next(1, 29):D2}T{random.Next(24):D2}:{random.Next(60):D2}:{random.Next(60):D2}.{random.Next(1000):D3}Z\",\"state\":\"{Of(States)}\""
        );
        for (int n = 1; json.Length < valueBytes - 1; n++)
        {
            json.Append(
                CultureInfo.InvariantCulture,
                $",\"item{n}\":{{\"sku\":\"A{random.Next(1_000_000):D6}\",\"qty\":{random.Next(1, 20)},\"price\":{random.NextDouble() * 500:F2},\"city\":\"{Of(Cities)}\",\"mode\":\"{Of(Modes)}\"}}"
            );
        }

        json.Length = Math.Max(valueBytes - 1, 0);
        return LogRecord.Of(key, json.Append('}').ToString()[..valueBytes], Time + (i % 1000));

        string Of(string[] words) => words[random.Next(words.Length)];
    }
#pragma warning restore CA5394
}
