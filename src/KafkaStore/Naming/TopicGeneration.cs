namespace KafkaStore.Naming;

/// <summary>
/// One incarnation of a topic, as the archive keeps it. A topic that is deleted and created again is another generation, and
/// what is archived of it lies apart: <c>orders</c> is the first, <c>orders~g1</c> the next. No topic's name holds a <c>~</c>.
/// </summary>
/// <param name="Topic">Kafka's name of it.</param>
/// <param name="Number">From 0 on, at most <see cref="MaximumNumber"/>.</param>
public readonly record struct TopicGeneration(string Topic, int Number) : IComparable<TopicGeneration>
{
    /// <summary>With the longest topic's name it still is a file's name, of 255 characters.</summary>
    public const int MaximumNumber = 9999;

    internal const string Separator = "~g";

    /// <summary>Generation 0.</summary>
    public static TopicGeneration First(string topic) => new(topic, 0);

    public TopicGeneration Next => this with { Number = Number + 1 };

    /// <summary>Those before it, from the first on.</summary>
    public IEnumerable<TopicGeneration> Former
    {
        get
        {
            for (TopicGeneration former = First(Topic); former < this; former = former.Next)
            {
                yield return former;
            }
        }
    }

    /// <summary>What stands for the topic in names of objects, chunks and markers, and in their headers.</summary>
    public override string ToString() => Number == 0 ? Topic : string.Create(CultureInfo.InvariantCulture, $"{Topic}{Separator}{Number}");

    /// <summary>The inverse of <see cref="ToString"/>; anything that it would not write is refused.</summary>
    public static bool TryParse(string? text, out TopicGeneration generation)
    {
        generation = default;
        if (text is null)
            return false;
        int mark = text.IndexOf(Separator, StringComparison.Ordinal);
        string topic = mark < 0 ? text : text[..mark];
        int number = 0;
        if (!TopicName.IsValid(topic) || (mark >= 0 && !TryParseNumber(text.AsSpan(mark + Separator.Length), out number)))
            return false;
        generation = new TopicGeneration(topic, number);
        return true;
    }

    /// <summary>Whether these topics, each with all its generations, are to have that one among them; none are all that there are.</summary>
    /// <param name="name">Of a topic or a generation of it.</param>
    public static bool IsAmong(string name, IReadOnlyCollection<string> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        return topics.Count == 0
            || topics.Contains(name)
            || (TryParse(name, out TopicGeneration generation) && topics.Contains(generation.Topic));
    }

    /// <summary>What Kafka calls the topic.</summary>
    /// <param name="name">Of a generation; anything else stays as it is.</param>
    public static string TopicOf(string name) => TryParse(name, out TopicGeneration generation) ? generation.Topic : name;

    /// <summary>Whether it is the name of a generation, the first included.</summary>
    public static bool IsName(string? text) => TryParse(text, out _);

    /// <summary>By topic in ordinal order, then by number.</summary>
    public int CompareTo(TopicGeneration other)
    {
        int byTopic = string.CompareOrdinal(Topic, other.Topic);
        return byTopic != 0 ? byTopic : Number.CompareTo(other.Number);
    }

    public static bool operator <(TopicGeneration left, TopicGeneration right) => left.CompareTo(right) < 0;

    public static bool operator >(TopicGeneration left, TopicGeneration right) => left.CompareTo(right) > 0;

    public static bool operator <=(TopicGeneration left, TopicGeneration right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TopicGeneration left, TopicGeneration right) => left.CompareTo(right) >= 0;

    private static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length is > 0 and <= 4
            && digits[0] != '0'
            && FixedWidth.AllDigits(digits)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
