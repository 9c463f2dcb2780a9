using System.Net;
using Google;
using Google.Apis.Storage.v1;
using Google.Apis.Upload;
using Google.Cloud.Storage.V1;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace KafkaStore.Storage.Gcs;

/// <summary>One session of a resumable upload, which can go on where a failure stopped it.</summary>
internal sealed class GcsUpload : IAsyncDisposable
{
    /// <summary>An upload of any size takes one request and another for each of these.</summary>
    private const int ChunkBytes = 8 * 1024 * 1024;

    /// <summary>The SDK reads a few kilobytes at a time, which a file had better not do.</summary>
    private const int ReadAheadBytes = 64 * 1024;

    /// <summary>The SDK sends a chunk of which nothing arrives again at once, for ever; it is made to wait after so many times.</summary>
    private const int MaximumVainChunks = 3;

    private const string ContentType = "application/octet-stream";

    private readonly GcsUploadStream stream;
    private readonly ObjectsResource.InsertMediaUpload upload;
    private bool started;
    private long kept;
    private int vainChunks;

    public GcsUpload(GcsBucket bucket, string fullName, ObjectContent content, Md5Hash md5)
    {
        stream = new GcsUploadStream(new BufferedStream(content.Open(), ReadAheadBytes), content);
        upload = Create(bucket, fullName, stream, content.Length, md5, GcsMetadata.ToStore(content.Metadata));
    }

    /// <summary>Opens a session, which needs the permission to create, and sends nothing: it expires by itself.</summary>
    public static Task ProbeAsync(GcsBucket bucket, string fullName, CancellationToken cancellationToken) =>
        Create(bucket, fullName, Stream.Null, 0, null, null).InitiateSessionAsync(cancellationToken);

    /// <summary>Starts, or goes on after a failure.</summary>
    /// <returns>What failed; null where the object was created.</returns>
    public async Task<Exception?> SendAsync(CancellationToken cancellationToken)
    {
        using var vain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Watch(IUploadProgress progress)
        {
            vainChunks = progress.Status == UploadStatus.Uploading && progress.BytesSent == kept ? vainChunks + 1 : 0;
            kept = progress.BytesSent;
            if (vainChunks == MaximumVainChunks)
                vain.Cancel();
        }

        upload.ProgressChanged += Watch;
        Exception? failure;
        try
        {
            IUploadProgress progress = started ? await upload.ResumeAsync(vain.Token) : await upload.UploadAsync(vain.Token);
            failure = progress.Status == UploadStatus.Completed ? null : progress.Exception;
        }
        catch (OperationCanceledException exception)
        {
            failure = exception; // The caller's, the SDK's time limit, or ours.
        }
        finally
        {
            upload.ProgressChanged -= Watch;
            started = true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is OperationCanceledException && vain.IsCancellationRequested)
            return new IOException("none of the bytes sent arrive");
        if (failure is not null)
            stream.ThrowIfFailed();
        return failure;
    }

    /// <summary>Whether the session is of no more use, but another one may be.</summary>
    public bool IsLost(Exception failure) =>
        GcsAnswer.IsDamaged(failure)
        || (stream.Position > 0 && failure is GoogleApiException { HttpStatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone });

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static ObjectsResource.InsertMediaUpload Create(
        GcsBucket bucket,
        string fullName,
        Stream body,
        long length,
        Md5Hash? md5,
        IDictionary<string, string>? metadata
    ) =>
        bucket.Client.CreateObjectUploader(
            new StoredObject
            {
                Bucket = bucket.Name,
                Name = fullName,
                ContentType = ContentType,
                Md5Hash = md5?.Base64,
                Metadata = metadata,
                StorageClass = bucket.Options.StorageClass,
            },
            body,
            new UploadObjectOptions
            {
                IfGenerationMatch = 0,
                ChunkSize = ChunkFor(length),
                KmsKeyName = bucket.Options.KmsKeyName,
            }
        );

    // The SDK makes an array of a chunk's size however little there is to send.
    private static int ChunkFor(long length)
    {
        const int Unit = UploadObjectOptions.MinimumChunkSize;
        return length >= ChunkBytes ? ChunkBytes : Math.Max(1, (int)((length + Unit - 1) / Unit)) * Unit;
    }
}
