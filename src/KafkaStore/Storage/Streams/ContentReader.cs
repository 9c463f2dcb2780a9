using System.Security.Cryptography;

namespace KafkaStore.Storage.Streams;

/// <summary>Reads a content piece by piece, for stores that send it so, and makes sure that it is what was announced.</summary>
public sealed class ContentReader(ObjectContent content) : IAsyncDisposable
{
    private readonly Stream stream = content.Open();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private long position;

    public long RemainingBytes => content.Length - position;

    /// <summary>Fills the memory as far as there are bytes.</summary>
    /// <returns>How many; fewer only at the end of the content.</returns>
    /// <exception cref="StorageException">It is longer or shorter than it announced.</exception>
    public async Task<int> FillAsync(Memory<byte> memory, CancellationToken cancellationToken)
    {
        Memory<byte> wanted = memory[..(int)Math.Min(memory.Length, RemainingBytes)];
        int read = await stream.ReadAtLeastAsync(wanted, wanted.Length, throwOnEndOfStream: false, cancellationToken);
        position += read;
        if (read < wanted.Length)
            throw content.WrongLength(position);
        hash.AppendData(wanted.Span);
        if (RemainingBytes == 0 && await stream.ReadAsync(new byte[1], cancellationToken) > 0)
            throw content.WrongLength(position + 1);
        return read;
    }

    /// <summary>Of all that has been read.</summary>
    public Md5Hash HashSoFar()
    {
        Span<byte> bytes = stackalloc byte[Md5Hash.Length];
        hash.GetCurrentHash(bytes);
        return new Md5Hash(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        await stream.DisposeAsync();
    }
}
