using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>What a topic that a restore makes is set to: as little as its records need.</summary>
internal static class NewTopic
{
    /// <summary>Kafka's own, where the cluster does not tell its.</summary>
    public const long DefaultMaxMessageBytes = 1_048_588;

    /// <param name="defaults">What a topic of the cluster has of itself.</param>
    /// <param name="partitions">What goes there.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static IReadOnlyDictionary<string, string> Settings(
        TopicSettings defaults,
        IReadOnlyList<SurveyedPartition> partitions,
        long now
    )
    {
        // Restored records are old: with the broker's default retention they would be deleted as soon as they are there.
        var settings = new Dictionary<string, string>
        {
            [TopicSettings.CleanupPolicy] = "delete",
            [TopicSettings.RetentionTime] = "-1",
            [TopicSettings.TimestampType] = "CreateTime",
        };
        TopicSettings made = With(defaults, settings);
        foreach (SurveyFinding finding in new SettingsCheck("", made, partitions, now).Findings())
        {
            if (finding.Remedy is { } remedy)
                settings[remedy.Name] = remedy.Value;
        }

        // A batch has to fit into a segment too.
        if (settings.TryGetValue(TopicSettings.MaxMessageBytes, out string? most) && made.Number(TopicSettings.SegmentBytes) < Number(most))
            settings[TopicSettings.SegmentBytes] = most;
        return settings;
    }

    /// <summary>What such a topic would have, as far as that is known.</summary>
    public static TopicSettings With(TopicSettings defaults, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>(defaults.Values);
        foreach ((string name, string value) in settings)
            all[name] = value;
        all.TryAdd(TopicSettings.MaxMessageBytes, DefaultMaxMessageBytes.ToString(CultureInfo.InvariantCulture));
        return new TopicSettings(all);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
