namespace KafkaStore.Tests.S3;

/// <summary>An object: one content or several one after the other, and what is kept beside them.</summary>
/// <param name="Contents">In order.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Headers">Metadata, encryption and content type, as they are given back.</param>
internal sealed record FakeS3Object(IReadOnlyList<SpoolFile> Contents, string ETag, IReadOnlyDictionary<string, string> Headers)
    : IDisposable
{
    public long Length { get; } = Contents.Sum(content => content.Length);

    public DateTimeOffset LastModified { get; } = DateTimeOffset.UtcNow;

    /// <summary>Without a restored copy its bytes can't be read.</summary>
    public bool IsOffline =>
        (Headers.GetValueOrDefault("x-amz-storage-class") is "GLACIER" or "DEEP_ARCHIVE" || Headers.ContainsKey("x-amz-archive-status"))
        && Headers.GetValueOrDefault("x-amz-restore")?.StartsWith("ongoing-request=\"false\"") != true;

    /// <summary>The same in another class.</summary>
    public FakeS3Object InTier(IEnumerable<(string Name, string Value)> headers)
    {
        var changed = new Dictionary<string, string>(
            Headers.Where(header => header.Key is not ("x-amz-storage-class" or "x-amz-archive-status" or "x-amz-restore"))
        );
        foreach ((string name, string value) in headers)
            changed[name] = value;
        return new FakeS3Object(Contents, ETag, changed);
    }

    public int Read(Span<byte> target, long position)
    {
        foreach (SpoolFile content in Contents)
        {
            if (position < content.Length)
                return content.ReadAt(position, target[..(int)Math.Min(target.Length, content.Length - position)]);
            position -= content.Length;
        }

        return 0;
    }

    public void Dispose()
    {
        foreach (SpoolFile content in Contents)
            content.Dispose();
    }
}

internal sealed record FakeS3Upload(string Key, IReadOnlyDictionary<string, string> Headers) : IDisposable
{
    public SortedDictionary<int, FakeS3Part> Parts { get; } = [];

    public void Dispose()
    {
        foreach (FakeS3Part part in Parts.Values)
            part.Content.Dispose();
    }
}

internal sealed record FakeS3Part(SpoolFile Content, byte[] Md5)
{
    public string ETag => Convert.ToHexStringLower(Md5);
}
