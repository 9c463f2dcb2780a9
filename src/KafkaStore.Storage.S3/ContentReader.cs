using System.Buffers;
using System.Security.Cryptography;

namespace KafkaStore.Storage.S3;

/// <summary>Reads a content piece by piece and makes sure that it is what was announced.</summary>
internal sealed class ContentReader(ObjectContent content) : IAsyncDisposable
{
    private readonly Stream stream = content.Open();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private long position;

    public long RemainingBytes => content.Length - position;

    /// <summary>Reads all of it once, if nobody has yet.</summary>
    public static async Task<Md5Hash> HashAsync(ObjectContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await content.GetMd5Async(cancellationToken);
        }
        catch (IOException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <param name="maximumBytes">The piece is shorter only at the end of the content.</param>
    /// <exception cref="StorageException">It is longer or shorter than it announced.</exception>
    public async Task<ContentPiece> ReadAsync(int maximumBytes, CancellationToken cancellationToken)
    {
        int length = (int)Math.Min(maximumBytes, RemainingBytes);
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        int read = await FillAsync(rented.AsMemory(0, length), cancellationToken);
        position += read;
        if (read < length)
            throw content.WrongLength(position);
        hash.AppendData(rented, 0, length);
        if (RemainingBytes == 0)
            await RequireEndAsync(cancellationToken);
        return new ContentPiece(rented, length);
    }

    /// <summary>Of all that has been read.</summary>
    public Md5Hash HashSoFar()
    {
        Span<byte> hash = stackalloc byte[Md5Hash.Length];
        this.hash.GetCurrentHash(hash);
        return new Md5Hash(hash);
    }

    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        await stream.DisposeAsync();
    }

    private async Task RequireEndAsync(CancellationToken cancellationToken)
    {
        byte[] excess = new byte[1];
        if (await FillAsync(excess, cancellationToken) > 0)
            throw content.WrongLength(position + 1);
    }

    private async Task<int> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static StorageException Unreadable(IOException exception) =>
        new($"The content can't be read: {exception.Message} Nothing was stored.", exception);
}
