using System.Runtime.Versioning;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Commands of the book for who wants to know beforehand.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EstimatingPagesTests : PageRun
{
    [Fact]
    [RunsBlock("estimate")]
    public async Task WhatATopicWouldBecomeIsSaid()
    {
        CreateTopic("orders", partitions: 2, records: 1000);
        Configure();

        string output = (await RunAsync(Script("estimate", ("broker:9092", Broker.Bootstrap)))).Succeed();

        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith("US dollars a month")));
        Assert.Contains("orders/000001/00000000000000000000", output); // --objects
    }

    [Fact]
    [RunsBlock("estimate-prices")]
    public async Task PricesAreGivenOneByOneOrInAFile()
    {
        CreateTopic("orders", partitions: 1, records: 1000);
        Configure();
        string[] blocks = Book.Run("estimate-prices");
        Assert.Equal(2, blocks.Length);
        File.WriteAllText(Below("prices.yaml"), blocks[1]);

        string output = (await RunAsync(blocks[0].Replace(" … ", " ", StringComparison.Ordinal))).Succeed();

        Assert.Contains("eu-central-1", output);
        Assert.Contains("West Europe", output);
    }

    private void Configure() =>
        File.WriteAllText(
            Below("kafka-store.yaml"),
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}}
            topics: [orders]
            defaults: {offset-reset: earliest, file-records: 400}
            """
        );
}
