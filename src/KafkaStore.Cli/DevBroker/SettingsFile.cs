using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using KafkaStore.Storage.Files;

namespace KafkaStore.Cli.DevBroker;

/// <summary>A <c>local.settings.json</c> of Azure Functions.</summary>
internal static class SettingsFile
{
    private const string Sample = "local.settings.sample.json";

    // For people to read; nothing in it ends up in HTML.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Puts brokers and topic in; what else an existing file says stays.</summary>
    /// <exception cref="CommandFailedException">The file can't be read as settings, or not be written.</exception>
    public static void Write(string path, string brokers, string topic)
    {
        try
        {
            var settings = JsonNode.Parse(File.Exists(path) ? File.ReadAllText(path) : ReadSample());
            if (settings?["Values"] is not JsonObject values)
            {
                throw new CommandFailedException(
                    $"{path} has no Values as a local.settings.json has. Move it away, and a new one is made."
                );
            }

            values["KafkaBrokers"] = brokers;
            values["KafkaTopic"] = topic;
            using var draft = new DraftFile(path);
            draft.Content.Write(Encoding.UTF8.GetBytes(settings.ToJsonString(Indented) + "\n"));
            draft.Replace();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new CommandFailedException(
                $"{path} is not JSON: {failure.Message} Correct it, or move it away, and a new one is made.",
                failure
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"{path} can't be written: {failure.Message} Choose another file with --write-settings.",
                failure
            );
        }
    }

    private static string ReadSample()
    {
        using Stream stream =
            typeof(SettingsFile).Assembly.GetManifestResourceStream(Sample)
            ?? throw new InvalidOperationException($"{Sample} is missing in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
