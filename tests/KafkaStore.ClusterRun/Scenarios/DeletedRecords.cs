namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>Records that are deleted before they could be archived: between others, and at the log's end.</summary>
internal static class DeletedRecords
{
    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync();
        using ScenarioProducer producer = run.Producer(topic);
        producer.Write(100);
        ScenarioRun.Succeeded(await run.ArchiveAsync(topic));
        List<DumpedRecord> first = run.Dump(topic)[0];
        producer.Write(200);
        await run.Topics.DeleteRecordsAsync(topic, 0, before: 150);
        ScenarioRun.EndedWith(3, await run.ArchiveAsync(topic, "--close-at-end"));
        Comparison.EnsureEqual(topic, [.. first, .. run.Dump(topic)[0]], await run.ArchivedAsync(topic, 0));

        producer.Write(20);
        await run.Topics.DeleteRecordsAsync(topic, 0, before: 320);
        ToolRun lost = await run.ArchiveAsync(topic, "--close-at-end");
        ScenarioRun.EndedWith(3, lost);
        ScenarioRun.Says($"incomplete: {topic}-0", lost.Errors + lost.Output);
        string verified = await run.VerifyAsync();
        ScenarioRun.Says("[100, 150)", verified);
        ScenarioRun.Says("[300, 320)", verified);
        return "250 records equal; 50 offsets between others and 20 at the log's end noted as lost, exit code 3 both times";
    }
}
