using Google.Apis.Storage.v1;
using Google.Apis.Upload;
using KafkaStore.Storage.Streams;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace KafkaStore.Storage.Gcs;

/// <summary>One session of a resumable upload, which can go on where a failure stopped it.</summary>
internal sealed class GcsUpload : IAsyncDisposable
{
    /// <summary>An upload of any size takes one request and another for each of these, which the SDK calls chunks.</summary>
    private const int RequestBytes = 8 * 1024 * 1024;

    /// <summary>The SDK reads a few kilobytes at a time, which a file had better not do.</summary>
    private const int ReadAheadBytes = 64 * 1024;

    /// <summary>The SDK sends bytes of which none arrive again at once, for ever; it is made to wait after so many times.</summary>
    private const int MaximumVainRequests = 3;

    private const string ContentType = "application/octet-stream";

    private readonly ForwardContent content;
    private readonly BufferedStream ahead;
    private readonly ObjectsResource.InsertMediaUpload upload;
    private bool started;
    private long kept;
    private int vainRequests;

    public GcsUpload(GcsConnection connection, string key, ObjectContent content, Md5Hash md5)
    {
        this.content = new ForwardContent(content);
        ahead = new BufferedStream(this.content, ReadAheadBytes);
        upload = Create(connection, key, ahead, content.Length, md5, GcsMetadata.ToStore(content.Metadata));
    }

    /// <summary>Opens a session, which needs the permission to create, and sends nothing: it expires by itself.</summary>
    public static Task ProbeAsync(GcsConnection connection, string key, CancellationToken cancellationToken) =>
        Create(connection, key, Stream.Null, 0, null, null).InitiateSessionAsync(cancellationToken);

    /// <summary>Starts, or goes on after a failure.</summary>
    /// <returns>What failed; null where the object was created.</returns>
    public async Task<Exception?> SendAsync(CancellationToken cancellationToken)
    {
        using var vain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Watch(IUploadProgress progress)
        {
            vainRequests = progress.Status == UploadStatus.Uploading && progress.BytesSent == kept ? vainRequests + 1 : 0;
            kept = progress.BytesSent;
            if (vainRequests == MaximumVainRequests)
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
            content.ThrowIfContentFailed();
        return failure;
    }

    /// <summary>Whether the session is of no more use, but another one may be.</summary>
    public bool IsLost(Exception failure) =>
        GcsAnswer.IsDamaged(failure)
        || (content.Position > 0 && failure is GoogleApiException { HttpStatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone });

    public ValueTask DisposeAsync() => ahead.DisposeAsync();

    private static ObjectsResource.InsertMediaUpload Create(
        GcsConnection connection,
        string key,
        Stream body,
        long length,
        Md5Hash? md5,
        IDictionary<string, string>? metadata
    ) =>
        connection.Client.CreateObjectUploader(
            new StoredObject
            {
                Bucket = connection.Bucket,
                Name = key,
                ContentType = ContentType,
                Md5Hash = md5?.Base64,
                Metadata = metadata,
                StorageClass = connection.Options.StorageClass,
            },
            body,
            new UploadObjectOptions
            {
                IfGenerationMatch = 0,
                ChunkSize = RequestBytesOf(length),
                KmsKeyName = connection.Options.KmsKeyName,
            }
        );

    // The SDK makes an array of that size however little there is to send.
    private static int RequestBytesOf(long length)
    {
        const int Unit = UploadObjectOptions.MinimumChunkSize;
        return length >= RequestBytes ? RequestBytes : Math.Max(1, (int)((length + Unit - 1) / Unit)) * Unit;
    }

    // For a stream that can seek, the SDK would make a new array for each request.
    private sealed class ForwardContent(ObjectContent content) : ContentStream(content)
    {
        public override bool CanSeek => false;
    }
}
