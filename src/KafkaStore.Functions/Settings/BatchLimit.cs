using Microsoft.Extensions.Configuration;

namespace KafkaStore.Functions.Settings;

/// <summary>How large a batch of the trigger can get: the worker takes it whole.</summary>
internal static class BatchLimit
{
    /// <summary>64 MiB of record values, keys and headers.</summary>
    public const long MaximumBytes = 64 * 1024 * 1024;

    /// <summary>
    /// 32 KiB: 2,000 such records are a batch. The broker's own limit (<c>max.message.bytes</c>, 1 MiB by default) says what a
    /// producer may send, not what it sends, and would allow 64 records a batch.
    /// </summary>
    public const long DefaultLargestRecordBytes = 32 * 1024;

    // The extension's own default.
    private const long DefaultMaxBatchSize = 64;

    /// <summary>What is wrong, or null. <paramref name="hostFile"/> need not exist.</summary>
    public static string? Problem(IConfiguration configuration, string hostFile, long largestRecordBytes)
    {
        long records = MaxBatchSize(configuration, hostFile);
        long fitting = MaximumBytes / largestRecordBytes;
        return records <= fitting
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"maxBatchSize in host.json is {records} and records have up to {largestRecordBytes} bytes (KafkaStore__LargestRecordBytes), together more than the {MaximumBytes} bytes of a batch: make maxBatchSize {Math.Max(1, fitting)} or less"
            );
    }

    private static long MaxBatchSize(IConfiguration configuration, string hostFile)
    {
        // The host lets a setting of this name win over the file.
        if (
            long.TryParse(
                configuration["AzureFunctionsJobHost:extensions:kafka:maxBatchSize"],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long set
            )
        )
        {
            return set;
        }

        if (!File.Exists(hostFile))
            return DefaultMaxBatchSize;
        using var host = JsonDocument.Parse(
            File.ReadAllBytes(hostFile),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        return
            host.RootElement.TryGetProperty("extensions", out JsonElement extensions)
            && extensions.TryGetProperty("kafka", out JsonElement kafka)
            && kafka.TryGetProperty("maxBatchSize", out JsonElement size)
            ? size.GetInt64()
            : DefaultMaxBatchSize;
    }
}
