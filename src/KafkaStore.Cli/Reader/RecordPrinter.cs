using System.Buffers;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Records;

namespace KafkaStore.Cli.Reader;

/// <summary>Prints records as JSON lines, in large writes.</summary>
internal sealed class RecordPrinter(StandardOutput output)
{
    private const int WriteBytes = 256 * 1024;

    // A buffer that one huge record has grown is not kept.
    private const int KeptBytes = 8 * 1024 * 1024;

    private ArrayBufferWriter<byte> buffer = new(2 * WriteBytes);

    public void Print(ArchivedBlock block)
    {
        string filename = FileName(block.Name);
        foreach (Record record in block.Records)
        {
            RecordLine.Write(buffer, filename, record);
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= WriteBytes)
                Flush();
        }
    }

    public void Flush()
    {
        output.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        if (buffer.Capacity > KeptBytes)
            buffer = new ArrayBufferWriter<byte>(2 * WriteBytes);
    }

    /// <summary>The object's name without its folders.</summary>
    public static string FileName(ArchiveName name) => Path.GetFileName(name.ToString());
}
