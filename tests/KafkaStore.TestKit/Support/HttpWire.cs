namespace KafkaStore.Tests.Support;

/// <summary>One direction of a connection that speaks HTTP/1.1, read in pieces without understanding more than its framing.</summary>
internal sealed class HttpWire(Stream stream)
{
    private readonly byte[] bytes = new byte[64 * 1024];
    private int start;
    private int end;

    public Stream Stream => stream;

    /// <summary>Up to and with the empty line; null where the connection ended instead.</summary>
    public async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = bytes.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8);
            if (found >= 0)
            {
                string head = Encoding.Latin1.GetString(bytes, start, found + 4);
                start += found + 4;
                return head;
            }

            if (!await FillAsync(cancellationToken))
                return null;
        }
    }

    /// <summary>Passes a body on as it comes.</summary>
    /// <param name="headers">Of its message.</param>
    /// <param name="data">Takes the body's bytes and may alter them.</param>
    /// <param name="framing">Takes what is between the chunks.</param>
    public async Task CopyBodyAsync(
        IReadOnlyDictionary<string, string> headers,
        Func<Memory<byte>, ValueTask> data,
        Func<Memory<byte>, ValueTask> framing,
        CancellationToken cancellationToken
    )
    {
        if (!ProxiedRequest.IsChunked(headers))
        {
            await CopyAsync(ProxiedRequest.LengthOf(headers) ?? 0, data, cancellationToken);
            return;
        }

        long size;
        do
        {
            byte[] line = await ReadLineAsync(cancellationToken);
            await framing(line);
            size = long.Parse(Encoding.ASCII.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(size, data, cancellationToken);
            await CopyAsync(2, framing, cancellationToken);
        } while (size > 0);
    }

    private async Task CopyAsync(long count, Func<Memory<byte>, ValueTask> sink, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (start == end && !await FillAsync(cancellationToken))
                throw new EndOfStreamException();
            int piece = (int)Math.Min(count, end - start);
            await sink(bytes.AsMemory(start, piece));
            start += piece;
            count -= piece;
        }
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = bytes.AsSpan(start, end - start).IndexOf("\r\n"u8);
            if (found >= 0)
            {
                byte[] line = bytes[start..(start + found + 2)];
                start += found + 2;
                return line;
            }

            if (!await FillAsync(cancellationToken))
                throw new EndOfStreamException();
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            bytes.AsSpan(start, end - start).CopyTo(bytes);
            end -= start;
            start = 0;
        }

        int read = await stream.ReadAsync(bytes.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
