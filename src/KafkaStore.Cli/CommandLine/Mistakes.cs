using KafkaStore.Hosting.Telemetry;

namespace KafkaStore.Cli.CommandLine;

/// <summary>Collects what is wrong with what was typed, so that all of it is said at once.</summary>
internal sealed class Mistakes
{
    private readonly List<string> sentences = [];

    public void Add(string sentence) => sentences.Add(sentence);

    public bool IsEmpty => sentences.Count == 0;

    /// <summary>Adds what it finds wrong.</summary>
    /// <param name="check">Throws.</param>
    /// <param name="explain">Puts a sentence into other words.</param>
    public void Of(Action check, Func<string, string> explain)
    {
        var found = new Mistakes();
        found.Of(() =>
        {
            check();
            return true;
        });
        sentences.AddRange(found.sentences.Select(explain));
    }

    /// <summary>What it reads; its default where that is a mistake.</summary>
    public T? Of<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException mistake)
        {
            sentences.AddRange(mistake.Sentences);
        }
        catch (Exception mistake) when (IsMistake(mistake))
        {
            sentences.Add(mistake.Message);
        }

        return default;
    }

    public void ThrowIfAny()
    {
        if (sentences.Count > 0)
            throw new UsageException([.. sentences]);
    }

    /// <summary>Whether it says what is wrong with what was typed.</summary>
    public static bool IsMistake(Exception exception) =>
        exception is UsageException or StoreLocationException or KafkaPropertyException or TelemetryEndpointException;
}
