using System.Text.Json.Nodes;

namespace KafkaStore.Worker.Tests;

/// <summary>What the worker tells the host about the app.</summary>
[Collection(nameof(SharedApp))]
public sealed class IndexingTests(SharedApp shared)
{
    [ServerFact(TestServer.Azurite)]
    public void EveryFunctionIsIndexedWithItsTrigger()
    {
        var triggers = shared.App.Host.Functions.Values.ToDictionary(function => function.Name, function => function.TriggerType);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["AppendBatch"] = "kafkaTrigger",
                ["AppendBatch2"] = "kafkaTrigger",
                ["AppendBatch3"] = "kafkaTrigger",
                ["AppendBatch4"] = "kafkaTrigger",
                ["AppendBatch5"] = "kafkaTrigger",
                ["AppendBatch6"] = "kafkaTrigger",
                ["AppendBatch7"] = "kafkaTrigger",
                ["WatchPartitions"] = "timerTrigger",
                ["CopyToMirrors"] = "timerTrigger",
                ["DescribeApi"] = "httpTrigger",
                ["ListPartitions"] = "httpTrigger",
                ["ListSegments"] = "httpTrigger",
                ["ListTopics"] = "httpTrigger",
                ["PartitionSegment"] = "entityTrigger",
                ["PurgeHistory"] = "timerTrigger",
                ["ReadRange"] = "httpTrigger",
                ["ResumePartitions"] = "httpTrigger",
                ["ShowStatusPage"] = "httpTrigger",
                ["TellLiveness"] = "httpTrigger",
                ["TellReadiness"] = "httpTrigger",
                ["TellStatus"] = "httpTrigger",
                ["TellTimeline"] = "httpTrigger",
                ["SealSegments"] = "orchestrationTrigger",
                ["WriteArchiveObjects"] = "activityTrigger",
            }.OrderBy(trigger => trigger.Key, StringComparer.Ordinal),
            triggers.OrderBy(trigger => trigger.Key, StringComparer.Ordinal)
        );
    }

    [ServerFact(TestServer.Azurite)]
    public void EveryTopicHasAFunctionThatTakesItsBatchesAndIsRetriedForever()
    {
        IndexedFunction[] functions = [.. shared.App.Host.Functions.Values.Where(function => function.TriggerType == "kafkaTrigger")];
        Assert.Equal(
            ["orders", "edges", "idle", "copied", "refused", "read", "purged"],
            functions.Select(function => (string?)function.Trigger["topic"])
        );
        Assert.All(
            functions,
            function =>
            {
                JsonObject trigger = function.Trigger;
                Assert.Equal("records", function.TriggerName);
                Assert.Equal("KafkaBrokers", (string?)trigger["brokerList"]);
                Assert.Equal("%KafkaConsumerGroup%", (string?)trigger["consumerGroup"]);
                Assert.Equal("Many", (string?)trigger["cardinality"]);
                Assert.Equal("Binary", (string?)trigger["keyDataType"]);
                Assert.Equal("True", (string?)trigger["properties"]!["supportsDeferredBinding"]);
                Assert.Contains(function.Bindings, binding => (string?)binding["type"] == "durableClient");
                Assert.Equal(new FunctionRetry("ExponentialBackoff", -1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), function.Retry);
            }
        );
    }

    [ServerFact(TestServer.Azurite)]
    public void OnlyBatchesAreRetriedByTheHost() =>
        Assert.All(
            shared.App.Host.Functions.Values.Where(function => function.TriggerType != "kafkaTrigger"),
            function => Assert.Null(function.Retry)
        );

    [ServerFact(TestServer.Azurite)]
    public void EveryRouteWithDataNeedsAKeyAndOnlyResumingIsMoreThanGetting() =>
        Assert.All(
            shared.App.Host.Functions.Values.Where(function => function.TriggerType == "httpTrigger"),
            function =>
            {
                string level = function.Name is "TellLiveness" or "TellReadiness" or "ShowStatusPage" ? "Anonymous" : "Function";
                Assert.Equal(level, (string?)function.Trigger["authLevel"]);
                string method = function.Name == "ResumePartitions" ? "post" : "get";
                Assert.Equal([method], function.Trigger["methods"]!.AsArray().Select(method => (string?)method));
            }
        );
}
