using KafkaStore.Storage;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Stores;

/// <summary>Random bytes in a temporary file, as a segment is just before it is created.</summary>
internal sealed class SpooledBytes(SpoolFile spool) : ObjectContent
{
    public override long Length => spool.Length;

    public override Stream Open() => spool.OpenRead();

    public static Task<SpoolFile> WriteAsync(long bytes) =>
        Task.Run(() =>
        {
            var spool = new SpoolFile();
            var random = new Random(1);
            byte[] piece = new byte[1024 * 1024];
            for (long written = 0; written < bytes; written += piece.Length)
            {
                random.NextBytes(piece);
                spool.Write(piece.AsSpan(0, (int)Math.Min(piece.Length, bytes - written)));
            }

            return spool;
        });
}
