namespace KafkaStore.Stores.Tests.S3;

/// <summary>An object: one content or several one after the other, and what is kept beside them.</summary>
/// <param name="Contents">In order.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Headers">Metadata, encryption and content type, as they are given back.</param>
internal sealed record FakeS3Object(IReadOnlyList<SpoolFile> Contents, string ETag, IReadOnlyDictionary<string, string> Headers)
    : IDisposable
{
    public long Length { get; } = Contents.Sum(content => content.Length);

    public DateTimeOffset LastModified { get; } = DateTimeOffset.UtcNow;

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
