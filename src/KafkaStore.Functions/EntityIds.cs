using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Entities;

namespace KafkaStore.Functions;

/// <summary>
/// Names the entities: that of a topic-partition is <c>orders-5</c>. Upper-case letters get a <c>~</c> before them and become lower
/// case, since one backend ignores case; keys that would be too long for a backend are hashed.
/// </summary>
public static class EntityIds
{
    private const int MaximumLength = 200;

    public static EntityInstanceId Of(TopicPartition partition) => new(nameof(PartitionSegment), Key(partition));

    internal static string Key(TopicPartition partition)
    {
        var key = new StringBuilder();
        foreach (char c in partition.ToString())
        {
            if (char.IsAsciiLetterUpper(c))
                key.Append('~');
            key.Append(char.ToLowerInvariant(c));
        }

        // As the platform writes it: @name@key.
        if (nameof(PartitionSegment).Length + key.Length + 2 <= MaximumLength)
            return key.ToString();
        return "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(partition.ToString())));
    }
}
