namespace KafkaStore.Reading.Verification;

/// <summary>Holds a header against the only way in which this product would have written it.</summary>
internal static class HeaderCheck
{
    /// <summary>Whether it has facts of this product at all, readable or not.</summary>
    public static bool HasFacts(ContainerHeader header) =>
        header.Metadata.Keys.Any(key => key.StartsWith("kafka.", StringComparison.Ordinal));

    public static bool HasOwnSync(ContainerHeader header, ArchiveName name) =>
        header.Sync.Span.SequenceEqual(SyncMarker.For(name, header.Metadata[HeaderKeys.Schema].Span));

    /// <summary>Null when nothing is wrong with it, otherwise what is. The same facts can be written in one way only.</summary>
    public static string? Problem(ContainerHeader header, SegmentFacts facts)
    {
        if (SegmentPolicy.Parse(facts.Policy) is null)
            return $"its header's policy, '{facts.Policy}', is not one";
        KeyValuePair<string, ReadOnlyMemory<byte>>[] expected =
        [
            .. facts.ToMetadata(),
            new(HeaderKeys.Schema, MessageSchema.Utf8),
            ContainerFacts.Entry(HeaderKeys.Codec, header.Text(HeaderKeys.Codec) ?? ContainerCodec.Null.Name),
        ];
        foreach ((string key, ReadOnlyMemory<byte> value) in expected)
        {
            if (!header.Metadata.TryGetValue(key, out ReadOnlyMemory<byte> actual) || !actual.Span.SequenceEqual(value.Span))
                return $"its header has another {key} than this product writes";
        }

        int length = ContainerHeader.Write(expected, header.Sync.Span).Length;
        return header.Length == length && header.Metadata.Count == expected.Length
            ? null
            : $"its header has {header.Length} bytes where the facts in it take {length}";
    }
}
