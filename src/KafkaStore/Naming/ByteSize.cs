namespace KafkaStore.Naming;

/// <summary>A number of bytes as people type it: <c>1000</c>, <c>64k</c>, <c>256M</c>, <c>1G</c>; a unit is 1024 times the one before.</summary>
public readonly record struct ByteSize(long Bytes)
{
    private const string Units = "KMGT";

    /// <summary>Digits and at most one unit, upper or lower case; false for anything else, and for what no long holds.</summary>
    public static bool TryParse(string? text, out ByteSize size)
    {
        size = default;
        if (string.IsNullOrEmpty(text))
            return false;
        int power = Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1;
        ReadOnlySpan<char> digits = power > 0 ? text.AsSpan(0, text.Length - 1) : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return false;
        long unit = 1L << (10 * power);
        if (number > long.MaxValue / unit)
            return false;
        size = new ByteSize(number * unit);
        return true;
    }

    /// <summary>In the largest unit that divides it, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString()
    {
        long number = Bytes;
        int power = 0;
        for (; power < Units.Length && number != 0 && number % 1024 == 0; power++)
            number /= 1024;
        return number.ToString(CultureInfo.InvariantCulture) + (power == 0 ? "" : Units[power - 1]);
    }
}
