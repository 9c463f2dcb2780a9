using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>Connects to a bucket and makes sure that it is there, whichever region it is in.</summary>
internal static class S3Opening
{
    /// <param name="check">What else has to be right; throws where it is not.</param>
    public static async Task<S3Bucket> OpenAsync(
        S3StoreOptions options,
        Func<S3Bucket, CancellationToken, Task> check,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        using var timeout = new CancellationTokenSource(options.OpenTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ConnectAsync(options, check, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException(
                $"{S3Failure.HostOf(options)} did not answer within {options.OpenTimeout.TotalSeconds:0} s. Check the network, and the endpoint of {options.Url}.",
                exception
            );
        }
    }

    private static async Task<S3Bucket> ConnectAsync(
        S3StoreOptions options,
        Func<S3Bucket, CancellationToken, Task> check,
        CancellationToken cancellationToken
    )
    {
        string? region = options.Region;
        while (true)
        {
            var bucket = new S3Bucket(CreateClient(options, region), options);
            try
            {
                await ListOneAsync(bucket, cancellationToken);
                await check(bucket, cancellationToken);
                return bucket;
            }
            catch (AmazonS3Exception exception) when (region is null && S3Region.SaidBy(exception) is { } said)
            {
                bucket.Client.Dispose();
                region = said;
            }
            catch (Exception exception)
            {
                bucket.Client.Dispose();
                if (S3Failure.IsOne(exception))
                    throw bucket.Translate("list", "", exception, cancellationToken);
                throw;
            }
        }
    }

    private static AmazonS3Client CreateClient(S3StoreOptions options, string? region)
    {
        try
        {
            return S3ClientOf.Create(options, region);
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw S3Failure.Translate("open", "", options, exception);
        }
    }

    /// <summary>A listing's refusal has a body that says why; the answer to a HEAD has none.</summary>
    private static Task ListOneAsync(S3Bucket bucket, CancellationToken cancellationToken) =>
        bucket.Client.ListObjectsV2Async(
            new ListObjectsV2Request
            {
                BucketName = bucket.Name,
                Prefix = bucket.KeyPrefix,
                MaxKeys = 1,
            },
            cancellationToken
        );
}
