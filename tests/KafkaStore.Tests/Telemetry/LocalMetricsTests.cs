namespace KafkaStore.Tests.Telemetry;

/// <summary><c>GET /metrics</c> of the local host, which shows what its process has: no other archiver may be in it meanwhile.</summary>
[Collection(SerialTests.Name)]
public sealed class LocalMetricsTests
{
    // A store in memory has neither mirrors nor a disk.
    private static readonly string[] NotHere = ["mirror", "store"];

    private static readonly TopicPartition Scraped0 = new("scraped", 0);

    [Fact]
    public async Task WhoKnowsTheTokenSeesHowPartitionsStandAMinuteAfterTheStart()
    {
        using TestApp app = WithRecords(25, Counting(10) with { Topics = ["scraped"] }, Scraped0);
        await using LocalRun run = await LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            app.Options,
            options => options with { Http = new HttpServerOptions(0) }
        );
        using var client = new HttpClient { BaseAddress = run.Http!.Address };
        using HttpResponseMessage refused = await client.GetAsync("metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotContain("scraped", await refused.Content.ReadAsStringAsync());
        using HttpResponseMessage misused = await client.PostAsync("metrics", null);
        Assert.Equal(HttpStatusCode.NotFound, misused.StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", run.Http.Token);

        await run.UntilAsync(() => run.StateOf(Scraped0)?.Checkpoint == 20, TimeSpan.FromMilliseconds(20));
        run.Clock.Advance(TimeSpan.FromMinutes(1));
        PrometheusText scrape = await ScrapeAsync(client, text => text.Contains("kafka_store_partition_lag{"));

        (string, string)[] scraped = [("topic", "scraped"), ("partition", "0")];
        Assert.Equal(5, scrape.Sum("kafka_store_partition_lag", scraped));
        Assert.Equal(5, scrape.Sum("kafka_store_staged_records", scraped));
        Assert.Equal(20, scrape.Sum("kafka_store_archived_records_total", scraped));
        Assert.Equal(2, scrape.Sum("kafka_store_sealed_objects_total", [.. scraped, ("reason", "Count")]));
        string[] gauges =
        [
            .. MetricsTable.Read().Where(row => row.Kind == "gauge" && !row.Labels.Any(NotHere.Contains)).Select(row => row.Prometheus),
        ];
        Assert.All(gauges, name => Assert.Equal("gauge", scrape.Types[name]));
        AssertDocumented(scrape);
    }

    [Theory]
    [InlineData("a 1\n")]
    [InlineData("# TYPE a counter\na 1")]
    [InlineData("# TYPE a counter\na 1\na 2\n")]
    [InlineData("# TYPE a counter\na{b=\"1\" 1\n")]
    [InlineData("# TYPE a nothing\na 1\n")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n")]
    public void WhatPrometheusWouldNotReadIsNotRead(string text) => Assert.Throws<FormatException>(() => PrometheusText.Parse(text));

    private static void AssertDocumented(PrometheusText scrape)
    {
        var rows = MetricsTable.Read().ToDictionary(row => row.Prometheus);
        foreach (PrometheusText.Sample sample in scrape.Samples.Where(sample => sample.Name.StartsWith("kafka_store_")))
        {
            string family = scrape.FamilyOf(sample.Name);
            Assert.Equal(rows[family].Kind, scrape.Types[family]);
            Assert.Empty(sample.Labels.Keys.Except(rows[family].Labels).Except(["otel_scope_name", "le"]));
        }
    }

    // The timer's work takes its time, and a scrape is kept for a moment.
    private static async Task<PrometheusText> ScrapeAsync(HttpClient client, Func<string, bool> until)
    {
        for (int i = 0; ; i++)
        {
            string text = await client.GetStringAsync("metrics");
            if (until(text) || i == 100)
                return PrometheusText.Parse(text);
            await Task.Delay(100);
        }
    }
}
