using KafkaStore.Restoring.Plans;

namespace KafkaStore.Cli.Restore;

/// <summary>The command line of <c>kafka-store restore</c>.</summary>
internal static class RestoreCommand
{
    // Carried along, since a cluster may grant reading to no group else; nothing joins it or commits.
    private const string Group = "kafka-store-restore";
    private const long MaximumSettleSeconds = 3600;

    public static Command Create(Option<bool> verbose)
    {
        var options = new RestoreCommandOptions();
        var command = new Command(
            "restore",
            "Put archived records back into Kafka: into the same partitions, with their timestamps, keys, values and headers, in their order, each once. "
                + "Started again after an interruption it goes on where it was. Nobody else may write to the target partitions meanwhile."
        );
        options.AddTo(command);
        command.SetAction((result, stopping) => Bind(options, result).RunAsync(result.GetValue(verbose), stopping));
        return command;
    }

    private static RestoreRun Bind(RestoreCommandOptions options, ParseResult result)
    {
        StoreLocation location = options.Stores.Location(result, "which archive to restore from");
        bool dryRun = result.GetValue(options.DryRun);
        string brokers = dryRun
            ? result.GetValue(options.ToBroker) ?? ""
            : result.Required(options.ToBroker, "no broker is given: --to-broker HOST:PORT says which Kafka to restore into.");
        if (brokers.Length > 0)
            BrokerList.Checked(brokers, options.ToBroker.Name);
        string? map = result.GetValue(options.OffsetMap);
        if (map is { Length: 0 })
            throw new UsageException("--offset-map takes a file, not ''.");
        string state = result.GetValue(options.State) ?? RestoreCommandOptions.DefaultState;
        if (state.Length == 0 || Directory.Exists(state))
            throw new UsageException($"--state takes a file, not '{state}'.");
        if (map is not null && Path.GetFullPath(map) == Path.GetFullPath(state))
            throw new UsageException($"--offset-map and --state can't both be {map}. Give each a file of its own.");
        return new RestoreRun(
            location,
            options.Stores.Settings(result),
            options.Kafka.Bind(result, brokers, Group, TypedNames.All with { Brokers = "--to-broker", Topic = "--topic and --topic-map" })
        )
        {
            Request = new RestoreRequest("", brokers)
            {
                Topics = result.ArchivedTopics(options.Topic),
                Partitions = [.. options.Range.Partitions(result)?.Numbers ?? []],
                Range = Range(options.Range.Bounds(result)),
                TopicMap = Map(result.GetValue(options.TopicMap) ?? []),
                Append = result.GetValue(options.Append),
                OffsetMap = map is null ? null : Path.GetFullPath(map),
            },
            Options = new RestoreOptions
            {
                CheckpointRecords =
                    result.Number(options.CheckpointRecords, 1, int.MaxValue, "a whole number from 1")
                    ?? new RestoreOptions().CheckpointRecords,
                Settle = result.Number(options.Settle, 0, MaximumSettleSeconds, $"whole seconds from 0 to {MaximumSettleSeconds}")
                    is { } seconds
                    ? TimeSpan.FromSeconds(seconds)
                    : new RestoreOptions().Settle,
                IgnoresSurvey = result.GetValue(options.IgnoreSurvey),
                ReadsSizes = !result.GetValue(options.SkipSizes),
            },
            State = state,
            DryRun = dryRun,
            Verify = result.GetValue(options.Verify),
            Json = result.GetValue(options.Json),
        };
    }

    // Reading nothing is harmless; a restore of nothing is a mistake.
    private static RecordRange Range(RangeBounds bounds)
    {
        if (bounds.FromOffset is { } offset && offset == bounds.ToOffset)
            throw new UsageException("--to-offset is exclusive and must be greater than --from-offset.");
        if (bounds.FromTime is { } time && time == bounds.ToTime)
            throw new UsageException("--to-time is exclusive and must be later than --from-time.");
        return bounds.Of(default);
    }

    private static Dictionary<string, string> Map(string[] given)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in given)
        {
            if (text.Split('=') is not [var from, var to])
                throw new UsageException($"--topic-map takes OLD=NEW, not '{text}'.");
            if (!map.TryAdd(TopicOption.CheckedArchived(from, "--topic-map"), TopicOption.Checked(to, "--topic-map")))
                throw new UsageException($"--topic-map names {from} twice. Give it once.");
        }

        return map;
    }
}
