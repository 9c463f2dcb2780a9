namespace KafkaStore.LocalHost.Reloading;

/// <summary>Another configuration can't be taken up, and the former one still holds.</summary>
public sealed class ReloadRefusedException(IReadOnlyList<string> sentences) : Exception(string.Join(" ", sentences))
{
    /// <summary>What stands against it, one each.</summary>
    public IReadOnlyList<string> Sentences => sentences;
}
