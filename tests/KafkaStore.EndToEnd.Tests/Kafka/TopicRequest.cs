using System.Buffers.Binary;
using System.Text;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>What a client asks for in a CreateTopics request.</summary>
/// <param name="Partitions">-1: as the broker likes.</param>
/// <param name="ReplicationFactor">-1: as the broker likes.</param>
/// <param name="Settings">The topic's own.</param>
internal sealed record TopicRequest(string Name, int Partitions, short ReplicationFactor, IReadOnlyDictionary<string, string?> Settings)
{
    /// <param name="body">Of a request of version 0 to 4, behind its header.</param>
    public static IReadOnlyList<TopicRequest> Parse(ReadOnlySpan<byte> body)
    {
        var topics = new List<TopicRequest>();
        for (int count = Int32(ref body); count > 0; count--)
        {
            string name = Text(ref body)!;
            int partitions = Int32(ref body);
            short replicationFactor = Int16(ref body);
            if (Int32(ref body) != 0)
                throw new NotSupportedException("Replicas are placed by the request.");
            var settings = new Dictionary<string, string?>();
            for (int setting = Int32(ref body); setting > 0; setting--)
                settings.Add(Text(ref body)!, Text(ref body));
            topics.Add(new TopicRequest(name, partitions, replicationFactor, settings));
        }

        return topics;
    }

    private static short Int16(ref ReadOnlySpan<byte> rest)
    {
        short value = BinaryPrimitives.ReadInt16BigEndian(rest);
        rest = rest[2..];
        return value;
    }

    private static int Int32(ref ReadOnlySpan<byte> rest)
    {
        int value = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[4..];
        return value;
    }

    private static string? Text(ref ReadOnlySpan<byte> rest)
    {
        short length = Int16(ref rest);
        if (length < 0)
            return null;
        string text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }
}

/// <summary>A controller's answer.</summary>
/// <param name="Error">Kafka's error code; 0 for none.</param>
/// <param name="Reason">In its own words.</param>
internal readonly record struct TopicAnswer(short Error, string? Reason = null)
{
    public const short RequestTimedOut = 7;
    public const short TopicAuthorizationFailed = 29;
    public const short TopicAlreadyExists = 36;
    public const short InvalidReplicationFactor = 38;
    public const short PolicyViolation = 44;

    public static TopicAnswer Made => default;
}
