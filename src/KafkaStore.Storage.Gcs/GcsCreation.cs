using System.Runtime.ExceptionServices;

namespace KafkaStore.Storage.Gcs;

/// <summary>
/// Creates one object with <c>ifGenerationMatch=0</c> and the MD5 of what it has to be: Google refuses it where one of that
/// name exists, or where other bytes came.
/// </summary>
internal sealed class GcsCreation(GcsConnection connection)
{
    private const string ProbeName = "~kafka-store/probe";

    /// <summary>Finds out whether objects can be created, by starting an upload that is never sent.</summary>
    public Task<bool> CheckAsync(CancellationToken cancellationToken) =>
        connection.RunAsync(
            StoreAction.Create,
            async () =>
            {
                try
                {
                    await GcsUpload.ProbeAsync(connection, connection.KeyOf(ProbeName), cancellationToken);
                    return true;
                }
                catch (GoogleApiException exception) when (GcsAnswer.IsPreconditionFailed(exception))
                {
                    return true; // Somebody made that object; who may not create does not get as far.
                }
            },
            cancellationToken
        );

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        Md5Hash md5 = await content.GetMd5Async(cancellationToken);
        GcsUpload? upload = null;
        Exception? failure = null; // Of the upload: what the content itself throws is not tried again.
        try
        {
            return await connection.Options.Patience.RunAsync(
                SendAsync,
                exception => exception == failure && (upload is null || GcsAnswer.IsTransient(exception)),
                cancellationToken
            );
        }
        catch (Exception exception) when (exception == failure)
        {
            throw GcsFailure.Translate(StoreAction.Create, connection.Url, exception);
        }
        finally
        {
            if (upload is not null)
                await upload.DisposeAsync();
        }

        async Task<CreateOutcome> SendAsync(CancellationToken token)
        {
            upload ??= new GcsUpload(connection, key, content, md5);
            failure = await upload.SendAsync(token);
            if (failure is null)
                return CreateOutcome.Created;
            if (GcsAnswer.IsPreconditionFailed(failure))
                return CreateOutcome.AlreadyExists;
            if (upload.IsLost(failure))
            {
                await upload.DisposeAsync();
                upload = null;
            }

            ExceptionDispatchInfo.Throw(failure);
            throw failure;
        }
    }
}

/// <summary>
/// Custom metadata. The tool that this one re-creates kept the number of records as <c>count</c>, and its users read it: an
/// object that tells its records gets that too, and it is no part of what the object was given.
/// </summary>
internal static class GcsMetadata
{
    private const string Count = "count";
    private const string Records = "kafka_records";

    public static IDictionary<string, string>? ToStore(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return null;
        var stored = new Dictionary<string, string>(metadata);
        if (metadata.TryGetValue(Records, out string? records))
            stored.TryAdd(Count, records);
        return stored;
    }

    public static IReadOnlyDictionary<string, string> FromStore(IDictionary<string, string>? stored)
    {
        var metadata = new Dictionary<string, string>(stored ?? new Dictionary<string, string>());
        if (metadata.TryGetValue(Records, out string? records) && metadata.TryGetValue(Count, out string? count) && count == records)
            metadata.Remove(Count);
        return metadata;
    }
}
