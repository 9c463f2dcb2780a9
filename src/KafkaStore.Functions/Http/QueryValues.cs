using Microsoft.Extensions.Primitives;

namespace KafkaStore.Functions.Http;

/// <summary>Reads a query's parameters and refuses what it does not know: a mistyped bound would otherwise give a whole archive.</summary>
internal sealed class QueryValues
{
    // Azure Functions' own: the key, and which key it is.
    private static readonly string[] Keys = ["code", "clientId"];

    private readonly IQueryCollection query;

    /// <exception cref="ProblemException">There is an unknown parameter, or one twice.</exception>
    public QueryValues(IQueryCollection query, params string[] known)
    {
        this.query = query;
        foreach ((string name, StringValues values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase) && !Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                string takes = known.Length == 0 ? "This takes none." : $"This takes {string.Join(", ", known)}.";
                throw ProblemException.Parameter(name, $"There is no parameter '{name}'. {takes}");
            }

            if (values.Count > 1)
                throw ProblemException.Parameter(name, $"'{name}' is given {values.Count} times. Give it once.");
        }
    }

    /// <summary>Null when it is not there.</summary>
    public long? Number(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum
            ? value
            : throw ProblemException.Parameter(name, $"{name} takes a whole number from {minimum} to {maximum}, not '{text}'.");
    }

    /// <summary>Unix milliseconds; null when it is not there.</summary>
    public long? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return TimeText.TryParse(WithPlus(text), out long time)
            ? time
            : throw ProblemException.Parameter(name, $"{name} takes a time as 2026-03-01T12:00:00Z or in Unix milliseconds, not '{text}'.");
    }

    /// <summary>Zero when it is not there.</summary>
    public TimeSpan Seconds(string name, TimeSpan maximum)
    {
        if (Text(name) is not { } text)
            return TimeSpan.Zero;
        string digits = text.EndsWith('s') ? text[..^1] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds <= maximum.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw ProblemException.Parameter(
                name,
                $"{name} takes whole seconds up to {maximum.TotalSeconds:0}, as in {name}=20s, not '{text}'."
            );
    }

    // A + that is not escaped comes as a space; one before the zone was a plus, one before the hour is a space.
    private static string WithPlus(string time)
    {
        int space = time.LastIndexOf(' ');
        return space > "yyyy-MM-dd".Length ? $"{time[..space]}+{time[(space + 1)..]}" : time;
    }

    /// <summary>Null when it is not there.</summary>
    public TopicId? Id(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return TopicId.TryParse(text, out TopicId id)
            ? id
            : throw ProblemException.Parameter(name, $"{name} takes a topic's id as Kafka's own kafka-topics shows it, not '{text}'.");
    }

    /// <summary>False when it is not there.</summary>
    public bool Flag(string name) =>
        Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            { } text => throw ProblemException.Parameter(name, $"{name} takes true or false, not '{text}'."),
        };

    private string? Text(string name) => query.TryGetValue(name, out StringValues values) ? values.ToString() : null;
}
