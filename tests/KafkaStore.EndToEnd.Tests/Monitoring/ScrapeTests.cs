namespace KafkaStore.EndToEnd.Tests.Monitoring;

/// <summary>What the built program tells Prometheus is what it did, under the names that the documents have.</summary>
public sealed class ScrapeTests(ScrapedRun run) : IClassFixture<ScrapedRun>
{
    private readonly Dictionary<string, MetricsTable.Row> rows = MetricsTable.Read().ToDictionary(row => row.Prometheus);

    [Fact]
    public void FiguresAreThoseOfTheArchive()
    {
        for (int partition = 0; partition < ScrapedRun.Partitions; partition++)
        {
            (string, string)[] labels = [("topic", "orders"), ("partition", $"{partition}")];
            Assert.Equal(ScrapedRun.RecordsOfEach, run.Scrape.Sum("kafka_store_accepted_records_total", labels));
            Assert.Equal(900, run.Scrape.Sum("kafka_store_archived_records_total", labels));
            Assert.Equal(3, run.Scrape.Sum("kafka_store_sealed_objects_total", [.. labels, ("reason", "Count")]));
        }

        Assert.Equal(run.Objects.Sum(), run.Scrape.Sum("kafka_store_archived_size_bytes_total"));
        Assert.Equal(run.Objects.Sum(), run.Scrape.Sum("kafka_store_object_size_bytes_sum"));
        Assert.Equal(run.Objects.Count, run.Scrape.Sum("kafka_store_object_size_bytes_count"));
        Assert.Equal(10, run.Scrape.Sum("kafka_store_read_records_total", ("format", "application/x-ndjson")));
        (string, string)[] creations = [("operation", "create"), ("system", "local"), ("store", "archive")];
        Assert.InRange(run.Scrape.Sum("kafka_store_store_request_duration_seconds_count", creations), run.Objects.Count, 100);
    }

    [Fact]
    public void EveryFamilyAndLabelIsInTheDocuments() =>
        Assert.All(
            run.Scrape.Samples.Where(sample => sample.Name.StartsWith("kafka_store_")),
            sample =>
            {
                string family = run.Scrape.FamilyOf(sample.Name);
                Assert.Equal(rows[family].Kind, run.Scrape.Types[family]);
                Assert.Empty(sample.Labels.Keys.Except(rows[family].Labels).Except(["le", "otel_scope_name"]));
            }
        );
}
