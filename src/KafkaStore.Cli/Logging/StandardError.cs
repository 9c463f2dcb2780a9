namespace KafkaStore.Cli.Logging;

/// <summary>How this process writes standard error: as the console's own writer, there is one of it.</summary>
internal static class StandardError
{
    /// <summary>Null where it has lines for people.</summary>
    public static JsonLines? Json { get; private set; }

    /// <summary>From now on one JSON object a line, whoever writes.</summary>
    public static void UseJson()
    {
        if (Json is not null)
            return;
        Json = new JsonLines(Console.Error);
        Console.SetError(Json);
    }
}
