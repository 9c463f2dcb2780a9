namespace KafkaStore.Records;

internal static class LowerHex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool Is(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);
}
