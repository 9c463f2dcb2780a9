using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace KafkaStore.Cli.Terminals;

/// <summary>What a command found, as one JSON document on standard output; <c>docs/json.md</c> has the shape of each.</summary>
internal static class JsonReport
{
    // For programs and eyes; nothing in it ends up in HTML.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Option<bool> Option() => OptionText.Flag("--json", "Print one JSON document, and nothing else.");

    /// <param name="document">Its members are the document's, their names beginning in lower case.</param>
    public static void Write(object document)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(document, Options));
        Console.Out.Flush();
    }

    /// <summary>From inclusive, to exclusive.</summary>
    public static object Range(OffsetRange range) => new { range.From, range.To };
}
