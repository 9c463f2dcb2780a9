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

    /// <summary>Names that a run without trouble does not show within a minute are those of the documents.</summary>
    [Fact]
    public void DashboardAndRulesAskForWhatIsExported()
    {
        IReadOnlyList<Expression> expressions = Expression.OfDashboardAndRules();
        Assert.InRange(expressions.Count, 40, 200);
        foreach (Expression expression in expressions)
        {
            foreach ((string family, string name) in expression.Metrics.Select(name => (Family(name), name)))
            {
                Assert.True(rows.ContainsKey(family), $"{name} of '{expression.Text}' is nowhere");
                Assert.Equal(name != family, rows[family].Kind == "histogram");
                Assert.Empty(expression.LabelsOf(name).Except(rows[family].Labels));
            }

            string[] labels = [.. expression.Metrics.SelectMany(name => rows[Family(name)].Labels), "le"];
            Assert.Empty(expression.Grouping.Except(labels));
        }

        Assert.All(
            run.Scrape.Types.Keys.Where(name => name.StartsWith("kafka_store_")),
            family => Assert.Contains(expressions, each => each.Metrics.Select(Family).Contains(family))
        );
    }

    [Fact]
    public void EveryMetricIsOnTheDashboard() =>
        Assert.Empty(rows.Keys.Except(Expression.OfDashboardAndRules().SelectMany(each => each.Metrics).Select(Family)));

    private string Family(string name) =>
        rows.ContainsKey(name) ? name
        : name.LastIndexOf('_') is > 0 and int end && name[end..] is "_bucket" or "_sum" or "_count" ? name[..name.LastIndexOf('_')]
        : name;
}
