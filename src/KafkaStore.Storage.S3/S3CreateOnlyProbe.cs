using KafkaStore.Naming;

namespace KafkaStore.Storage.S3;

/// <summary>
/// Some servers that speak S3 ignore <c>If-None-Match</c>, and would overwrite. One small object, under a name that stays,
/// tells: creating it again must be refused, at once and in parts. It is not deleted, since an archiver's role can't.
/// </summary>
internal static class S3CreateOnlyProbe
{
    public static async Task RunAsync(S3Bucket bucket, CancellationToken cancellationToken)
    {
        string key = bucket.KeyOf(MarkerName.CreateOnlyProbe);
        var content = ObjectContent.FromBytes("Made once to find out whether this server overwrites. Leave it here.\n"u8.ToArray());
        var creation = new S3ObjectCreation(bucket);

        CreateOutcome first = await creation.CreateAsync(MarkerName.CreateOnlyProbe, content, cancellationToken);
        if (
            first == CreateOutcome.Created
            && await creation.CreateAsync(MarkerName.CreateOnlyProbe, content, cancellationToken) == CreateOutcome.Created
        )
        {
            throw Ignored(bucket, "PutObject");
        }

        if (await InPartsAsync(bucket, creation, key, content, cancellationToken) == CreateOutcome.Created)
            throw Ignored(bucket, "CompleteMultipartUpload");
    }

    private static async Task<CreateOutcome> InPartsAsync(
        S3Bucket bucket,
        S3ObjectCreation creation,
        string key,
        ObjectContent content,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await creation.CreateInPartsAsync(key, content, cancellationToken);
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("create", MarkerName.CreateOnlyProbe, exception, cancellationToken);
        }
    }

    private static StorageAccessException Ignored(S3Bucket bucket, string operation) =>
        new(
            $"The server of {bucket.DisplayName} ignores If-None-Match on {operation}, so it would overwrite archived objects; use a server that honours conditional writes."
        );
}
