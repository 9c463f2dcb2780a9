using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>Looks at archive and target before anything is written or made.</summary>
/// <param name="target">The cluster.</param>
public sealed class Surveyor(
    ArchiveObjects objects,
    IRestoreTarget target,
    RestoreOptions options,
    RestoreProgress progress,
    TimeProvider clock
)
{
    // What is read sooner than it is said.
    private const long WorthSayingBytes = 64 * 1024 * 1024;

    private readonly ArchiveSurvey archive = new(objects);
    private readonly TargetRecords records = new(target.Log);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Of a restore that is to begin.</summary>
    /// <param name="append">Whether partitions may have records.</param>
    /// <exception cref="RestoreException">The archive has a gap.</exception>
    public async Task<RestoreSurvey> SurveyAsync(RestorePlan plan, bool append, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<SurveyedPartition> counted = await CountAsync(plan, cancellationToken);
        IReadOnlyList<SurveyedTopic> topics = await AskAsync(plan, counted, cancellationToken);
        if (options.ReadsSizes)
        {
            await MeasureAsync(plan, counted, topics, cancellationToken);
            topics = [.. topics.Select(topic => Of(plan, counted, topic))];
        }

        var survey = new RestoreSurvey(Ended(plan, counted), counted, topics, []);
        List<SurveyFinding> findings =
        [
            .. SurveyFinding.OfTimestamps(counted),
            .. topics.SelectMany(Findings),
            .. append ? [] : await OccupiedAsync(survey, cancellationToken),
        ];
        return survey with { Findings = findings };
    }

    /// <summary>Of one that goes on. No record is read for its size.</summary>
    /// <param name="undone">What is left.</param>
    internal async Task<RestoreSurvey> SurveyRestAsync(IReadOnlyList<PartitionProgress> undone, CancellationToken cancellationToken)
    {
        RestorePartition[] rest = [.. undone.Select(partition => new RestorePartition(partition.Remaining, partition.Target))];
        var plan = new RestorePlan(
            rest,
            rest.GroupBy(partition => partition.Target.Topic)
                .ToDictionary(topic => topic.Key, topic => topic.Max(each => each.Target.Partition) + 1)
        );
        List<SurveyedPartition> counted = await CountAsync(plan, cancellationToken);
        IReadOnlyList<SurveyedTopic> topics = await AskAsync(plan, counted, cancellationToken);
        return new RestoreSurvey(plan, counted, topics, [.. topics.Where(topic => topic.Found is not null).SelectMany(Settings)]);
    }

    /// <summary>Once more, of a topic that was made.</summary>
    internal async Task<SurveyedTopic> AskAgainAsync(SurveyedTopic topic, CancellationToken cancellationToken) =>
        topic with
        {
            Found = await target.FindPartitionCountAsync(topic.Name, cancellationToken) ?? 0,
            Settings = WithBrokers(await target.AskSettingsAsync(topic.Name, cancellationToken), topic.Settings),
        };

    /// <summary>All that is in the way in one topic; what is unusual and no obstacle is noted.</summary>
    internal IEnumerable<SurveyFinding> Findings(SurveyedTopic topic)
    {
        if (topic.Found > topic.Needed)
            progress.Note(TargetFault.More(topic.Name, topic.Found.Value, topic.Needed));
        IEnumerable<SurveyFinding> few =
            topic.Found < topic.Needed ? [SurveyFinding.TooFew(topic.Name, topic.Found.Value, topic.Needed)] : [];
        IEnumerable<SurveyFinding> missing =
            from partition in topic.Partitions
            where partition.Source.Partition >= (topic.Found ?? topic.Needed)
            select SurveyFinding.Missing(new TopicPartition(topic.Name, partition.Source.Partition), topic.Found ?? 0);
        return few.Concat(missing.Take(1)).Concat(Settings(topic));
    }

    private IEnumerable<SurveyFinding> Settings(SurveyedTopic topic) =>
        new SettingsCheck(topic.Name, topic.Effective, topic.Partitions, Now).Findings();

    private async Task<List<SurveyedPartition>> CountAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var counted = new List<SurveyedPartition>();
        foreach (RestorePartition partition in plan.Partitions)
            counted.Add(await archive.CountAsync(partition.Range, cancellationToken));
        return counted;
    }

    private async Task<IReadOnlyList<SurveyedTopic>> AskAsync(
        RestorePlan plan,
        List<SurveyedPartition> counted,
        CancellationToken cancellationToken
    )
    {
        TopicSettings defaults = await target.AskDefaultsAsync(cancellationToken);
        var topics = new List<SurveyedTopic>();
        foreach ((string name, int needed) in plan.Topics.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            int? found = await target.FindPartitionCountAsync(name, cancellationToken);
            TopicSettings settings = found is null
                ? NewTopic.With(defaults, new Dictionary<string, string>())
                : WithBrokers(await target.AskSettingsAsync(name, cancellationToken), defaults);
            if (found is not null && settings.Text(TopicSettings.CleanupPolicy) is null)
                progress.Note(Untold(name));
            topics.Add(Of(plan, counted, new SurveyedTopic(name, needed, found, settings, [])));
        }

        return topics;
    }

    private static string Untold(string topic) =>
        $"the brokers don't tell the settings of {topic}, so it is not known whether they would refuse, delete or alter records.";

    private SurveyedTopic Of(RestorePlan plan, List<SurveyedPartition> counted, SurveyedTopic topic)
    {
        SurveyedPartition[] partitions =
        [
            .. plan.Partitions.Zip(counted).Where(pair => pair.First.Target.Topic == topic.Name).Select(pair => pair.Second),
        ];
        if (topic.Found is not null)
            return topic with { Partitions = partitions };
        IReadOnlyDictionary<string, string> settings = NewTopic.Settings(topic.Settings, partitions, Now);
        return topic with { Partitions = partitions, NewSettings = settings };
    }

    private static TopicSettings WithBrokers(TopicSettings topics, TopicSettings brokers)
    {
        if (!topics.AreKnown || brokers.Text(TopicSettings.RequestBytes) is not { } most)
            return topics;
        return new TopicSettings(new Dictionary<string, string>(topics.Values) { [TopicSettings.RequestBytes] = most });
    }

    private async Task MeasureAsync(
        RestorePlan plan,
        List<SurveyedPartition> counted,
        IReadOnlyList<SurveyedTopic> topics,
        CancellationToken cancellationToken
    )
    {
        var limits = topics.ToDictionary(topic => topic.Name);
        int[] unknown =
        [
            .. Enumerable.Range(0, counted.Count).Where(i => limits[plan.Partitions[i].Target.Topic].HasToBeMeasured(counted[i])),
        ];
        long bytes = unknown.Sum(i => counted[i].StoredBytes);
        if (bytes >= WorthSayingBytes)
            progress.Note(Reading(bytes));
        progress.ExpectSurvey(bytes);
        foreach (int i in unknown)
            counted[i] = await archive.MeasureAsync(plan.Partitions[i].Range, progress.Survey, cancellationToken);
        progress.EndSurvey();
    }

    private static string Reading(long bytes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"reading {bytes:N0} bytes of the archive first, since only the records tell whether one is larger than the target takes (--skip-sizes leaves that out)."
        );

    // The end is that of now: what is archived while it runs is not of this restore.
    private static RestorePlan Ended(RestorePlan plan, List<SurveyedPartition> counted) =>
        plan with
        {
            Partitions =
            [
                .. plan.Partitions.Zip(
                    counted,
                    (partition, end) => partition with { Range = partition.Range with { ToOffset = end.NextOffset } }
                ),
            ],
        };

    private Task<IReadOnlyList<SurveyFinding>> OccupiedAsync(RestoreSurvey survey, CancellationToken cancellationToken)
    {
        var counts = survey.Topics.ToDictionary(topic => topic.Name, topic => topic.Found ?? 0);
        return OccupiedAsync(
            [.. survey.Plan.Partitions.Select(partition => partition.Target).Where(each => each.Partition < counts[each.Topic])],
            cancellationToken
        );
    }

    /// <summary>Which of these partitions have records.</summary>
    internal async Task<IReadOnlyList<SurveyFinding>> OccupiedAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await records.BoundsAsync(partitions, cancellationToken);
        return
        [
            .. from partition in partitions
            let found = bounds[partition]
            where found.End > found.Start
            select SurveyFinding.NotEmpty(partition, found.End - found.Start),
        ];
    }
}
