using KafkaStore.Broker;

namespace KafkaStore.Archiving;

/// <summary>Makes a policy of the texts that people write, and says of each what is wrong with it.</summary>
/// <param name="texts">By <see cref="PolicyKey"/>; what is not there stays as it is.</param>
/// <param name="nameOf">What a key is called where it was written.</param>
/// <param name="mistake">Told a sentence for each text that can't be used.</param>
public sealed class PolicyReading(IReadOnlyDictionary<string, string> texts, Func<string, string> nameOf, Action<string> mistake)
{
    /// <param name="basis">Where nothing else is written.</param>
    public TopicPolicy Read(TopicPolicy basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        return new TopicPolicy
        {
            Segments = new SegmentPolicy(
                Time(PolicyKey.FileAge, least: 1) ?? basis.Segments.MaximumAge,
                Size(PolicyKey.FileSize) ?? basis.Segments.MaximumBytes,
                Number(PolicyKey.FileRecords, 1, long.MaxValue, "a number of records from 1") ?? basis.Segments.MaximumRecords
            ),
            SafetyWindow = Time(PolicyKey.IdleSafety, least: 0) ?? basis.SafetyWindow,
            Codec = Codec(basis.Codec),
            OffsetReset = Choice(PolicyKey.OffsetReset, "earliest", "latest", "error") is { } reset
                ? Enum.Parse<OffsetReset>(reset, ignoreCase: true)
                : basis.OffsetReset,
            OnRecreated = Choice(PolicyKey.OnRecreated, "new-generation", "fault") switch
            {
                null => basis.OnRecreated,
                "fault" => OnRecreated.Fault,
                _ => OnRecreated.NewGeneration,
            },
        };
    }

    private ContainerCodec Codec(ContainerCodec basis)
    {
        string[] names = [.. ContainerCodec.Names];
        ContainerCodec codec = Choice(PolicyKey.Codec, names) is { } name ? ContainerCodec.Named(name) : basis;
        if (codec == ContainerCodec.Null)
        {
            if (texts.ContainsKey(PolicyKey.CodecLevel))
            {
                mistake(
                    $"{nameOf(PolicyKey.CodecLevel)} is of deflate and zstandard; {nameOf(PolicyKey.Codec)} null has none. Leave one of the two out."
                );
            }

            return codec;
        }

        string levels = $"a level from {codec.LeastLevel} to {codec.MostLevel} with {nameOf(PolicyKey.Codec)} {codec.Name}";
        return Number(PolicyKey.CodecLevel, codec.LeastLevel, codec.MostLevel, levels) is { } level ? codec.AtLevel((int)level) : codec;
    }

    private TimeSpan? Time(string key, int least)
    {
        if (!texts.TryGetValue(key, out string? text))
            return null;
        if (TimeLength.TryParse(text, out TimeSpan time) && time >= TimeSpan.FromSeconds(least))
            return time;
        mistake($"{nameOf(key)} takes whole seconds from {least}, not '{text}'.");
        return null;
    }

    private long? Size(string key)
    {
        if (!texts.TryGetValue(key, out string? text))
            return null;
        if (ByteSize.TryParse(text, out ByteSize size) && size.Bytes > 0)
            return size.Bytes;
        mistake($"{nameOf(key)} takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '{text}'.");
        return null;
    }

    private long? Number(string key, long least, long most, string what)
    {
        if (!texts.TryGetValue(key, out string? text))
            return null;
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= least
            && value <= most
        )
        {
            return value;
        }

        mistake($"{nameOf(key)} takes {what}, not '{text}'.");
        return null;
    }

    private string? Choice(string key, params string[] choices)
    {
        if (!texts.TryGetValue(key, out string? text))
            return null;
        if (choices.Contains(text, StringComparer.OrdinalIgnoreCase))
            return text.ToLowerInvariant();
        mistake($"{nameOf(key)} takes {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{text}'.");
        return null;
    }
}
