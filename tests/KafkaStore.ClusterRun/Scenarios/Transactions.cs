namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>Committed, aborted and open transactions among plain records.</summary>
internal static class Transactions
{
    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(partitions: 2);
        using ScenarioProducer plain = run.Producer(topic);
        using ScenarioProducer transactional = run.Producer(topic, "one");
        transactional.Begin();
        transactional.Write(300, partitions: 2);
        transactional.Commit();
        plain.Write(50, partitions: 2);
        transactional.Begin();
        transactional.Write(300, partitions: 2);
        transactional.Abort();
        plain.Write(50, partitions: 2);
        ScenarioRun.Succeeded(await run.ArchiveAsync(topic));

        transactional.Begin();
        transactional.Write(100);
        plain.Write(30, partitions: 2);
        ToolRun held = await run.ArchiveAsync(topic);
        ScenarioRun.EndedWith(3, held);
        ScenarioRun.Says("belong to a transaction that is still open", held.Errors);
        transactional.Commit();

        await run.ArchiveWholeAsync(topic);
        return $"{await run.EnsureArchivedAsync(topic)}; none of 300 aborted ones is archived, and an open transaction was waited for";
    }
}
