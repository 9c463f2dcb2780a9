using System.Collections;
using System.Collections.Immutable;

namespace KafkaStore.LocalHost;

/// <summary>The topics that are archived: those that are named, and what patterns found. It only grows, and may be read meanwhile.</summary>
internal sealed class FoundTopics(IEnumerable<string> named) : IReadOnlyList<string>
{
    private volatile ImmutableList<string> topics = [.. named];

    public int Count => topics.Count;

    public string this[int index] => topics[index];

    /// <summary>One that is not there yet.</summary>
    public void Add(string topic) => topics = topics.Add(topic);

    public IEnumerator<string> GetEnumerator() => topics.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
