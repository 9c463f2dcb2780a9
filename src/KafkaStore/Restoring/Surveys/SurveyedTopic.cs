using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>One topic that records go to.</summary>
/// <param name="Needed">How many partitions the archive's has.</param>
/// <param name="Found">How many it has; null while there is no such topic.</param>
/// <param name="Settings">Those that it has; while there is none, the cluster's defaults.</param>
/// <param name="Partitions">What goes there.</param>
public sealed record SurveyedTopic(string Name, int Needed, int? Found, TopicSettings Settings, IReadOnlyList<SurveyedPartition> Partitions)
{
    /// <summary>What it is set to when it is made.</summary>
    public IReadOnlyDictionary<string, string> NewSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Those that the records will meet.</summary>
    internal TopicSettings Effective => Found is null ? NewTopic.With(Settings, NewSettings) : Settings;

    /// <summary>Whether only the records tell how large the partition's largest is, and it matters.</summary>
    internal bool HasToBeMeasured(SurveyedPartition partition) =>
        partition.Largest is { IsMeasured: false } record && record.AtMost > (Settings.MostBytes ?? long.MaxValue);
}
