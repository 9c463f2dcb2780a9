using KafkaStore.Broker;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Makes the topics that are missing, once nothing is in the way.</summary>
internal sealed class TargetPreparation(IRestoreTarget target, Surveyor surveyor, RestoreOptions options, Action<string> note)
{
    /// <param name="append">Whether partitions may have records.</param>
    /// <returns>Every partition at its beginning.</returns>
    /// <exception cref="RestoreException">Something is in the way; nothing was written.</exception>
    public async Task<IReadOnlyList<PartitionCheckpoint>> PrepareAsync(
        RestoreSurvey survey,
        bool append,
        CancellationToken cancellationToken
    )
    {
        RestoreRefusedException.ThrowIfAny(survey.Findings, options.IgnoresSurvey);
        foreach (SurveyedTopic topic in survey.Topics.Where(topic => topic.Found is null))
            await MakeAsync(topic, cancellationToken);

        // A topic that another made meanwhile may have records already.
        TopicPartition[] partitions = [.. survey.Plan.Partitions.Select(partition => partition.Target)];
        if (!append)
            RestoreRefusedException.ThrowIfAny(await surveyor.OccupiedAsync(partitions, cancellationToken), options.IgnoresSurvey);
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await new TargetRecords(target.Log).BoundsAsync(
            partitions,
            cancellationToken
        );
        return [.. survey.Plan.Partitions.Select(partition => PartitionCheckpoint.Begin(partition, bounds[partition.Target].End))];
    }

    private async Task MakeAsync(SurveyedTopic topic, CancellationToken cancellationToken)
    {
        if (await target.CreateTopicAsync(topic.Name, topic.Needed, topic.NewSettings, cancellationToken))
            note(Made(topic));

        // What the cluster makes of what was asked for, or another had made.
        SurveyedTopic made = await surveyor.AskAgainAsync(topic, cancellationToken);
        RestoreRefusedException.ThrowIfAny(surveyor.Findings(made), options.IgnoresSurvey);
    }

    private static string Made(SurveyedTopic topic)
    {
        IEnumerable<string> settings = topic
            .NewSettings.OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => $"{setting.Key}={setting.Value}");
        return $"the topic {topic.Name} was made with {topic.Needed} {(topic.Needed == 1 ? "partition" : "partitions")} and {string.Join(", ", settings)}.";
    }
}
