namespace KafkaStore.Cli.Quickstart;

/// <summary>The lines of a file as records: key <c>FILE:LINE</c>, every hundredth with headers, and a tombstone for the first at the end.</summary>
internal static class LineRecords
{
    private const int MaximumBytes = 256 * 1024 * 1024;
    private const int HeadersEach = 100;

    private static readonly RecordHeader[] NoHeaders = [];

    /// <summary>Offsets and timestamps are not decided yet.</summary>
    /// <exception cref="CommandFailedException">The file can't be read, is empty, or too large for a broker in memory.</exception>
    public static IReadOnlyList<Record> Read(string path)
    {
        ReadOnlyMemory<byte> rest = ReadAll(path);
        if (rest.IsEmpty)
            throw new CommandFailedException($"{path} is empty. Give a file with at least one line with --input.");
        string name = Path.GetFileName(path);
        var records = new List<Record>();
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int number = records.Count + 1;
            RecordHeader[] headers = number % HeadersEach == 0 ? [Header("file", name), Header("line", Text(number))] : NoHeaders;
            records.Add(new Record(-1, -1, Key(name, number), line, headers));
        }

        records.Add(new Record(-1, -1, Key(name, 1), null, [Header("deleted", "line 1")]));
        return records;
    }

    // Not by its length: pipes and files of /proc have none.
    private static ReadOnlyMemory<byte> ReadAll(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new CommandFailedException(
                    $"--input {path} is a folder. Give one file of it, or all: cat {Path.TrimEndingDirectorySeparator(path)}/* > all.txt."
                );
            }

            using FileStream file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            byte[] piece = new byte[1024 * 1024];
            for (int read = file.Read(piece); read > 0; read = file.Read(piece))
            {
                bytes.Write(piece, 0, read);
                if (bytes.Length > MaximumBytes)
                {
                    throw new CommandFailedException(
                        $"{path} has more than 256 MiB, and the topic of a quickstart is kept in memory. Give a part of it: head -n 100000 {path}."
                    );
                }
            }

            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--input {path} can't be read: {failure.Message}", failure);
        }
    }

    private static byte[] Key(string name, int line) => Encoding.UTF8.GetBytes($"{name}:{Text(line)}");

    private static RecordHeader Header(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
