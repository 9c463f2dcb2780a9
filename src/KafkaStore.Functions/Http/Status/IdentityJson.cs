using KafkaStore.Markers;

namespace KafkaStore.Functions.Http.Status;

/// <summary>Which topic of Kafka's a topic of the archive is.</summary>
internal static class IdentityJson
{
    public static void Write(Utf8JsonWriter json, NotedGeneration noted)
    {
        json.WriteStartObject("identity");
        json.WriteString("kafkaTopic", noted.Generation.Topic);
        json.WriteNumber("generation", noted.Generation.Number);
        json.WriteString("topicId", noted.Identity.Id.ToString());
        if (noted.Identity.ClusterId is { } cluster)
            json.WriteString("clusterId", cluster);
        json.WriteString("since", noted.NotedAt);
        json.WriteEndObject();
    }
}
