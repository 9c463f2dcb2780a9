namespace KafkaStore.Scripted.Topics;

/// <summary>What the cluster was like, for nodes that lag behind it.</summary>
internal sealed class ClusterHistory(ScriptedBroker broker)
{
    private const int Kept = 200;

    private readonly List<ClusterView> views = [new(broker.Time.GetUtcNow(), [])];

    public ClusterView Now => views[^1];

    /// <summary>Notes what the cluster is like now, unless nothing has changed but records.</summary>
    public void Note(IEnumerable<Topic> topics)
    {
        List<TopicView> now = [.. topics.Select(TopicView.Of)];
        if (now.Count == Now.Topics.Count && now.All(IsKnown))
            return;
        views.Add(new ClusterView(broker.Time.GetUtcNow(), now));
        if (views.Count > Kept)
            views.RemoveAt(0);
    }

    /// <summary>The newest view that is old enough or was there when the lag began.</summary>
    public ClusterView Behind(TimeSpan lag, DateTimeOffset since)
    {
        DateTimeOffset now = broker.Time.GetUtcNow();
        return views.FindLast(view => view.Since <= since || now - view.Since >= lag) ?? views[0];
    }

    private bool IsKnown(TopicView topic) =>
        Now.Find(topic.Topic.Name) is { } known && known.Topic == topic.Topic && known.Partitions.SequenceEqual(topic.Partitions);
}
