using Azure.Storage.Blobs.Models;

namespace KafkaStore.EndToEnd.Tests.Stores;

/// <summary>The program on an archive whose objects a lifecycle rule moved into Azure's archive tier.</summary>
public sealed class ArchiveTierTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    [ServerFact(TestServer.Azurite)]
    public async Task ItGoesOnArchivingAndNamesAllThatHasToBeBroughtBackToBeRead()
    {
        await using TwoStores stores = await TwoStores.CreateAsync();
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 3_000).Select(BrokerFixture.Numbered));
        await TwoStores.RunAsync(Archiving(stores, topic));
        string[] cold = [.. (await stores.SetTierAsync(topic, AccessTier.Archive)).Select(name => $"{stores.AzureUrl}/{name}")];
        Assert.True(cold.Length > 2);

        // Another machine, which has nothing but the archive.
        await kafka.WriteAsync(topic, 0, Enumerable.Range(3_000, 3_000).Select(BrokerFixture.Numbered));
        await TwoStores.RunAsync(Archiving(stores, topic, state: "another"));

        (int exitCode, string output, string errors) = await TwoStores.TryAsync(
            "kafka-store-reader",
            "azure",
            $"{stores.AzureUrl}/{topic}"
        );
        Assert.Equal((1, ""), (exitCode, output));
        AssertNamesAll(cold, errors);
        Assert.Equal(
            3_000,
            (await TwoStores.RunAsync("kafka-store-reader", "azure", $"{stores.AzureUrl}/{topic}", "--from-offset", "3000")).Count(c =>
                c == '\n'
            )
        );

        (exitCode, output, _) = await TwoStores.TryAsync("verify", "--azure-store-url", stores.AzureUrl);
        Assert.Equal(1, exitCode);
        Assert.Equal(
            cold.Length,
            output.Split('\n').Count(line => line.Contains(" Offline: it lies in an archive tier", StringComparison.Ordinal))
        );
        Assert.Contains($"{cold.Length} problems\n", output);

        string target = kafka.NewTopic();
        string state = Path.Combine(stores.StateFolder, "restore.json");
        string[] restoring =
        [
            .. Words($"restore --to-broker {kafka.Broker.Brokers} --azure-store-url {stores.AzureUrl} --topic {topic}"),
            .. Words($"--topic-map {topic}={target} --state {state}"),
        ];
        (exitCode, _, errors) = await TwoStores.TryAsync(restoring);
        Assert.Equal(1, exitCode);
        AssertNamesAll(cold, errors);

        await stores.SetTierAsync(topic, AccessTier.Hot);
        await TwoStores.RunAsync([.. restoring, "--verify"]);
        Assert.Contains(" 6,000 records, ", await TwoStores.RunAsync("verify", "--azure-store-url", stores.AzureUrl));
    }

    private static void AssertNamesAll(string[] cold, string errors)
    {
        string[] lines = errors.TrimEnd('\n').Split('\n');
        Assert.Equal(cold.Select(name => $"offline: {name}"), lines[..^1]);
        Assert.StartsWith(
            $"error: {cold.Length} of the objects that this takes lie in an archive tier",
            lines[^1],
            StringComparison.Ordinal
        );
        Assert.Contains("az storage blob set-tier", lines[^1]);
    }

    private string[] Archiving(TwoStores stores, string topic, string state = "state") =>
        [
            .. Words($"--broker-list {kafka.Broker.Brokers} --topic {topic} --group tiers --offset-reset earliest --file-size 32K"),
            .. Words($"--azure-store-url {stores.AzureUrl} --state-dir {Path.Combine(stores.StateFolder, state)}"),
            .. Words($"--exit-at-end --close-at-end"),
        ];
}
