namespace KafkaStore.Storage;
public sealed class SpoolFile(string? folder, int memoryLimitBytes) : IDisposable
{
    private readonly MemoryStream m = new();
    public string? Folder => folder; public int Limit => memoryLimitBytes;
    public long Length => m.Length;
    public void Write(ReadOnlySpan<byte> b) => m.Write(b);
    public Stream OpenRead() => new MemoryStream(m.GetBuffer(), 0, (int)m.Length, false);
    public void Dispose() => m.Dispose();
}
