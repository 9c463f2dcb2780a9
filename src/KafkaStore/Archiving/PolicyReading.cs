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
                Of(PolicyKey.FileAge)?.Time(1) ?? basis.Segments.MaximumAge,
                Of(PolicyKey.FileSize)?.Size() ?? basis.Segments.MaximumBytes,
                Of(PolicyKey.FileRecords)?.Number(1, long.MaxValue, "a number of records from 1") ?? basis.Segments.MaximumRecords
            ),
            SafetyWindow = Of(PolicyKey.IdleSafety)?.Time(0) ?? basis.SafetyWindow,
            Codec = Codec(basis.Codec),
            OffsetReset = Of(PolicyKey.OffsetReset)?.OneOf("earliest", "latest", "error") is { } reset
                ? Enum.Parse<OffsetReset>(reset, ignoreCase: true)
                : basis.OffsetReset,
            OnRecreated = Of(PolicyKey.OnRecreated)?.OneOf("new-generation", "fault") switch
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
        ContainerCodec codec = Of(PolicyKey.Codec)?.OneOf(names) is { } name ? ContainerCodec.Named(name) : basis;
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
        return Of(PolicyKey.CodecLevel)?.Number(codec.LeastLevel, codec.MostLevel, levels) is { } level ? codec.AtLevel((int)level) : codec;
    }

    private WrittenValue? Of(string key) => texts.TryGetValue(key, out string? text) ? new WrittenValue(nameOf(key), text, mistake) : null;
}
