namespace KafkaStore.Cli.Configuration.Commands;

/// <summary><c>kafka-store config check</c>.</summary>
internal sealed class ConfigCheck(ArchiverConfiguration configuration)
{
    private bool failed;

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something is wrong with what is written.</exception>
    public async Task<int> RunAsync(bool offline, CancellationToken stopping)
    {
        LocalHostOptions options = configuration.Bind();
        string read = configuration.Configured.File ?? "the environment";
        Console.WriteLine($"{read}: {configuration.Configured.Entries.Count} keys, nothing wrong with them.");
        if (offline)
            return 0;
        await CheckAsync(() => AskBrokersAsync(options, stopping));
        foreach (StoreLocation store in options.Mirrors.Prepend(options.Archive).Append(options.Staging))
            await CheckAsync(() => OpenAsync(store, options.Stores, stopping));
        return failed ? CommandRunner.Failed : 0;
    }

    private async Task CheckAsync(Func<Task<string>> check)
    {
        try
        {
            Console.WriteLine(await check());
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or StorageException or StoreLocationException)
        {
            failed = true;
            await Console.Error.WriteLineAsync($"error: {configuration.Configured.Explain(e.Message)}");
        }
    }

    private static async Task<string> AskBrokersAsync(LocalHostOptions options, CancellationToken stopping)
    {
        ILogger logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        await KafkaCluster.EnsureReachableAsync(options.Kafka, logger, cancellationToken: stopping);
        await using var identities = new KafkaTopicIdentities(options.Kafka, logger);
        IReadOnlyList<string> there = await identities.ListAsync(stopping);
        if (options.Topics.Names.Except(there).FirstOrDefault() is { } missing)
            throw new UnknownTopicException(missing, options.Kafka.Brokers, options.Kafka.Names);
        string[] archived = [.. there.Where(options.Topics.Selects).Order(StringComparer.Ordinal)];
        return archived.Length == 0
            ? $"{options.Kafka.Brokers}: answers, and has no topic of {options.Topics} yet."
            : $"{options.Kafka.Brokers}: answers, and has {string.Join(", ", archived)}.";
    }

    private static async Task<string> OpenAsync(StoreLocation store, StoreSettings settings, CancellationToken stopping)
    {
        if (store.Kind == StoreKind.Local && !Directory.Exists(store.Address))
            return $"{store.DisplayName}: is made at the first start.";
        IObjectReader reader = await Stores.OpenForReadingAsync(store, settings, stopping);
        await foreach (ObjectEntry entry in reader.ListAsync("", null, stopping))
            return $"{reader.DisplayName}: can be opened, and holds {entry.Name} and more.";
        return $"{reader.DisplayName}: can be opened, and is empty.";
    }
}
