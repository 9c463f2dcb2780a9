using Google.Apis.Upload;
using Object = Google.Apis.Storage.v1.Data.Object;

namespace Google.Cloud.Storage.V1;

public sealed class UploadObjectOptions
{
    public const int MinimumChunkSize = ResumableUpload<Object>.MinimumChunkSize;

    private int? chunkSize;

    public int? ChunkSize
    {
        get => chunkSize;
        set => chunkSize = value is null || (value % MinimumChunkSize == 0 && value >= 1)
            ? value
            : throw new ArgumentException($"Requested chunk size {value} is not a positive multiple of {MinimumChunkSize}", nameof(value));
    }

    public long? IfGenerationMatch { get; set; }

    public string KmsKeyName { get; set; }
}

public sealed class GetObjectOptions
{
    public RetryOptions RetryOptions { get; set; }
}

public sealed class DeleteObjectOptions
{
    public RetryOptions RetryOptions { get; set; }
}

public sealed class ListObjectsOptions
{
    public string Fields { get; set; }

    public int? PageSize { get; set; }

    public string PageToken { get; set; }

    public RetryOptions RetryOptions { get; set; }

    public string StartOffset { get; set; }
}
