namespace KafkaStore.Naming;

/// <summary>A value as somebody wrote it, read as what it is meant to be: null, and a sentence with the remedy, where it can't be used.</summary>
/// <param name="name">What it is called where it was written.</param>
/// <param name="text">As it was written.</param>
/// <param name="mistake">Told the sentence; may throw.</param>
public sealed class WrittenValue(string name, string text, Action<string> mistake)
{
    /// <param name="least">Inclusive.</param>
    /// <param name="most">Inclusive.</param>
    /// <param name="what">What it takes, for the remedy.</param>
    public long? Number(long least, long most, string what) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : Refuse<long?>(what);

    /// <param name="least">In seconds, inclusive.</param>
    public TimeSpan? Time(int least) =>
        TimeLength.TryParse(text, out TimeSpan time) && time >= TimeSpan.FromSeconds(least)
            ? time
            : Refuse<TimeSpan?>($"whole seconds from {least}");

    /// <returns>In bytes, from 1.</returns>
    public long? Size() =>
        ByteSize.TryParse(text, out ByteSize size) && size.Bytes > 0
            ? size.Bytes
            : Refuse<long?>("a size such as 256M, 64k, 1G or 1000000 (bytes)");

    /// <param name="choices">Two or more, in lower case; however it is written, the one that is chosen is returned as it is here.</param>
    public string? OneOf(params string[] choices) =>
        choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? Refuse<string>($"{string.Join(", ", choices[..^1])} or {choices[^1]}");

    private T? Refuse<T>(string what)
    {
        mistake($"{name} takes {what}, not '{text}'.");
        return default;
    }
}
