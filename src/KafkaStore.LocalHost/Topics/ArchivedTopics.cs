using System.Collections;
using System.Collections.Immutable;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Topics;

/// <summary>The topics that are archived: those that are named, and what patterns found. It changes, and may be read meanwhile.</summary>
internal sealed class ArchivedTopics(TopicSelection selection) : IReadOnlyList<string>
{
    private volatile ImmutableList<string> topics = [.. selection.Names];
    private volatile TopicSelection selection = selection;

    /// <summary>What belongs to them.</summary>
    public TopicSelection Selection => selection;

    public int Count => topics.Count;

    public string this[int index] => topics[index];

    /// <summary>One that is not there yet.</summary>
    public void Add(string topic) => topics = topics.Add(topic);

    /// <summary>Others are selected: what is not any more is left out, and what is named comes to them.</summary>
    public void Change(TopicSelection next)
    {
        topics = [.. topics.Where(next.Selects).Union(next.Names, StringComparer.Ordinal)];
        selection = next;
    }

    public IEnumerator<string> GetEnumerator() => topics.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
