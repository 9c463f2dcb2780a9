using Amazon.S3;

namespace KafkaStore.Storage.S3;

/// <summary>
/// What the SDK does not try again by itself: a creation that met another one, and bytes that were damaged on the way.
/// </summary>
internal sealed class S3Tries(TimeProvider clock)
{
    private const int Maximum = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    public int Failed { get; private set; }

    public bool AreLeftAfter(AmazonS3Exception exception) => IsWorthAnother(exception) && ++Failed < Maximum;

    /// <summary>100 ms, doubled at each try, of which half at random: writers that met once should not meet again.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan full = FirstDelay * Math.Pow(2, Failed - 1);
        return Task.Delay(full * (0.5 + (Random.Shared.NextDouble() / 2)), clock, cancellationToken);
    }

    private static bool IsWorthAnother(AmazonS3Exception exception) => exception.ErrorCode
        is "ConditionalRequestConflict" or "OperationAborted"
        or "BadDigest" or "XAmzContentSHA256Mismatch" or "IncompleteBody"
        or "NoSuchUpload" or "InvalidPart";
}
