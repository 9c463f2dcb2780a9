namespace KafkaStore.Functions.Http.Faults;

/// <summary>A partition's fault, with what to do.</summary>
internal static class FaultJson
{
    /// <param name="shown">What of a sentence may be told.</param>
    public static void Write(Utf8JsonWriter json, PartitionFault fault, Func<string, string> shown)
    {
        json.WriteStartObject("fault");
        json.WriteString("kind", fault.Kind.ToString());
        json.WriteString("detail", shown(fault.Message));
        json.WriteEndObject();
    }
}
