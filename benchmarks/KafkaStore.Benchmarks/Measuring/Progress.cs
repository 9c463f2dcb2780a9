namespace KafkaStore.Benchmarks.Measuring;

/// <summary>What is being done, on standard error: the tables are on standard output.</summary>
internal static class Progress
{
    public static void Say(string what) => Console.Error.WriteLine($"benchmark: {what}");
}
