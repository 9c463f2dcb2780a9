namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>Two processes in one group, one of which dies.</summary>
internal static class Sharing
{
    private const int Partitions = 4;

    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(Partitions);
        using ScenarioProducer producer = run.Producer(topic);
        producer.Write(1_000, Partitions);
        await using (KafkaStoreProcess first = run.Start(topic, Shared(run, "first")))
        {
            await using (KafkaStoreProcess second = run.Start(topic, Shared(run, "second")))
            {
                await Task.WhenAll(first.UntilAsync(HasPartitions), second.UntilAsync(HasPartitions));
                producer.Write(1_000, Partitions);
                await second.KillAsync();
            }

            producer.Write(1_000, Partitions);
            await first.SignalAsync("TERM");
            ScenarioRun.Succeeded(await first.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await run.ArchiveWholeAsync(topic, Shared(run, "third"));
        return $"{await run.EnsureArchivedAsync(topic)} after one of two members was killed";
    }

    private static bool HasPartitions(KafkaStoreProcess member) =>
        member.Errors.Contains("Consuming from partitions: ", StringComparison.Ordinal);

    private static string[] Shared(ScenarioRun run, string member) =>
        [
            "--share",
            "--staging-url",
            run.PathOf("staged"),
            "--state-dir",
            run.PathOf(member),
            "--kafka-property",
            "session.timeout.ms=6000", // the least that brokers take
        ];
}
