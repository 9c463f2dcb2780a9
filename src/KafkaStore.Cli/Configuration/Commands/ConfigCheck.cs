namespace KafkaStore.Cli.Configuration.Commands;

/// <summary><c>kafka-store config check</c>.</summary>
/// <param name="json">Prints a document in place of lines.</param>
internal sealed class ConfigCheck(ArchiverConfiguration configuration, bool json)
{
    private readonly List<(bool IsWell, string Text)> checks = [];

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something is wrong with what is written.</exception>
    public async Task<int> RunAsync(bool offline, CancellationToken stopping)
    {
        LocalHostOptions options = configuration.Bind();
        string read = configuration.Configured.File ?? "the environment";
        int keys = configuration.Configured.Entries.Count;
        if (!json)
            Console.WriteLine($"{read}: {keys} keys, nothing wrong with them.");
        if (!offline)
        {
            await CheckAsync(() => AskBrokersAsync(options, stopping));
            foreach (StoreLocation store in options.Mirrors.Prepend(options.Archive).Append(options.Staging))
                await CheckAsync(() => OpenAsync(store, options.Stores, stopping));
        }

        if (json)
        {
            JsonReport.Write(
                new
                {
                    Source = read,
                    Keys = keys,
                    Checks = checks.Select(check => new { check.IsWell, check.Text }),
                }
            );
        }

        return checks.All(check => check.IsWell) ? 0 : CommandRunner.Failed;
    }

    private async Task CheckAsync(Func<Task<string>> check)
    {
        try
        {
            checks.Add((IsWell: true, await check()));
            if (!json)
                Console.WriteLine(checks[^1].Text);
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or StorageException or StoreLocationException)
        {
            checks.Add((IsWell: false, configuration.Configured.Explain(e.Message)));
            await Console.Error.WriteLineAsync($"error: {checks[^1].Text}");
        }
    }

    private static async Task<string> AskBrokersAsync(LocalHostOptions options, CancellationToken stopping)
    {
        ILogger logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        IReadOnlyList<string> archived = await ChosenTopics.FindAsync(options.Topics, options.Kafka, logger, stopping);
        return archived.Count == 0
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
