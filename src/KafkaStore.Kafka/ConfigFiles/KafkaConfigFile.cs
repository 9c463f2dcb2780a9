using KafkaStore.Storage;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>Reads the properties files that Kafka's own tools take with <c>--command-config</c> and the like.</summary>
public static class KafkaConfigFile
{
    /// <param name="path">A file, or a pipe.</param>
    /// <param name="names">What the command calls its choices.</param>
    /// <exception cref="KafkaPropertyException">
    /// The file, or one that it names, can't be read, or says what can't be done here. Names that no client knows are found when the
    /// first client is made.
    /// </exception>
    public static KafkaConfig Read(string path, OptionNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var translation = new ConfigTranslation(path, Parse(path));
        TlsFiles.Translate(translation);
        SaslLogin.Translate(translation);
        JavaNames.Translate(translation, names);
        return translation.Result;
    }

    private static OrderedDictionary<string, Secret> Parse(string path)
    {
        try
        {
            // Not by its length, which a pipe has none of.
            using FileStream file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return PropertiesText.Parse(bytes.ToArray());
        }
        catch (FormatException e)
        {
            throw new KafkaPropertyException($"{path} is no properties file: {e.Message}.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KafkaPropertyException($"there is no file {path} to read Kafka's properties from. Correct the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new KafkaPropertyException(
                Directory.Exists(path)
                    ? $"{path} is a folder. Name the file of Kafka's properties."
                    : $"{path} can't be read ({e.Message.TrimEnd('.')}). Let this user read it, or name another file.",
                e
            );
        }
    }
}
