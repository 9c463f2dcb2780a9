namespace KafkaStore.Tests.Naming;

/// <summary>Names as they may occur, drawn from a seed.</summary>
internal static class RandomNames
{
    private const string TopicLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    public static string Topic(Random random)
    {
        while (true)
        {
            string topic = new(random.GetItems<char>(TopicLetters, random.Next(1, random.Next(2) == 0 ? 12 : 250)));
            if (topic is not ("." or ".."))
                return topic;
        }
    }

    public static TopicPartition Partition(Random random) => new(Topic(random), (int)Spread(random, int.MaxValue));

    public static long Offset(Random random) => Spread(random, long.MaxValue);

    /// <summary>As often one digit as nineteen.</summary>
    private static long Spread(Random random, long maximum) => random.NextInt64(0, maximum) >> random.Next(0, 63);
}
