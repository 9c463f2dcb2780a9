namespace KafkaStore.Worker.Tests;

/// <summary>Steps that fail, and readers that give up.</summary>
[Collection(nameof(SharedApp))]
public sealed class FailureTests(SharedApp shared)
{
    private const string ContainerNotFound =
        """<?xml version="1.0" encoding="utf-8"?><Error><Code>ContainerNotFound</Code><Message>The specified container does not exist.</Message></Error>""";

    [ServerFact(TestServer.Azurite)]
    public async Task ABatchThatCouldNotBeStagedIsDeliveredAgain()
    {
        ArchiverApp app = shared.App;
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("refused", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords));
        var missing = new ProxyFault.Answer(404, ContainerNotFound)
        {
            Headers = new Dictionary<string, string> { ["x-ms-error-code"] = "ContainerNotFound" },
        };
        app.Staging.Break(missing, request => request.Method == "PUT");
        Task delivery;
        try
        {
            int before = app.Host.Kafka.Redeliveries;
            delivery = app.Host.Kafka.DeliverAsync(records, "AppendBatch5");
            await Eventually.TrueAsync(() => delivery.IsCompleted || app.Host.Kafka.Redeliveries >= before + 2);
            Assert.False(delivery.IsCompleted);
        }
        finally
        {
            app.Staging.Fault = null;
        }

        await delivery;
        Assert.Contains(app.Host.Outcomes, outcome => outcome is { Function: "AppendBatch5", Status: "Failure" });
        Assert.Equal(records.Select(RecordText.Of), await app.WhenArchivedAsync("refused", 0, records.Count));
    }

    [ServerFact(TestServer.Azurite)]
    public async Task AReaderThatGoesAwayInTheMiddleOfAnAnswerIsNoFailedRun()
    {
        ArchiverApp app = shared.App;
        byte[] large = new byte[30_000];
        new Random(7).NextBytes(large);
        const int Records = 2 * ArchiverApp.SegmentRecords;
        for (int done = 0; done < Records; done += 100) // the broker keeps 5 MiB
        {
            IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync(
                "read",
                0,
                Enumerable.Repeat(ProducedRecords.Message([], large), 100)
            );
            await app.Host.Kafka.DeliverAsync(records, "AppendBatch6");
        }

        await app.WhenArchivedAsync("read", 0, Records);
        int before = Reads().Count;
        using (var http = new HttpClient())
        using (
            HttpResponseMessage answer = await http.GetAsync(
                new Uri(app.Host.HttpAddress, "api/topics/read/partitions/0/records"),
                HttpCompletionOption.ResponseHeadersRead
            )
        )
        await using (Stream body = await answer.Content.ReadAsStreamAsync())
            Assert.NotEqual(0, await body.ReadAsync(new byte[1000]));
        await Eventually.TrueAsync(() => Reads().Count > before);
        InvocationOutcome read = Reads()[before];
        Assert.True(read.Succeeded, read.Error);

        List<InvocationOutcome> Reads() => [.. app.Host.Outcomes.Where(outcome => outcome.Function == "ReadRange")];
    }
}
