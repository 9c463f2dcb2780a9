using System.Runtime.ExceptionServices;
using Google;

namespace KafkaStore.Storage.Gcs;

/// <summary>
/// Creates one object with <c>ifGenerationMatch=0</c> and the MD5 of what it has to be: Google refuses it where one of that
/// name exists, or where other bytes came.
/// </summary>
internal sealed class GcsObjectCreation(GcsBucket bucket)
{
    private const string ProbeName = "~kafka-store/probe";

    /// <summary>Finds out whether objects can be created, by starting an upload that is never sent.</summary>
    public Task<bool> CheckAsync(CancellationToken cancellationToken) =>
        bucket.CallAsync(
            GcsAction.Create,
            async () =>
            {
                try
                {
                    await GcsUpload.ProbeAsync(bucket, bucket.FullName(ProbeName), cancellationToken);
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
        string fullName = bucket.FullName(name);
        Md5Hash md5 = await content.GetMd5Async(cancellationToken);
        GcsUpload? upload = null;
        Exception? failure = null; // Of the upload: what the content itself throws is not tried again.
        try
        {
            return await bucket.Patience.RunAsync(
                SendAsync,
                exception => exception == failure && (upload is null || GcsAnswer.IsTransient(exception)),
                cancellationToken
            );
        }
        catch (Exception exception) when (exception == failure)
        {
            throw GcsFailure.Translate(GcsAction.Create, bucket.Url, exception);
        }
        finally
        {
            if (upload is not null)
                await upload.DisposeAsync();
        }

        async Task<CreateOutcome> SendAsync(CancellationToken token)
        {
            upload ??= new GcsUpload(bucket, fullName, content, md5);
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
