namespace KafkaStore.Naming;

/// <summary>Decimal numbers padded with zeros, so that the order of names is the order of numbers.</summary>
internal static class FixedWidth
{
    public const int OffsetDigits = 20;
    public const int PartitionDigits = 6;

    public static string Offset(long value) => value.ToString("D20", CultureInfo.InvariantCulture);

    public static string Partition(int value) => value.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Exactly what <see cref="Offset"/> writes and nothing else.</summary>
    public static bool TryParseOffset(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return text.Length == OffsetDigits
            && AllDigits(text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Exactly what <see cref="Partition"/> writes: six digits, more only for numbers that need them.</summary>
    public static bool TryParsePartition(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length < PartitionDigits || (text.Length > PartitionDigits && text[0] == '0') || !AllDigits(text))
            return false;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
