namespace KafkaStore.Tests.Support;

/// <summary>Keys of the tests, which are no secret.</summary>
internal static class SomeStagingKeys
{
    private const byte First = 1;
    private const byte Second = 2;

    public static StagingKeys One { get; } = StagingKeys.Parse([Text(First)]);

    /// <summary>The second one signs, the first is still accepted.</summary>
    public static StagingKeys Rotated { get; } = StagingKeys.Parse([Text(Second), Text(First)]);

    public static StagingKeys Other { get; } = StagingKeys.Parse([Text(Second)]);

    private static string Text(byte of) => Convert.ToBase64String([.. Enumerable.Repeat(of, StagingKeys.LeastBytes)]);
}
